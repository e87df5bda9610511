//! Second factors of users, and the codes that stand in for them.
//!
//! Whether a code counts is decided by the statement that uses it up, so that of two at once one
//! does.

use domain::UserId;
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

/// A second factor.
#[derive(Debug, Clone)]
pub struct SecondFactorRow {
    /// What its codes are made from (RFC 6238).
    pub secret: Vec<u8>,
    /// Since when it is asked for; `None`: it was never shown to work.
    pub confirmed_at: Option<OffsetDateTime>,
}

/// Somebody's second factor as lists show it.
#[derive(Debug, Clone)]
pub struct SecondFactorOwner {
    /// Whose.
    pub user: UserId,
    /// Recovery codes left.
    pub codes_left: i64,
}

impl FromRow for SecondFactorRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            secret: row.get("secret")?,
            confirmed_at: row.get("confirmed_at")?,
        })
    }
}

impl FromRow for SecondFactorOwner {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            codes_left: row.get("codes_left")?,
        })
    }
}

impl Store {
    /// A user's second factor, confirmed or not.
    pub async fn find_second_factor(
        &self,
        user: UserId,
    ) -> Result<Option<SecondFactorRow>, StoreError> {
        self.fetch_optional(
            "SELECT secret, confirmed_at FROM second_factors WHERE user_id = $1",
            binds![user],
        )
        .await
    }

    /// Recovery codes that a user has left.
    pub async fn count_recovery_codes(&self, user: UserId) -> Result<i64, StoreError> {
        self.fetch_one(
            "SELECT COUNT(*) AS value FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL",
            binds![user],
        )
        .await
    }

    /// Everybody with a confirmed second factor; `limit` at most.
    pub async fn list_second_factors(
        &self,
        limit: i64,
    ) -> Result<Vec<SecondFactorOwner>, StoreError> {
        self.fetch_all(
            "SELECT f.user_id, COUNT(c.user_id) AS codes_left FROM second_factors f \
             LEFT JOIN recovery_codes c ON c.user_id = f.user_id AND c.used_at IS NULL \
             WHERE f.confirmed_at IS NOT NULL GROUP BY f.user_id LIMIT $1",
            binds![limit],
        )
        .await
    }
}

impl Tx {
    /// A user's second factor, confirmed or not, as it is now.
    pub async fn find_second_factor(
        &mut self,
        user: UserId,
    ) -> Result<Option<SecondFactorRow>, StoreError> {
        self.fetch_optional(
            "SELECT secret, confirmed_at FROM second_factors WHERE user_id = $1",
            binds![user],
        )
        .await
    }

    /// Keeps a secret that is yet to be confirmed, in place of another such. `false`: the user
    /// has a confirmed one, which stays.
    pub async fn put_second_factor(
        &mut self,
        user: UserId,
        secret: &[u8],
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        self.execute(
            "INSERT INTO second_factors (user_id, secret, created_at, last_step) VALUES ($1, $2, $3, 0) \
             ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, \
             last_step = 0 WHERE second_factors.confirmed_at IS NULL",
            binds![user, secret, now],
        )
        .await
        .map(|rows| rows == 1)
    }

    /// Confirms a secret by a code of a step. `false`: it isn't there any more, or was confirmed.
    pub async fn confirm_second_factor(
        &mut self,
        user: UserId,
        secret: &[u8],
        step: i64,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE second_factors SET confirmed_at = $4, last_step = $3 \
             WHERE user_id = $1 AND secret = $2 AND confirmed_at IS NULL",
            binds![user, secret, step, now],
        )
        .await
        .map(|rows| rows == 1)
    }

    /// Uses up the code of a step. `false`: a code of this step or a later one was used before,
    /// or the secret is another one now.
    pub async fn claim_totp_step(
        &mut self,
        user: UserId,
        secret: &[u8],
        step: i64,
    ) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE second_factors SET last_step = $3 WHERE user_id = $1 AND secret = $2 \
             AND confirmed_at IS NOT NULL AND last_step < $3",
            binds![user, secret, step],
        )
        .await
        .map(|rows| rows == 1)
    }

    /// Takes a second factor away, its recovery codes with it. `false`: there was none.
    pub async fn delete_second_factor(&mut self, user: UserId) -> Result<bool, StoreError> {
        self.execute(
            "DELETE FROM second_factors WHERE user_id = $1",
            binds![user],
        )
        .await
        .map(|rows| rows == 1)
    }

    /// Gives a user these recovery codes and no others; hashes of them.
    pub async fn replace_recovery_codes(
        &mut self,
        user: UserId,
        hashes: &[[u8; 32]],
    ) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM recovery_codes WHERE user_id = $1",
            binds![user],
        )
        .await?;
        for hash in hashes {
            self.execute(
                "INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)",
                binds![user, &hash[..]],
            )
            .await?;
        }
        Ok(())
    }

    /// Uses up a recovery code. `false`: there is no such code, or it was used before.
    pub async fn claim_recovery_code(
        &mut self,
        user: UserId,
        hash: &[u8; 32],
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND hash = $2 AND used_at IS NULL",
            binds![user, &hash[..], now],
        )
        .await
        .map(|rows| rows == 1)
    }
}
