//! The audit log: every change by staff, written in the change's own transaction.

use domain::AuditId;
use serde::Serialize;
use serde_json::Value;
use store::{AuditRow, StoreError, Tx};
use time::OffsetDateTime;

use crate::{Identity, ImportReport, PageRequest, Paged, Shop};

/// One change.
#[derive(Debug, Clone, Serialize)]
pub struct AuditEntry {
    /// When, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who.
    pub actor: String,
    /// What was done: `product.update`.
    pub action: String,
    /// To what: `product:some-slug`.
    pub subject: String,
    /// What it was before.
    pub before: Option<Value>,
    /// What it is after.
    pub after: Option<Value>,
}

impl Shop {
    /// The log, newest first.
    pub async fn audit_log(&self, page: PageRequest) -> Result<Paged<AuditEntry>, StoreError> {
        let rows = self.store().list_audit(page.window()).await?;
        Ok(page.of(rows, |row| AuditEntry {
            at: row.at,
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            before: row.before,
            after: row.after,
        }))
    }

    /// Records that somebody imported a file. The import itself is many transactions, each of
    /// which may be done again; this one says who began it and what came of it.
    pub async fn audit_import(
        &self,
        by: &Identity,
        report: &ImportReport,
    ) -> Result<(), StoreError> {
        let mut tx = self.store().begin().await?;
        let after = serde_json::to_value(report).ok();
        self.audit(
            &mut tx,
            by,
            "catalogue.import",
            "catalogue".into(),
            None,
            after,
        )
        .await?;
        tx.commit().await
    }

    pub(crate) async fn audit(
        &self,
        tx: &mut Tx,
        by: &Identity,
        action: &str,
        subject: String,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), StoreError> {
        tx.insert_audit(&AuditRow {
            id: AuditId::mint(self.ambient()),
            at: self.ambient().now(),
            actor_id: Some(by.user),
            actor: by.actor(),
            action: action.to_owned(),
            subject,
            before,
            after,
        })
        .await
    }
}
