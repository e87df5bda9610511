//! What goes wrong with carts.

use shop::{CartError, HoldError, QuoteError};

use super::orders::out_of_stock;
use super::{Problem, code};

pub(super) fn no_cart() -> Problem {
    Problem::new(code::NOT_FOUND, "There is no such cart")
}

pub(super) fn empty() -> Problem {
    Problem::new(
        code::CART_EMPTY,
        "There is nothing in the cart that is for sale",
    )
}

pub(super) fn ordered() -> Problem {
    Problem::new(
        code::CART_ORDERED,
        "The cart has been ordered already; start a new one",
    )
}

impl From<CartError> for Problem {
    fn from(error: CartError) -> Self {
        match error {
            CartError::NotFound => no_cart(),
            CartError::Ordered => ordered(),
            // The detail names the SKU.
            CartError::UnknownSku(_) => Problem::new(code::UNKNOWN_SKU, sentence(&error)),
            CartError::TooManyLines => Problem::new(code::TOO_MANY_LINES, sentence(&error)),
            CartError::Invalid(errors) => Problem::invalid(errors),
            CartError::Store(error) => error.into(),
        }
    }
}

impl From<QuoteError> for Problem {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::NotFound => no_cart(),
            QuoteError::Empty => empty(),
            QuoteError::Invalid(errors) => Problem::invalid(errors),
            QuoteError::Store(error) => error.into(),
        }
    }
}

impl From<HoldError> for Problem {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::NotFound => no_cart(),
            HoldError::Empty => empty(),
            HoldError::Ordered => ordered(),
            HoldError::OutOfStock(items) => out_of_stock(&items),
            HoldError::Store(error) => error.into(),
        }
    }
}

/// An error's words as a sentence for a person.
pub(super) fn sentence(error: &dyn std::error::Error) -> String {
    let words = error.to_string();
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
