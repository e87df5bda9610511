//! Sessions as their owner sees them, and what a login writes besides.

use domain::{SessionId, UserId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

/// A session that goes on.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// Its id.
    pub id: SessionId,
    /// Since when.
    pub created_at: OffsetDateTime,
    /// Until when, at the latest.
    pub expires_at: OffsetDateTime,
    /// What it was opened with.
    pub device: Option<String>,
}

impl FromRow for OpenSession {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            device: row.get("device")?,
        })
    }
}

impl Store {
    /// A user's sessions that are neither expired nor ended, newest first; `limit` at most.
    pub async fn list_open_sessions(
        &self,
        user: UserId,
        now: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<OpenSession>, StoreError> {
        self.fetch_all(
            "SELECT id, created_at, expires_at, device FROM sessions \
             WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 \
             ORDER BY created_at DESC, id LIMIT $3",
            binds![user, now, limit],
        )
        .await
    }

    /// The highest cost of a bcrypt hash that anybody still has: its two digits.
    pub async fn find_highest_bcrypt_cost(&self) -> Result<Option<String>, StoreError> {
        let found: Option<HighestCost> = self
            .fetch_optional(
                "SELECT MAX(SUBSTR(password_hash, 5, 2)) AS cost FROM users WHERE password_hash LIKE $1 ESCAPE '\\'",
                binds!["$2%"],
            )
            .await?;
        Ok(found.and_then(|found| found.0))
    }
}

struct HighestCost(Option<String>);

impl FromRow for HighestCost {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("cost")?))
    }
}

impl Tx {
    /// Gives a user another hash of the same password, if they still have the old one.
    pub async fn upgrade_password(
        &mut self,
        user: UserId,
        old: &str,
        new: &str,
    ) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
            binds![user, old, new],
        )
        .await
        .map(|rows| rows == 1)
    }

    /// Ends a session of a user. `false`: it isn't theirs, or has ended.
    pub async fn revoke_own_session(
        &mut self,
        user: UserId,
        id: SessionId,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE sessions SET revoked_at = $3 WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL",
            binds![user, id, now],
        )
        .await
        .map(|rows| rows == 1)
    }

    /// Writes down that a session was at work, unless that was written after `before`.
    pub async fn update_session_seen(
        &mut self,
        id: SessionId,
        now: OffsetDateTime,
        before: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < $3)",
            binds![id, now, before],
        )
        .await
        .map(drop)
    }
}
