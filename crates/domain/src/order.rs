//! The life of an order. Where its money is meanwhile: [`crate::payment`].
//!
//! ```text
//! pending → confirmed → packed → shipped → delivered
//!    └──────────┴──────────┴→ cancelled      │        │
//!                                 returned ←─┴────────┘
//! ```
//!
//! [`OrderStatus::apply`] is the only way from one state to the next, and its refusal says what
//! would be possible instead. What a move does to stock is in [`crate::stock`].

use std::fmt;

use crate::words::words;

words! {
    /// Where an order is in its life.
    pub enum OrderStatus: "order status" {
        /// Placed; nobody has looked at it yet.
        Pending = "pending",
        /// The shop has accepted it.
        Confirmed = "confirmed",
        /// In its parcel.
        Packed = "packed",
        /// With the courier.
        Shipped = "shipped",
        /// With the customer, and paid.
        Delivered = "delivered",
        /// Called off before it left the shop.
        Cancelled = "cancelled",
        /// Back in the shop: refused at the door, or sent back.
        Returned = "returned",
    }
}

words! {
    /// What can be done with an order.
    pub enum OrderMove: "order move" {
        /// Accept a pending order.
        Confirm = "confirm",
        /// Put a confirmed order into its parcel.
        Pack = "pack",
        /// Hand a packed order to the courier.
        Ship = "ship",
        /// The courier has handed a shipped order over, and collected the money.
        Deliver = "deliver",
        /// Call off an order that hasn't left.
        Cancel = "cancel",
        /// Take it back: refused at the door (from shipped) or sent back (from delivered).
        Return = "return",
    }
}

words! {
    /// Who makes a move.
    pub enum Actor: "actor" {
        /// The order's own customer.
        Customer = "customer",
        /// The shop's staff.
        Staff = "staff",
        /// A job or a courier's report.
        System = "system",
    }
}

words! {
    /// Which orders of a list come first.
    #[derive(Default)]
    pub enum OrderSort: "sort" {
        /// Those placed last.
        #[default]
        Newest = "newest",
        /// Those that have waited longest.
        Oldest = "oldest",
    }
}

/// A move that the state machine refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct IllegalMove {
    /// Where the order is.
    pub from: OrderStatus,
    /// What was asked.
    pub to_move: OrderMove,
    /// By whom.
    pub by: Actor,
    /// What `by` could do instead.
    pub allowed: Vec<OrderMove>,
}

impl OrderMove {
    /// What the order is once the move is made: `packed`, `cancelled`.
    #[must_use]
    pub const fn result(self) -> OrderStatus {
        match self {
            OrderMove::Confirm => OrderStatus::Confirmed,
            OrderMove::Pack => OrderStatus::Packed,
            OrderMove::Ship => OrderStatus::Shipped,
            OrderMove::Deliver => OrderStatus::Delivered,
            OrderMove::Cancel => OrderStatus::Cancelled,
            OrderMove::Return => OrderStatus::Returned,
        }
    }
}

impl OrderStatus {
    /// The state after `m` made by `by`.
    ///
    /// # Errors
    /// [`IllegalMove`] if the order can't take the move here, or `by` may not make it.
    pub fn apply(self, m: OrderMove, by: Actor) -> Result<OrderStatus, IllegalMove> {
        if may(self, m, by) {
            return Ok(m.result());
        }
        Err(IllegalMove {
            from: self,
            to_move: m,
            by,
            allowed: self.allowed(by),
        })
    }

    /// The moves that `by` may make from here.
    #[must_use]
    pub fn allowed(self, by: Actor) -> Vec<OrderMove> {
        OrderMove::ALL
            .into_iter()
            .filter(|m| may(self, *m, by))
            .collect()
    }

    /// True while the order's units are still in the shop and reserved for it.
    #[must_use]
    pub const fn holds_stock(self) -> bool {
        matches!(
            self,
            OrderStatus::Pending | OrderStatus::Confirmed | OrderStatus::Packed
        )
    }

    /// True if nobody can move it any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, OrderStatus::Cancelled | OrderStatus::Returned)
    }
}

/// The whole state machine: which move from which state by whom.
fn may(from: OrderStatus, m: OrderMove, by: Actor) -> bool {
    use Actor::{Customer, Staff, System};
    use OrderStatus::{Confirmed, Delivered, Packed, Pending, Shipped};
    match m {
        OrderMove::Confirm => from == Pending && matches!(by, Staff | System),
        OrderMove::Pack => from == Confirmed && matches!(by, Staff | System),
        OrderMove::Ship => from == Packed && matches!(by, Staff | System),
        OrderMove::Deliver => from == Shipped && matches!(by, Staff | System),
        OrderMove::Cancel => match from {
            Pending | Confirmed => matches!(by, Customer | Staff),
            Packed => by == Staff,
            _ => false,
        },
        OrderMove::Return => matches!(from, Shipped | Delivered) && by == Staff,
    }
}

impl fmt::Display for IllegalMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, done) = (self.from, self.to_move.result());
        write!(f, "an order that is {from} can't be {done}")?;
        if self.by != Actor::Staff && may(self.from, self.to_move, Actor::Staff) {
            write!(f, " by the {}", self.by)?;
        }
        let words: Vec<_> = self.allowed.iter().map(|m| m.result().as_str()).collect();
        match words.as_slice() {
            [] if self.from.is_final() => f.write_str("; nothing more can happen to it"),
            [] => Ok(()),
            [only] => write!(f, "; it can be {only}"),
            [first @ .., last] => write!(f, "; it can be {} or {last}", first.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests;
