//! Tells a buyer in their language what became of their order.
//!
//! Done twice, the same message goes out twice under the same reference; a gateway drops the double.

use domain::{JobId, Lang, OrderNumber, OrderStatus};
use shop::{JobFailure, Message, Messages, OrderView, Shop};

pub(super) async fn run(
    shop: &Shop,
    messages: &dyn Messages,
    job: JobId,
    number: &OrderNumber,
    status: OrderStatus,
) -> Result<(), JobFailure> {
    let order = shop
        .order_for_worker(number)
        .await
        .map_err(|e| JobFailure::Again(e.to_string()))?
        .ok_or_else(|| JobFailure::Again(format!("there is no order {number}")))?;
    let message = Message {
        to: order.contact.phone.clone(),
        text: text(&order, status),
        reference: job.to_string(),
    };
    Ok(messages.send(message).await?)
}

/// An order's number keeps its Latin form: it is what is printed on the parcel.
fn text(order: &OrderView, status: OrderStatus) -> String {
    let number = &order.number;
    let total = order.total.format(order.lang);
    match order.lang {
        Lang::En => match status {
            OrderStatus::Pending => format!(
                "DhakaCart: we have your order {number}, {total}, cash on delivery. We will call to confirm it."
            ),
            OrderStatus::Confirmed => format!("DhakaCart: your order {number} is confirmed."),
            OrderStatus::Packed => format!("DhakaCart: your order {number} is packed."),
            OrderStatus::Shipped => {
                let with = carrier(order);
                format!(
                    "DhakaCart: your order {number} is on its way{with}. Please keep {total} ready."
                )
            }
            OrderStatus::Delivered => {
                format!("DhakaCart: your order {number} was delivered. Thank you!")
            }
            OrderStatus::Cancelled => format!("DhakaCart: your order {number} was cancelled."),
            OrderStatus::Returned => format!("DhakaCart: your order {number} came back to us."),
        },
        Lang::Bn => match status {
            OrderStatus::Pending => format!(
                "ঢাকাকার্ট: আপনার অর্ডার {number} পেয়েছি, মোট {total}, ক্যাশ অন ডেলিভারি। নিশ্চিত করতে আমরা ফোন করব।"
            ),
            OrderStatus::Confirmed => format!("ঢাকাকার্ট: আপনার অর্ডার {number} নিশ্চিত হয়েছে।"),
            OrderStatus::Packed => format!("ঢাকাকার্ট: আপনার অর্ডার {number} প্যাক করা হয়েছে।"),
            OrderStatus::Shipped => {
                let with = carrier(order);
                format!("ঢাকাকার্ট: আপনার অর্ডার {number} পাঠানো হয়েছে{with}। অনুগ্রহ করে {total} প্রস্তুত রাখুন।")
            }
            OrderStatus::Delivered => {
                format!("ঢাকাকার্ট: আপনার অর্ডার {number} পৌঁছে গেছে। ধন্যবাদ!")
            }
            OrderStatus::Cancelled => format!("ঢাকাকার্ট: আপনার অর্ডার {number} বাতিল হয়েছে।"),
            OrderStatus::Returned => format!("ঢাকাকার্ট: আপনার অর্ডার {number} আমাদের কাছে ফেরত এসেছে।"),
        },
    }
}

/// Who brings it, and by which number it is followed; names and numbers as the courier writes them.
fn carrier(order: &OrderView) -> String {
    let Some(shipment) = &order.shipment else {
        return String::new();
    };
    let courier = &shipment.courier;
    match (order.lang, &shipment.tracking) {
        (Lang::En, Some(tracking)) => format!(" with {courier}, tracking number {tracking}"),
        (Lang::En, None) => format!(" with {courier}"),
        (Lang::Bn, Some(tracking)) => format!(" ({courier}, ট্র্যাকিং নম্বর {tracking})"),
        (Lang::Bn, None) => format!(" ({courier})"),
    }
}
