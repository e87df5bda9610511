//! Logging in and out.
//!
//! Wrong credentials get one answer, in the same time, whether the user doesn't exist, is locked
//! out, or has another password, and whatever hash it has (`passwords.rs`). Only whoever knows the
//! password learns whether a second factor is asked for.

use domain::{FieldError, Username};
use store::{StoreError, UserRow};

use super::{Busy, Identity, SignedIn};
use crate::Shop;

/// Times that a hash may be made anew by somebody else while a password is checked against it.
const TRIES: usize = 3;

/// What somebody logs in with.
#[derive(Clone, Copy, Default)]
pub struct LogIn<'a> {
    /// The name, in any case.
    pub username: &'a str,
    /// The password.
    pub password: &'a str,
    /// The second factor: six digits from an app, or a recovery code.
    pub code: Option<&'a str>,
    /// The client's `User-Agent`, for the list of sessions.
    pub user_agent: Option<&'a str>,
}

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub enum LogInError {
    /// Some fields can't be right, whoever it is.
    #[error("the login is not valid")]
    Invalid(Vec<FieldError>),
    /// Wrong name or wrong password; which one is not told.
    #[error("wrong username or password")]
    WrongCredentials,
    /// The password was right and a code is needed.
    #[error("a second factor is needed")]
    SecondFactorRequired {
        /// Proof of the right password, for five minutes. No session.
        challenge: String,
    },
    /// The password was right, and the code is not one of now, or was used before.
    #[error("the second factor is wrong")]
    WrongCode,
    /// The proof of the right password is over, or the account has changed meanwhile.
    #[error("begin the login again")]
    Changed,
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
    /// Opens a session with a password alone, from nowhere in particular.
    pub async fn log_in(&self, username: &str, password: &str) -> Result<SignedIn, LogInError> {
        let log_in = LogIn {
            username,
            password,
            ..LogIn::default()
        };
        self.log_in_with(log_in).await
    }

    /// Opens a session. Takes the same time whether or not the user exists.
    pub async fn log_in_with(&self, log_in: LogIn<'_>) -> Result<SignedIn, LogInError> {
        let username = check(log_in.username, log_in.password).map_err(LogInError::Invalid)?;
        let user = self.prove_password(&username, log_in.password).await?;
        self.open_session(user, log_in.code, log_in.user_agent)
            .await
    }

    /// Opens the session that a right password was half of.
    pub async fn finish_log_in(
        &self,
        challenge: &str,
        code: &str,
        user_agent: Option<&str>,
    ) -> Result<SignedIn, LogInError> {
        let user = self.challenged(challenge).await?;
        let user = user.ok_or(LogInError::Changed)?;
        self.open_session(user, Some(code), user_agent).await
    }

    /// Whose name is behind the proof of a right password, if it still holds.
    pub async fn name_of_challenge(&self, challenge: &str) -> Result<Option<String>, StoreError> {
        Ok(self.challenged(challenge).await?.map(|user| user.username))
    }

    /// Whether somebody's password is this one, whatever else a login would ask for.
    pub async fn is_password_of(&self, username: &str, password: &str) -> Result<bool, LogInError> {
        let username = check(username, password).map_err(LogInError::Invalid)?;
        match self.prove_password(&username, password).await {
            Ok(_) => Ok(true),
            Err(LogInError::WrongCredentials) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Ends a session: its token is useless everywhere from now on.
    pub async fn log_out(&self, identity: &Identity) -> Result<(), StoreError> {
        let mut tx = self.store().begin().await?;
        tx.revoke_session(identity.session, self.ambient().now())
            .await?;
        tx.commit().await
    }

    /// The user with this name and password. A weak hash is replaced on the way, if it is still
    /// the one that was checked: whoever was quicker, with the same password or another, is never
    /// undone, and what they wrote is what the password is checked against again.
    async fn prove_password(
        &self,
        username: &Username,
        password: &str,
    ) -> Result<UserRow, LogInError> {
        for _ in 0..TRIES {
            let user = self.store().find_user(&username.key()).await?;
            let hash = user.as_ref().map(|user| user.password_hash.as_str());
            let verdict = self
                .passwords()
                .verify(self.ambient(), hash, password)
                .await?;
            let enabled = |user: &UserRow| verdict.right && user.disabled_at.is_none();
            let mut user = user.filter(enabled).ok_or(LogInError::WrongCredentials)?;
            let Some(upgrade) = verdict.upgrade else {
                return Ok(user);
            };
            let mut tx = self.store().begin().await?;
            let upgraded = tx
                .upgrade_password(user.id, &user.password_hash, &upgrade)
                .await?;
            tx.commit().await?;
            if upgraded {
                user.password_hash = upgrade;
                return Ok(user);
            }
        }
        Err(LogInError::Changed)
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
