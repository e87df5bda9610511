//! What goes wrong with coupons and flash sales when staff change them.

use shop::{CouponError, FlashSaleError};

use super::{Problem, code};

fn stale(current_revision: i64) -> Problem {
    let detail = "It was changed meanwhile; look at it again before you change it";
    Problem::new(code::STALE, detail).with("revision", current_revision)
}

impl From<CouponError> for Problem {
    fn from(error: CouponError) -> Self {
        match error {
            CouponError::Invalid(errors) => Problem::invalid(errors),
            CouponError::NotFound => Problem::new(code::NOT_FOUND, "There is no such coupon"),
            CouponError::CodeTaken => Problem::new(
                code::CODE_TAKEN,
                "Another coupon has this code; choose another one",
            ),
            CouponError::Stale { current_revision } => stale(current_revision),
            CouponError::Store(error) => error.into(),
        }
    }
}

impl From<FlashSaleError> for Problem {
    fn from(error: FlashSaleError) -> Self {
        match error {
            FlashSaleError::Invalid(errors) => Problem::invalid(errors),
            FlashSaleError::NotFound => Problem::new(code::NOT_FOUND, "There is no such sale"),
            FlashSaleError::Stale { current_revision } => stale(current_revision),
            FlashSaleError::Store(error) => error.into(),
        }
    }
}
