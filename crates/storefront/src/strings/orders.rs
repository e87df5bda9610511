//! What an order and its payment are called.

use domain::{OrderStatus, PaymentMethod, PaymentStatus, ReviewStatus, Zone};

use super::Strings;

impl Strings {
    /// Where an order is.
    pub(crate) fn order_status(&self, status: OrderStatus) -> &'static str {
        match status {
            OrderStatus::Pending => self.status_pending,
            OrderStatus::Confirmed => self.status_confirmed,
            OrderStatus::Packed => self.status_packed,
            OrderStatus::Shipped => self.status_shipped,
            OrderStatus::Delivered => self.status_delivered,
            OrderStatus::Cancelled => self.status_cancelled,
            OrderStatus::Returned => self.status_returned,
        }
    }

    /// How long a parcel takes at most (Digital Commerce Guidelines 2021: 5 days in the same city,
    /// 10 elsewhere).
    pub(crate) fn delivery_within(&self, zone: Zone) -> &'static str {
        match zone {
            Zone::Dhaka => self.within_5_days,
            Zone::Suburbs | Zone::Outside => self.within_10_days,
        }
    }

    /// Where a review stands, for its author.
    pub(crate) fn review_status(&self, status: ReviewStatus) -> &'static str {
        match status {
            ReviewStatus::Pending => self.review_pending,
            ReviewStatus::Published => self.review_published,
            ReviewStatus::Rejected => self.review_rejected,
        }
    }

    /// Where its payment is.
    pub(crate) fn payment_status(&self, status: PaymentStatus) -> &'static str {
        match status {
            PaymentStatus::Due | PaymentStatus::WithCourier => self.payment_due,
            // Whether the courier has paid the shop is not the buyer's business.
            PaymentStatus::Collected | PaymentStatus::Remitted => self.payment_collected,
            PaymentStatus::Void => self.payment_void,
            PaymentStatus::RefundDue => self.payment_refund_due,
            PaymentStatus::Refunded => self.payment_refunded,
        }
    }

    /// How it is paid.
    pub(crate) fn payment_method(&self, method: PaymentMethod) -> &'static str {
        match method {
            PaymentMethod::Cod => self.cash_on_delivery,
        }
    }
}
