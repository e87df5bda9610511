//! The audit log: every change by staff, and what staff do with their own accounts, written in the
//! change's own transaction. It is a chain of hashes: nothing in it can be changed, removed or
//! slipped in without `verify` noticing (`store`, `audit_chain.rs`).

use domain::{AuditId, CouponCode, FlashSaleId};
use serde::Serialize;
use serde_json::Value;
use store::{AuditHead, AuditRow, StoreError, Tx, UserRow};
use time::{Date, OffsetDateTime};

use crate::{Identity, ImportReport, PageRequest, Paged, Shop, days};

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

/// Which entries; what is `None` is left out.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Part of the actor's name, whatever its case.
    pub actor: Option<String>,
    /// How the action begins: `product`.
    pub action: Option<String>,
    /// Part of the subject, whatever its case.
    pub subject: Option<String>,
    /// The first day in Dhaka.
    pub from: Option<Date>,
    /// The last day in Dhaka.
    pub to: Option<Date>,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        Self {
            at: row.at,
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            before: row.before,
            after: row.after,
        }
    }
}

impl Shop {
    /// The log, newest first.
    pub async fn audit_log(&self, page: PageRequest) -> Result<Paged<AuditEntry>, StoreError> {
        self.search_audit(AuditFilter::default(), page).await
    }

    /// The entries of the log that fit, newest first.
    pub async fn search_audit(
        &self,
        filter: AuditFilter,
        page: PageRequest,
    ) -> Result<Paged<AuditEntry>, StoreError> {
        let filter = store::AuditFilter {
            actor: filter.actor,
            action: filter.action,
            subject: filter.subject,
            from: filter.from.map(days::start_of),
            until: filter.to.map(|day| days::start_of(days::before(day, -1))),
        };
        let rows = self.store().list_audit(&filter, page.window()).await?;
        Ok(page.of(rows, AuditEntry::from))
    }

    /// Who changed a product last, if the log knows; imports are in it as a whole.
    pub async fn last_change_of_product(
        &self,
        slug: &str,
    ) -> Result<Option<AuditEntry>, StoreError> {
        self.last_change(format!("product:{slug}")).await
    }

    /// Who changed a coupon last.
    pub async fn last_change_of_coupon(
        &self,
        code: &CouponCode,
    ) -> Result<Option<AuditEntry>, StoreError> {
        self.last_change(format!("coupon:{code}")).await
    }

    /// Who changed a flash sale last.
    pub async fn last_change_of_flash_sale(
        &self,
        id: FlashSaleId,
    ) -> Result<Option<AuditEntry>, StoreError> {
        self.last_change(format!("flash_sale:{id}")).await
    }

    async fn last_change(&self, subject: String) -> Result<Option<AuditEntry>, StoreError> {
        let row = self.store().find_last_audit(&subject).await?;
        Ok(row.map(AuditEntry::from))
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

    /// Where the chain ends now: to be kept where the shop's database can't reach it.
    pub async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        self.store().audit_head().await
    }

    /// Whether the log still holds, untouched, the entry that it once ended with.
    pub async fn audit_passes_through(&self, anchor: &AuditHead) -> Result<bool, StoreError> {
        self.store().passes_through(anchor).await
    }

    /// Takes entries into the chain that an older release wrote, and answers where it ends then.
    pub async fn seal_audit(&self) -> Result<AuditHead, StoreError> {
        self.store().seal_audit().await?;
        self.audit_head().await
    }

    /// An entry about an account of staff; without `by` it was somebody at the command line.
    pub(crate) async fn audit_account(
        &self,
        tx: &mut Tx,
        by: Option<&Identity>,
        action: &str,
        user: &UserRow,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<(), StoreError> {
        tx.insert_audit(&AuditRow {
            id: AuditId::mint(self.ambient()),
            at: self.ambient().now(),
            actor_id: by.map(|by| by.user),
            actor: by.map_or_else(|| "operator".to_owned(), Identity::actor),
            action: action.to_owned(),
            subject: format!("user:{}", user.username),
            before,
            after,
        })
        .await
    }

    /// What somebody of the staff does with their own account: logging in and out, another
    /// password. Customers aren't watched.
    pub(crate) async fn audit_session(
        &self,
        tx: &mut Tx,
        user: &UserRow,
        action: &str,
    ) -> Result<(), StoreError> {
        if !user.role.is_staff() {
            return Ok(());
        }
        tx.insert_audit(&AuditRow {
            id: AuditId::mint(self.ambient()),
            at: self.ambient().now(),
            actor_id: Some(user.id),
            actor: format!("staff:{}", user.username),
            action: action.to_owned(),
            subject: format!("user:{}", user.username),
            before: None,
            after: None,
        })
        .await
    }

    /// Records that somebody of the staff lifts a block. Blocks aren't in the database: this goes
    /// before the lifting, so that no block is lifted that the log doesn't know of.
    pub async fn audit_lifted_block(
        &self,
        by: &Identity,
        whom: &str,
        block: &impl Serialize,
    ) -> Result<(), StoreError> {
        let before = serde_json::to_value(block).ok();
        let mut tx = self.store().begin().await?;
        self.audit(
            &mut tx,
            by,
            "block.lift",
            format!("block:{whom}"),
            before,
            None,
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
