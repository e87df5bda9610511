//! Tells somebody that their password was replaced: whoever didn't do it learns it at once.
//!
//! Done twice, the same message goes out twice under the same reference; a gateway drops the double.

use domain::{JobId, Lang, Phone};
use shop::{JobFailure, Message, Messages};

pub(super) async fn run(
    messages: &dyn Messages,
    job: JobId,
    phone: &Phone,
    lang: Lang,
) -> Result<(), JobFailure> {
    let text = match lang {
        Lang::En => {
            "DhakaCart: your password was changed with a code, and you are logged out everywhere. If this was not you, call us."
        }
        Lang::Bn => {
            "ঢাকাকার্ট: কোড দিয়ে আপনার পাসওয়ার্ড বদলানো হয়েছে, সব ডিভাইস থেকে লগ আউট করা হয়েছে। আপনি না করে থাকলে আমাদের ফোন করুন।"
        }
    };
    let message = Message {
        to: phone.clone(),
        text: text.to_owned(),
        reference: job.to_string(),
    };
    Ok(messages.send(message).await?)
}
