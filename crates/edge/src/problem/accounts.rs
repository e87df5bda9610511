//! What goes wrong with accounts and sessions.

use axum::http::HeaderValue;
use axum::http::header::WWW_AUTHENTICATE;
use shop::{AuthenticateError, ChangeUserError, LogInError, RegisterError, SecondFactorError};

use super::store::busy;
use super::{Problem, code};

impl Problem {
    /// 401 `unauthorized`: a session is needed, and none was shown (RFC 6750 §3).
    #[must_use]
    pub fn unauthorized() -> Self {
        Problem::new(code::UNAUTHORIZED, "Sign in first")
            .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// 403 `forbidden`: signed in, and still not allowed.
    #[must_use]
    pub fn forbidden() -> Self {
        Problem::new(code::FORBIDDEN, "Your account may not do this")
    }
}

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Invalid(errors) => Problem::invalid(errors),
            RegisterError::UsernameTaken => Problem::new(
                code::USERNAME_TAKEN,
                "Somebody else has this username; choose another one",
            ),
            RegisterError::Busy => {
                busy("Too many people are signing in at once; try again in a moment")
            }
            RegisterError::Store(error) => error.into(),
        }
    }
}

impl From<LogInError> for Problem {
    fn from(error: LogInError) -> Self {
        match error {
            LogInError::Invalid(errors) => Problem::invalid(errors),
            LogInError::WrongCredentials => {
                Problem::new(code::WRONG_CREDENTIALS, "Wrong username or password")
            }
            LogInError::SecondFactorRequired { .. } => Problem::new(
                code::SECOND_FACTOR_REQUIRED,
                "This account has a second factor: send `code` too",
            ),
            LogInError::WrongCode => Problem::new(
                code::SECOND_FACTOR_WRONG,
                "The code is wrong or was used before; wait for the next one",
            ),
            LogInError::Changed => busy("The account has changed meanwhile; try again"),
            LogInError::Busy => {
                busy("Too many people are signing in at once; try again in a moment")
            }
            LogInError::Store(error) => error.into(),
        }
    }
}

impl From<AuthenticateError> for Problem {
    fn from(error: AuthenticateError) -> Self {
        match error {
            AuthenticateError::Invalid => Problem::new(
                code::UNAUTHORIZED,
                "The session has ended or was never valid; sign in again",
            )
            .header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer error=\"invalid_token\""),
            ),
            AuthenticateError::SecondFactorMissing => Problem::new(
                code::SECOND_FACTOR_MISSING,
                "Set up a second factor first, at /admin/security",
            ),
            AuthenticateError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeUserError> for Problem {
    fn from(error: ChangeUserError) -> Self {
        match error {
            ChangeUserError::NotFound => Problem::new(code::NOT_FOUND, "There is no such user"),
            ChangeUserError::NotAllowed(why) => Problem::new(code::FORBIDDEN, why),
            ChangeUserError::Store(error) => error.into(),
        }
    }
}

impl From<SecondFactorError> for Problem {
    fn from(error: SecondFactorError) -> Self {
        match error {
            SecondFactorError::WrongPassword => {
                Problem::new(code::WRONG_CREDENTIALS, "The password is wrong")
            }
            SecondFactorError::WrongCode => Problem::new(
                code::SECOND_FACTOR_WRONG,
                "The code is wrong or was used before; wait for the next one",
            ),
            SecondFactorError::AlreadyOn => {
                Problem::new(code::STALE, "The second factor is on already")
            }
            SecondFactorError::Off => Problem::new(code::NOT_FOUND, "There is no second factor"),
            SecondFactorError::NotFound => Problem::new(code::NOT_FOUND, "There is no such user"),
            SecondFactorError::NotAllowed(why) => Problem::new(code::FORBIDDEN, why),
            SecondFactorError::Busy => {
                busy("Too many people are signing in at once; try again in a moment")
            }
            SecondFactorError::Store(error) => error.into(),
        }
    }
}
