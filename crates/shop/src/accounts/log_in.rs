//! Logging in and out.

use domain::{FieldError, Username};
use store::StoreError;

use super::{Busy, Identity, SignedIn};
use crate::Shop;

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// Some fields can't be right, whoever it is.
    #[error("the login is not valid")]
    Invalid(Vec<FieldError>),
    /// Wrong name or wrong password; which one is not told.
    #[error("wrong username or password")]
    WrongCredentials,
    /// Too many passwords are being hashed; try again.
    #[error("too many logins at once")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Busy> for LogInError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl Shop {
    /// Opens a session. Takes the same time whether or not the user exists.
    pub async fn log_in(&self, username: &str, password: &str) -> Result<SignedIn, LogInError> {
        let username = check(username, password).map_err(LogInError::Invalid)?;
        let user = self.store().find_user(&username.key()).await?;
        let hash = user.as_ref().map(|u| u.password_hash.as_str());
        let right = self.passwords().verify(hash, password).await?;
        match user {
            Some(user) if right && user.disabled_at.is_none() => {
                let signed_in = self.open_session(user).await?;
                signed_in.ok_or(LogInError::WrongCredentials)
            }
            _ => Err(LogInError::WrongCredentials),
        }
    }

    /// Ends a session: its token is useless everywhere from now on.
    pub async fn log_out(&self, identity: &Identity) -> Result<(), StoreError> {
        let mut tx = self.store().begin().await?;
        tx.revoke_session(identity.session, self.ambient().now())
            .await?;
        if identity.role.is_staff() {
            let subject = format!("user:{}", identity.username);
            self.audit(&mut tx, identity, "session.close", subject, None, None)
                .await?;
        }
        tx.commit().await
    }
}

/// Only the shape: whether a password is common is a question for registration.
fn check(username: &str, password: &str) -> Result<Username, Vec<FieldError>> {
    let mut errors = Vec::new();
    let parsed = Username::parse(username).map_err(|e| errors.push(e)).ok();
    let length = password.chars().count();
    if length == 0 {
        errors.push(FieldError::new(
            "password",
            FieldError::REQUIRED,
            "Password is required",
        ));
    } else if !(8..=128).contains(&length) {
        let message = "Password must be between 8 and 128 characters";
        errors.push(FieldError::new("password", FieldError::LENGTH, message));
    }
    match parsed {
        Some(username) if errors.is_empty() => Ok(username),
        _ => Err(errors),
    }
}
