//! The audit log: who changed what, when, from what to what. Append-only by trigger, and a chain:
//! `audit_chain.rs` has what an entry's hash says, `audit_seal.rs` how entries join the chain and
//! how it is proved.

use domain::{AuditId, UserId};
use serde_json::Value as Json;
use time::OffsetDateTime;

use crate::products::like_literal;
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

/// Which entries; what is `None` is left out.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Part of the actor's name, whatever its case.
    pub actor: Option<String>,
    /// How the action begins.
    pub action: Option<String>,
    /// Part of the subject, whatever its case.
    pub subject: Option<String>,
    /// From then on.
    pub from: Option<OffsetDateTime>,
    /// Before then.
    pub until: Option<OffsetDateTime>,
}

impl Store {
    /// The log, newest first, and how many entries it has.
    pub async fn list_audit(
        &self,
        filter: &AuditFilter,
        window: Window,
    ) -> Result<(Vec<AuditRow>, i64), StoreError> {
        let within = |text: &Option<String>| {
            let text = text.as_deref().map(str::to_lowercase);
            text.map(|text| format!("%{}%", like_literal(&text)))
        };
        let (actor, subject) = (within(&filter.actor), within(&filter.subject));
        let action = filter.action.as_deref().map(str::to_lowercase);
        let action = action.map(|action| format!("{}%", like_literal(&action)));
        let items = self
            .fetch_all(
                "SELECT * FROM audit_log WHERE (LOWER(actor) LIKE $1 ESCAPE '\\' OR $1 IS NULL) \
                 AND (action LIKE $2 ESCAPE '\\' OR $2 IS NULL) \
                 AND (LOWER(subject) LIKE $3 ESCAPE '\\' OR $3 IS NULL) \
                 AND (at >= $4 OR $4 IS NULL) AND (at < $5 OR $5 IS NULL) \
                 ORDER BY id DESC LIMIT $6 OFFSET $7",
                binds![
                    actor.clone(),
                    action.clone(),
                    subject.clone(),
                    filter.from,
                    filter.until,
                    window.limit,
                    window.offset
                ],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM audit_log WHERE (LOWER(actor) LIKE $1 ESCAPE '\\' OR $1 IS NULL) \
                 AND (action LIKE $2 ESCAPE '\\' OR $2 IS NULL) \
                 AND (LOWER(subject) LIKE $3 ESCAPE '\\' OR $3 IS NULL) \
                 AND (at >= $4 OR $4 IS NULL) AND (at < $5 OR $5 IS NULL)",
                binds![actor, action, subject, filter.from, filter.until],
            )
            .await?;
        Ok((items, total))
    }

    /// The last entry about a subject.
    pub async fn find_last_audit(&self, subject: &str) -> Result<Option<AuditRow>, StoreError> {
        self.fetch_optional(
            "SELECT * FROM audit_log WHERE subject = $1 ORDER BY id DESC LIMIT 1",
            binds![subject],
        )
        .await
    }
}

impl Tx {
    /// Writes one entry. It joins the chain when the transaction commits.
    pub async fn insert_audit(&mut self, entry: &AuditRow) -> Result<(), StoreError> {
        self.audited = true;
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
