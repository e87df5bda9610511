//! The audit log: who changed what, when, from what to what. Append-only by trigger.

use domain::{AuditId, UserId};
use serde_json::Value as Json;
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx, Window};

/// One change.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// Its id, growing with time.
    pub id: AuditId,
    /// When.
    pub at: OffsetDateTime,
    /// Who, if a user.
    pub actor_id: Option<UserId>,
    /// Who, by name.
    pub actor: String,
    /// What was done: `product.update`.
    pub action: String,
    /// To what: `product:some-slug`.
    pub subject: String,
    /// What it was before.
    pub before: Option<Json>,
    /// What it is after.
    pub after: Option<Json>,
}

impl FromRow for AuditRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor_id: row.get("actor_id")?,
            actor: row.get("actor")?,
            action: row.get("action")?,
            subject: row.get("subject")?,
            before: row.get("before")?,
            after: row.get("after")?,
        })
    }
}

impl Store {
    /// The log, newest first, and how many entries it has.
    pub async fn list_audit(&self, window: Window) -> Result<(Vec<AuditRow>, i64), StoreError> {
        let items = self
            .fetch_all(
                "SELECT * FROM audit_log ORDER BY id DESC LIMIT $1 OFFSET $2",
                binds![window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one("SELECT COUNT(*) AS value FROM audit_log", vec![])
            .await?;
        Ok((items, total))
    }
}

impl Tx {
    /// Writes one entry.
    pub async fn insert_audit(&mut self, entry: &AuditRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO audit_log (id, at, actor_id, actor, action, subject, before, after) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            binds![
                entry.id,
                entry.at,
                entry.actor_id,
                entry.actor.as_str(),
                entry.action.as_str(),
                entry.subject.as_str(),
                Value::Json(entry.before.clone()),
                Value::Json(entry.after.clone())
            ],
        )
        .await
        .map(drop)
    }
}
