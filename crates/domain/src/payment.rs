//! Where the money of an order is: cash on delivery passes through three hands.
//!
//! ```text
//! due → with_courier → collected → remitted          the courier pays out, less its charges
//!  │         │             └───┬───────┘
//!  └─ void ──┘            refund_due → refunded      sent back after delivery
//! ```
//!
//! The goods pull the money along: [`payment_after`] says what each [`OrderMove`] does to it. Two
//! moves are the money's own, [`PaymentMove`]. A courier still owes what it collected when the
//! goods come back before it has paid out, so whether it has paid is kept beside the status.

use std::fmt;

use crate::OrderMove;
use crate::words::words;

mod entry;

pub use entry::{Refund, Remittance};

/// Days within which money is given back after the goods came back (Digital Commerce Guidelines
/// 2021, by the channel it was paid through).
pub const REFUND_DAYS: i64 = 10;

words! {
    /// How an order is paid.
    pub enum PaymentMethod: "payment method" {
        /// Cash on delivery: the courier collects.
        Cod = "cod",
    }
}

words! {
    /// Where an order's payment is.
    pub enum PaymentStatus: "payment status" {
        /// Not paid yet; the goods are still in the shop.
        Due = "due",
        /// The courier has the goods and is to collect.
        WithCourier = "with_courier",
        /// The courier has the money.
        Collected = "collected",
        /// The courier has paid it out to the shop.
        Remitted = "remitted",
        /// Never to be paid: the order was cancelled, or refused at the door.
        Void = "void",
        /// The goods came back after they were paid for; the buyer waits for the money.
        RefundDue = "refund_due",
        /// Given back.
        Refunded = "refunded",
    }
}

words! {
    /// What staff do with an order's money.
    pub enum PaymentMove: "payment move" {
        /// The courier has paid out what it collected.
        Remit = "remit",
        /// The buyer has got the money back.
        Refund = "refund",
    }
}

words! {
    /// The way a refund goes.
    pub enum RefundChannel: "refund channel" {
        /// In cash, as it was paid at the door.
        Cash = "cash",
        /// bKash.
        Bkash = "bkash",
        /// Nagad.
        Nagad = "nagad",
        /// Rocket.
        Rocket = "rocket",
        /// A bank transfer.
        Bank = "bank",
    }
}

/// A payment as far as its own moves go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentState {
    /// Where it is.
    pub status: PaymentStatus,
    /// Whether the courier has paid out.
    pub remitted: bool,
}

/// A payment move that can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct IllegalPaymentMove {
    /// Where the payment is.
    pub from: PaymentStatus,
    /// What was asked.
    pub to_move: PaymentMove,
}

impl PaymentState {
    /// Whether `m` can be made.
    #[must_use]
    pub const fn may(self, m: PaymentMove) -> bool {
        use PaymentStatus::{Collected, RefundDue, Refunded};
        match m {
            PaymentMove::Remit => {
                !self.remitted && matches!(self.status, Collected | RefundDue | Refunded)
            }
            PaymentMove::Refund => matches!(self.status, RefundDue),
        }
    }

    /// The moves that can be made.
    #[must_use]
    pub fn allowed(self) -> Vec<PaymentMove> {
        let all = PaymentMove::ALL.into_iter();
        all.filter(|m| self.may(*m)).collect()
    }

    /// The payment after `m`.
    ///
    /// # Errors
    /// [`IllegalPaymentMove`] if it can't be made here.
    pub fn apply(self, m: PaymentMove) -> Result<PaymentState, IllegalPaymentMove> {
        if !self.may(m) {
            return Err(IllegalPaymentMove {
                from: self.status,
                to_move: m,
            });
        }
        Ok(match (m, self.status) {
            (PaymentMove::Remit, PaymentStatus::Collected) => PaymentState {
                status: PaymentStatus::Remitted,
                remitted: true,
            },
            // What the buyer is owed doesn't change because the courier has paid.
            (PaymentMove::Remit, status) => PaymentState {
                status,
                remitted: true,
            },
            (PaymentMove::Refund, _) => PaymentState {
                status: PaymentStatus::Refunded,
                ..self
            },
        })
    }
}

impl fmt::Display for IllegalPaymentMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from;
        match self.to_move {
            PaymentMove::Remit => write!(
                f,
                "a payment that is {from} can't be remitted: the courier owes nothing for it"
            ),
            PaymentMove::Refund => write!(
                f,
                "a payment that is {from} can't be refunded: no refund is due"
            ),
        }
    }
}

/// Where the payment is after a move of the order that the state machine allowed.
///
/// Shipping hands the collecting to the courier, and delivering collects. Cancelling voids what is
/// due, and so does a return of what was never paid (refused at the door); a return of what was
/// paid leaves a refund to be made.
#[must_use]
pub const fn payment_after(m: OrderMove, current: PaymentStatus) -> PaymentStatus {
    use PaymentStatus::{Collected, Due, RefundDue, Remitted, Void, WithCourier};
    match (m, current) {
        (OrderMove::Ship, Due) => WithCourier,
        (OrderMove::Deliver, Due | WithCourier) => Collected,
        (OrderMove::Cancel | OrderMove::Return, Due | WithCourier) => Void,
        (OrderMove::Cancel | OrderMove::Return, Collected | Remitted) => RefundDue,
        (_, unchanged) => unchanged,
    }
}

#[cfg(test)]
mod tests;
