//! The jobs, one file each.

mod back_in_stock;
mod code_message;
mod order_message;
mod password_changed_message;
mod refund_message;

pub(crate) use back_in_stock::tell_who_waits;

use shop::{ClaimedJob, Job, JobFailure, Messages, Shop};

/// Does one job.
pub(crate) async fn run(
    shop: &Shop,
    messages: &dyn Messages,
    claimed: &ClaimedJob,
) -> Result<(), JobFailure> {
    match &claimed.job {
        Ok(Job::OrderMessage { number, status }) => {
            order_message::run(shop, messages, claimed.id, number, *status).await
        }
        Ok(Job::RefundMessage { number }) => {
            refund_message::run(shop, messages, claimed.id, number).await
        }
        Ok(Job::CodeMessage {
            purpose,
            subject,
            lang,
            asked_at,
        }) => {
            let asked = code_message::Asked {
                purpose: *purpose,
                subject,
                at: *asked_at,
                lang: *lang,
            };
            code_message::run(shop, messages, claimed.id, asked).await
        }
        Ok(Job::PasswordChangedMessage { phone, lang }) => {
            password_changed_message::run(messages, claimed.id, phone, *lang).await
        }
        Err(unknown) => Err(JobFailure::Again(format!(
            "this version does not know the job {unknown}"
        ))),
    }
}
