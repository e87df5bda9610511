//! Tells a buyer in their language that their money was given back, and which way.
//!
//! Done twice, the same message goes out twice under the same reference; a gateway drops the double.

use domain::{JobId, Lang, OrderNumber, RefundChannel};
use shop::{JobFailure, Message, Messages, OrderView, RefundView, Shop};

pub(super) async fn run(
    shop: &Shop,
    messages: &dyn Messages,
    job: JobId,
    number: &OrderNumber,
) -> Result<(), JobFailure> {
    let order = shop
        .order_for_worker(number)
        .await
        .map_err(|e| JobFailure::Again(e.to_string()))?
        .ok_or_else(|| JobFailure::Again(format!("there is no order {number}")))?;
    let refund = order
        .refund
        .as_ref()
        .ok_or_else(|| JobFailure::Again(format!("order {number} has no refund")))?;
    let message = Message {
        to: order.contact.phone.clone(),
        text: text(&order, refund),
        reference: job.to_string(),
    };
    Ok(messages.send(message).await?)
}

fn text(order: &OrderView, refund: &RefundView) -> String {
    let number = &order.number;
    let amount = refund.amount.format(order.lang);
    let channel = channel(refund.channel, order.lang);
    let reference = refund.reference.as_deref();
    match order.lang {
        Lang::En => {
            let reference = reference.map_or_else(String::new, |r| format!(", number {r}"));
            format!(
                "DhakaCart: we have refunded {amount} for order {number} by {channel}{reference}."
            )
        }
        Lang::Bn => {
            let reference = reference.map_or_else(String::new, |r| format!(", নম্বর {r}"));
            format!("ঢাকাকার্ট: অর্ডার {number} এর {amount} {channel} ফেরত দেওয়া হয়েছে{reference}।")
        }
    }
}

/// The way a refund went, as it stands in the sentence.
fn channel(channel: RefundChannel, lang: Lang) -> &'static str {
    match (channel, lang) {
        (RefundChannel::Cash, Lang::En) => "cash",
        (RefundChannel::Cash, Lang::Bn) => "নগদে",
        (RefundChannel::Bkash, Lang::En) => "bKash",
        (RefundChannel::Bkash, Lang::Bn) => "বিকাশে",
        (RefundChannel::Nagad, Lang::En) => "Nagad",
        (RefundChannel::Nagad, Lang::Bn) => "নগদ অ্যাকাউন্টে",
        (RefundChannel::Rocket, Lang::En) => "Rocket",
        (RefundChannel::Rocket, Lang::Bn) => "রকেটে",
        (RefundChannel::Bank, Lang::En) => "bank transfer",
        (RefundChannel::Bank, Lang::Bn) => "ব্যাংকের মাধ্যমে",
    }
}
