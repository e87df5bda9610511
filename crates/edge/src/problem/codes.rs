//! What goes wrong with one-time codes.

use shop::{BeginResetError, BeginVerificationError, FinishResetError, VerifyPhoneError};

use super::carts::sentence;
use super::store::busy;
use super::{Problem, code};

impl From<BeginResetError> for Problem {
    fn from(error: BeginResetError) -> Self {
        match error {
            BeginResetError::Invalid(errors) => Problem::invalid(errors),
            BeginResetError::NoCarrier => no_carrier(),
            BeginResetError::Store(error) => error.into(),
        }
    }
}

impl From<FinishResetError> for Problem {
    fn from(error: FinishResetError) -> Self {
        match error {
            FinishResetError::Invalid(errors) => Problem::invalid(errors),
            FinishResetError::WrongCode => wrong_code(),
            FinishResetError::Busy => {
                busy("Too many people are signing in at once; try again in a moment")
            }
            FinishResetError::Store(error) => error.into(),
        }
    }
}

impl From<BeginVerificationError> for Problem {
    fn from(error: BeginVerificationError) -> Self {
        match error {
            BeginVerificationError::NoPhone => {
                Problem::invalid_field("phone", "required", sentence(&error))
            }
            BeginVerificationError::AlreadyVerified => {
                Problem::new(code::PHONE_VERIFIED, sentence(&error))
            }
            BeginVerificationError::NoCarrier => no_carrier(),
            BeginVerificationError::NotFound => Problem::not_found(),
            BeginVerificationError::Store(error) => error.into(),
        }
    }
}

impl From<VerifyPhoneError> for Problem {
    fn from(error: VerifyPhoneError) -> Self {
        match error {
            VerifyPhoneError::Invalid(errors) => Problem::invalid(errors),
            VerifyPhoneError::WrongCode => wrong_code(),
            VerifyPhoneError::Busy => {
                busy("Somebody else verifies the same number; try again in a moment")
            }
            VerifyPhoneError::Store(error) => error.into(),
        }
    }
}

fn no_carrier() -> Problem {
    let detail = "This shop sends no messages, so it can't send a code";
    Problem::new(code::MESSAGES_UNAVAILABLE, detail)
}

fn wrong_code() -> Problem {
    let detail = "The code is wrong, used or has run out; ask for a new one";
    Problem::new(code::WRONG_CODE, detail)
}
