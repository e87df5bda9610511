//! Accounts: who somebody is, and how they prove it.
//!
//! A session is a row; its token is a JWT (RFC 7519) that names the row. Signature and expiry are
//! checked without the database, revocation with one read by primary key, so that a logout holds
//! on every replica at once.

mod authenticate;
mod change;
mod device;
mod log_in;
mod new_password;
mod passwords;
mod register;
mod second_factor;
mod sessions;
mod staff;
mod tokens;

pub use authenticate::AuthenticateError;
pub use change::{ChangeContactError, ChangePasswordError};
pub use log_in::{LogIn, LogInError};
pub use register::{RegisterError, Registration};
pub use second_factor::{SecondFactor, SecondFactorError};
pub use sessions::SessionView;
pub use staff::{ChangeUserError, UserChange};

pub(crate) use passwords::{Busy, Passwords};
pub(crate) use tokens::Tokens;

use domain::{Phone, Role, SessionId, UserId};
use serde::Serialize;
use store::UserRow;
use time::OffsetDateTime;

/// Lower-case hexadecimal digits of some bytes.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nobody we know.
    Anonymous,
    /// Somebody signed in.
    User(Identity),
}

impl Caller {
    /// The user's id, if there is a user.
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::Anonymous => None,
            Self::User(identity) => Some(identity.user),
        }
    }

    /// Whether this is somebody of the staff.
    pub fn is_staff(&self) -> bool {
        matches!(self, Self::User(identity) if identity.role.is_staff())
    }
}

/// A user with a live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub username: String,
    /// What they may do.
    pub role: Role,
    /// The session that proved it.
    pub session: SessionId,
}

impl Identity {
    /// How ledgers and logs name them.
    pub(crate) fn actor(&self) -> String {
        if self.role.is_staff() {
            format!("staff:{}", self.username)
        } else {
            "customer".to_owned()
        }
    }
}

/// A new session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Proof of it: a JWT.
    pub token: String,
    /// Whose.
    pub account: Account,
    /// Until when.
    pub expires_at: OffsetDateTime,
}

/// A user's account as others may see it.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// Its id.
    pub id: UserId,
    /// The name as they wrote it.
    pub username: String,
    /// What they may do.
    pub role: Role,
    /// Their phone.
    pub phone: Option<Phone>,
    /// Their mail address.
    pub email: Option<String>,
    /// Since when, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// Whether they are locked out.
    pub disabled: bool,
}

impl From<UserRow> for Account {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            username: row.username,
            role: row.role,
            // Kept in the one canonical form; anything else would be a damaged row.
            phone: row.phone.and_then(|p| Phone::parse(&p).ok()),
            email: row.email,
            created_at: row.created_at,
            disabled: row.disabled_at.is_some(),
        }
    }
}
