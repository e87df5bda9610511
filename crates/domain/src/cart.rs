//! What a cart may hold.

use crate::FieldError;

/// The most lines (distinct SKUs) of a cart or an order.
pub const MAX_LINES: usize = 50;

/// The most units of one SKU in a cart or an order.
pub const MAX_QUANTITY: u32 = 99;

/// Units of one SKU in a cart: 1 to [`MAX_QUANTITY`]. Zero means "take the line out" and is the
/// caller's to handle before parsing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(u32);

impl Quantity {
    /// Takes a quantity.
    ///
    /// # Errors
    /// A [`FieldError`] on `quantity` outside 1 to [`MAX_QUANTITY`].
    pub fn parse(units: i64) -> Result<Self, FieldError> {
        match u32::try_from(units) {
            Ok(units @ 1..=MAX_QUANTITY) => Ok(Quantity(units)),
            _ => Err(FieldError::new(
                "quantity",
                FieldError::RANGE,
                format!("The quantity must be between 1 and {MAX_QUANTITY}"),
            )),
        }
    }

    /// The number of units.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl From<Quantity> for i64 {
    fn from(quantity: Quantity) -> i64 {
        i64::from(quantity.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_ninety_nine() {
        for units in [1, 50, 99] {
            assert_eq!(i64::from(Quantity::parse(units).unwrap()), units);
        }
        for units in [i64::MIN, -1, 0, 100, 1 << 32, (1 << 32) + 1, i64::MAX] {
            let error = Quantity::parse(units).unwrap_err();
            assert_eq!(
                (error.field.as_str(), error.code),
                ("quantity", "range"),
                "{units}"
            );
            assert_eq!(error.message, "The quantity must be between 1 and 99");
        }
    }
}
