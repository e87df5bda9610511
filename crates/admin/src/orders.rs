//! Orders: found, moved on from confirmation to cash, and printed.
//!
//! A page offers the moves that can be made now and no others; each form says where the order was
//! when the page was made, so that a double click is one move and two people hear of each other.

pub(crate) mod detail;
mod forms;
mod invoice;
pub(crate) mod list;
pub(crate) mod moves;
pub(crate) mod papers;

use domain::{District, Lang, OrderStatus, PaymentStatus};

/// The class of a status's pill.
pub(crate) fn order_pill(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => "pill-warn",
        OrderStatus::Confirmed | OrderStatus::Packed | OrderStatus::Shipped => "pill-info",
        OrderStatus::Delivered => "pill-good",
        OrderStatus::Cancelled => "",
        OrderStatus::Returned => "pill-bad",
    }
}

/// The class of a payment's pill.
pub(crate) fn payment_pill(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Due | PaymentStatus::Void => "",
        PaymentStatus::WithCourier | PaymentStatus::Collected => "pill-info",
        PaymentStatus::Remitted | PaymentStatus::Refunded => "pill-good",
        PaymentStatus::RefundDue => "pill-bad",
    }
}

/// A district's name; its code if the country has changed since.
fn district_name(code: &str, lang: Lang) -> String {
    let found = District::find(code);
    found.map_or_else(
        || code.to_owned(),
        |district| district.name.get(lang).to_owned(),
    )
}
