//! What accounts look like on the wire.

use std::time::Duration;

use domain::{Permissions, Phone, Role, StaffRoleId, UserId};
use serde::Serialize;
use shop::{Account, SignedIn};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::words;

/// A user's account.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountBody {
    #[schema(value_type = Uuid)]
    id: UserId,
    /// As its owner writes it; names that differ in case alone are the same.
    #[schema(examples("rahima"))]
    username: String,
    #[schema(schema_with = words::role)]
    role: Role,
    /// The id of their named role, which says what they may do where they are staff.
    #[schema(value_type = Option<Uuid>)]
    staff_role: Option<StaffRoleId>,
    /// `+8801XXXXXXXXX`
    #[schema(value_type = Option<String>, examples("+8801712345678"))]
    phone: Option<Phone>,
    /// Whether a code that was sent there has come back.
    phone_verified: bool,
    email: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    /// Locked out by an admin.
    disabled: bool,
}

impl From<Account> for AccountBody {
    fn from(account: Account) -> Self {
        AccountBody {
            id: account.id,
            username: account.username,
            role: account.role,
            staff_role: account.staff_role,
            phone: account.phone,
            phone_verified: account.phone_verified,
            email: account.email,
            created_at: account.created_at,
            disabled: account.disabled,
        }
    }
}

/// Whoever is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Me)]
pub(crate) struct MeBody {
    #[serde(flatten)]
    account: AccountBody,
    #[schema(schema_with = words::permissions)]
    permissions: Permissions,
}

impl MeBody {
    pub(crate) fn new(account: Account, permissions: Permissions) -> Self {
        MeBody {
            account: account.into(),
            permissions,
        }
    }
}

/// A new session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    #[schema(examples("Login successful"))]
    message: &'static str,
    /// Send it as `Authorization: Bearer …`.
    token: String,
    /// How long the token lasts.
    #[serde(rename = "expiresIn")]
    #[schema(examples("24h"))]
    expires_in: String,
    /// When the token ends.
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
    user: AccountBody,
}

impl Session {
    pub(crate) fn new(message: &'static str, length: Duration, signed_in: SignedIn) -> Self {
        Session {
            message,
            token: signed_in.token,
            expires_in: in_short(length),
            expires_at: signed_in.expires_at,
            user: signed_in.account.into(),
        }
    }
}

/// `24h`, `90m`, `45s`: the largest unit that comes out whole.
fn in_short(length: Duration) -> String {
    match length.as_secs() {
        seconds if seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::in_short;

    #[test]
    fn lengths_are_written_in_the_largest_whole_unit() {
        assert_eq!(in_short(Duration::from_secs(86_400)), "24h");
        assert_eq!(in_short(Duration::from_secs(5_400)), "90m");
        assert_eq!(in_short(Duration::from_secs(45)), "45s");
    }
}
