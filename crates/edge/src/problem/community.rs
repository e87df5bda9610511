//! What goes wrong with reviews, wishlists, addresses, requests for stock and tracking.

use shop::{
    AddressError, ChangeContactError, ChangePasswordError, DecideReviewError, RequestStockError,
    TrackError, WishlistError, WriteReviewError,
};

use super::carts::sentence;
use super::store::busy;
use super::{Problem, code};

impl From<WriteReviewError> for Problem {
    fn from(error: WriteReviewError) -> Self {
        match error {
            WriteReviewError::NotFound => Problem::not_found(),
            WriteReviewError::NotBought => Problem::new(code::NOT_BOUGHT, sentence(&error)),
            WriteReviewError::Invalid(errors) => Problem::invalid(errors),
            WriteReviewError::Store(error) => error.into(),
        }
    }
}

impl From<DecideReviewError> for Problem {
    fn from(error: DecideReviewError) -> Self {
        match error {
            DecideReviewError::NotFound => Problem::not_found(),
            DecideReviewError::Stale { current_revision } => {
                Problem::new(code::STALE, sentence(&error)).with("revision", current_revision)
            }
            DecideReviewError::Invalid(errors) => Problem::invalid(errors),
            DecideReviewError::Store(error) => error.into(),
        }
    }
}

impl From<WishlistError> for Problem {
    fn from(error: WishlistError) -> Self {
        match error {
            WishlistError::NotFound => Problem::not_found(),
            WishlistError::Full => Problem::new(code::LIST_FULL, sentence(&error)),
            WishlistError::Store(error) => error.into(),
        }
    }
}

impl From<AddressError> for Problem {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::NotFound => Problem::not_found(),
            AddressError::Full => Problem::new(code::LIST_FULL, sentence(&error)),
            AddressError::Invalid(errors) => Problem::invalid(errors),
            AddressError::Store(error) => error.into(),
        }
    }
}

impl From<ChangePasswordError> for Problem {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::Invalid(errors) => Problem::invalid(errors),
            ChangePasswordError::WrongPassword => {
                Problem::invalid_field("old_password", "wrong", sentence(&error))
            }
            ChangePasswordError::Busy => {
                busy("Too many people are signing in at once; try again in a moment")
            }
            ChangePasswordError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeContactError> for Problem {
    fn from(error: ChangeContactError) -> Self {
        match error {
            ChangeContactError::NotFound => Problem::not_found(),
            ChangeContactError::Invalid(errors) => Problem::invalid(errors),
            ChangeContactError::WrongPassword => {
                Problem::invalid_field("password", "wrong", sentence(&error))
            }
            ChangeContactError::Busy => {
                busy("Too many people are signing in at once; try again in a moment")
            }
            ChangeContactError::Store(error) => error.into(),
        }
    }
}

impl From<RequestStockError> for Problem {
    fn from(error: RequestStockError) -> Self {
        match error {
            RequestStockError::UnknownSku => Problem::new(code::UNKNOWN_SKU, sentence(&error)),
            RequestStockError::InStock => Problem::new(code::IN_STOCK, sentence(&error)),
            RequestStockError::TooMany => Problem::new(code::LIST_FULL, sentence(&error)),
            RequestStockError::Invalid(errors) => Problem::invalid(errors),
            RequestStockError::Store(error) => error.into(),
        }
    }
}

impl From<TrackError> for Problem {
    fn from(error: TrackError) -> Self {
        match error {
            TrackError::NotFound => Problem::new(code::NOT_FOUND, sentence(&error)),
            TrackError::Invalid(errors) => Problem::invalid(errors),
            TrackError::Store(error) => error.into(),
        }
    }
}
