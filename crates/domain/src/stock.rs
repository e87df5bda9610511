//! Units on the shelf, units promised, and the ledger that adds up to both.
//!
//! The database enforces the same rules with conditional updates and CHECK constraints; this is
//! the model they are checked against: `0 ≤ reserved ≤ on_hand`, and a level is the sum of its
//! movements.

use crate::words::words;

words! {
    /// Why a level changed; one per ledger entry. [`MovementReason::change`] says what it does.
    pub enum MovementReason: "stock movement" {
        /// The first count.
        Opening = "opening",
        /// An import set the count.
        Import = "import",
        /// Staff corrected the count, with a reason in words.
        Adjustment = "adjustment",
        /// An order took the units.
        OrderPlaced = "order_placed",
        /// A cancelled order gave them back.
        OrderCancelled = "order_cancelled",
        /// They left the shop.
        OrderShipped = "order_shipped",
        /// They came back.
        OrderReturned = "order_returned",
        /// A cart keeps them for a while.
        HoldTaken = "hold_taken",
        /// The cart let them go, or its time ran out.
        HoldReleased = "hold_released",
        /// The cart became an order, which takes them in the same transaction.
        HoldConsumed = "hold_consumed",
    }
}

/// What a ledger entry adds to a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StockChange {
    /// Added to the units on the shelf.
    pub on_hand: i64,
    /// Added to the units promised.
    pub reserved: i64,
}

impl MovementReason {
    /// What a movement of `units` for this reason adds to the level. `units` is a positive count,
    /// except for opening, import and adjustment, where it is the signed difference.
    #[must_use]
    pub const fn change(self, units: i64) -> StockChange {
        let (on_hand, reserved) = match self {
            Self::Opening | Self::Import | Self::Adjustment | Self::OrderReturned => (units, 0),
            Self::OrderPlaced | Self::HoldTaken => (0, units),
            Self::OrderCancelled | Self::HoldReleased | Self::HoldConsumed => (0, -units),
            Self::OrderShipped => (-units, -units),
        };
        StockChange { on_hand, reserved }
    }
}

/// How many units of a variant there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct StockLevel {
    /// Units in the shop, the promised ones included.
    pub on_hand: i64,
    /// Units promised to orders and holds.
    pub reserved: i64,
}

/// Why a level can't change that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StockError {
    /// Fewer units are free than were asked for.
    #[error("{requested} requested, {available} available")]
    OutOfStock {
        /// Units asked for.
        requested: i64,
        /// Units free.
        available: i64,
    },
    /// More units were to leave the reservation than it holds: the books are wrong.
    #[error("{requested} to come from the reservation, which holds {reserved}")]
    NotReserved {
        /// Units that should have been reserved.
        requested: i64,
        /// Units that are.
        reserved: i64,
    },
    /// A count of units below one.
    #[error("a number of units must be positive, not {0}")]
    NotPositive(i64),
    /// The count doesn't fit.
    #[error("the number of units is too large")]
    Overflow,
}

impl StockLevel {
    /// Units that can be sold. Never below zero in a sound level.
    #[must_use]
    pub const fn available(self) -> i64 {
        self.on_hand.saturating_sub(self.reserved)
    }

    /// Promises `units` to an order or a hold.
    ///
    /// # Errors
    /// [`StockError::OutOfStock`] if fewer are free.
    pub fn take(self, units: i64) -> Result<StockLevel, StockError> {
        let requested = positive(units)?;
        let available = self.available();
        if requested > available {
            return Err(StockError::OutOfStock {
                requested,
                available,
            });
        }
        let reserved = self
            .reserved
            .checked_add(units)
            .ok_or(StockError::Overflow)?;
        Ok(StockLevel { reserved, ..self })
    }

    /// Frees `units` that were promised.
    ///
    /// # Errors
    /// [`StockError::NotReserved`] if fewer are promised.
    pub fn release(self, units: i64) -> Result<StockLevel, StockError> {
        let requested = positive(units)?;
        if requested > self.reserved {
            return Err(StockError::NotReserved {
                requested,
                reserved: self.reserved,
            });
        }
        Ok(StockLevel {
            reserved: self.reserved - units,
            ..self
        })
    }

    /// Lets `units` that were promised leave the shop.
    ///
    /// # Errors
    /// [`StockError::NotReserved`] if fewer are promised.
    pub fn ship(self, units: i64) -> Result<StockLevel, StockError> {
        let released = self.release(units)?;
        let on_hand = released
            .on_hand
            .checked_sub(units)
            .ok_or(StockError::Overflow)?;
        Ok(StockLevel {
            on_hand,
            ..released
        })
    }

    /// Puts `units` on the shelf.
    ///
    /// # Errors
    /// [`StockError::Overflow`] if the count doesn't fit.
    pub fn restock(self, units: i64) -> Result<StockLevel, StockError> {
        let on_hand = self
            .on_hand
            .checked_add(positive(units)?)
            .ok_or(StockError::Overflow)?;
        Ok(StockLevel { on_hand, ..self })
    }

    /// Corrects the count by `difference`, which may be negative.
    ///
    /// # Errors
    /// [`StockError::OutOfStock`] if units that are promised would have to go.
    pub fn adjust(self, difference: i64) -> Result<StockLevel, StockError> {
        let on_hand = self
            .on_hand
            .checked_add(difference)
            .ok_or(StockError::Overflow)?;
        if on_hand < self.reserved {
            let requested = difference.saturating_neg();
            return Err(StockError::OutOfStock {
                requested,
                available: self.available(),
            });
        }
        Ok(StockLevel { on_hand, ..self })
    }
}

const fn positive(units: i64) -> Result<i64, StockError> {
    if units > 0 {
        Ok(units)
    } else {
        Err(StockError::NotPositive(units))
    }
}

#[cfg(test)]
mod tests;
