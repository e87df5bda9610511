//! Files of products on their way into the catalogue: a queue with progress and a report.
//!
//! A claim is a lease that the worker prolongs while it works ([`Tx::update_import_progress`]).
//! Whoever lost it is told so by `false` and stops; importing again changes nothing twice, so the
//! next worker begins from the start.

use domain::{ImportId, UserId};
use serde_json::Value as Json;
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx, Window};

/// Where an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStatus {
    /// Nobody has begun.
    Waiting,
    /// A worker is at it, or was when it died.
    Running,
    /// It has a report.
    Done,
    /// Nothing, or only a part, could be taken.
    Failed,
}

impl ImportStatus {
    /// As it is kept.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl std::str::FromStr for ImportStatus {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all = [Self::Waiting, Self::Running, Self::Done, Self::Failed];
        let named = all.into_iter().find(|status| status.as_str() == text);
        named.ok_or_else(|| format!("`{text}` is no status of an import"))
    }
}

/// A file that waits to be imported.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Its id.
    pub id: ImportId,
    /// What the file was called where it came from.
    pub file_name: String,
    /// The file.
    pub file: Vec<u8>,
    /// Whether quantities of known variants are taken over.
    pub set_stock: bool,
    /// Who gave it.
    pub actor_id: UserId,
    /// Who gave it, by name.
    pub actor: String,
    /// When.
    pub created_at: OffsetDateTime,
}

/// An import without its file.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Its id.
    pub id: ImportId,
    /// What the file was called.
    pub file_name: String,
    /// Whether quantities of known variants are taken over.
    pub set_stock: bool,
    /// Where it is.
    pub status: ImportStatus,
    /// Products done.
    pub products_done: i64,
    /// Products of the file; 0 until it was read.
    pub products_total: i64,
    /// How often it was begun.
    pub attempts: i64,
    /// What came of it.
    pub report: Option<Json>,
    /// Why it failed.
    pub error: Option<String>,
    /// Who gave it.
    pub actor_id: UserId,
    /// Who gave it, by name.
    pub actor: String,
    /// When it was given.
    pub created_at: OffsetDateTime,
    /// When it ended.
    pub finished_at: Option<OffsetDateTime>,
}

/// An import in a worker's hands.
#[derive(Debug, Clone)]
pub struct ClaimedImportRow {
    /// The import; `attempts` names this claim.
    pub import: ImportRow,
    /// The file.
    pub file: Vec<u8>,
}

/// How far a worker is.
#[derive(Debug, Clone, Copy)]
pub struct ImportProgress {
    /// Which import.
    pub id: ImportId,
    /// The claim's number.
    pub attempt: i64,
    /// Products done.
    pub done: i64,
    /// Products of the file.
    pub total: i64,
    /// Until when nobody else may take it.
    pub lease_until: OffsetDateTime,
}

impl FromRow for ImportRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            file_name: row.get("file_name")?,
            set_stock: row.get("set_stock")?,
            status: row.parse("status")?,
            products_done: row.get("products_done")?,
            products_total: row.get("products_total")?,
            attempts: row.get("attempts")?,
            report: row.get("report")?,
            error: row.get("error")?,
            actor_id: row.get("actor_id")?,
            actor: row.get("actor")?,
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
        })
    }
}

impl FromRow for ClaimedImportRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            import: ImportRow::from_row(row)?,
            file: row.get("file")?,
        })
    }
}

impl Store {
    /// One import.
    pub async fn find_import(&self, id: ImportId) -> Result<Option<ImportRow>, StoreError> {
        self.fetch_optional(
            "SELECT id, file_name, set_stock, status, products_done, products_total, attempts, report, error, \
             actor_id, actor, created_at, finished_at FROM imports WHERE id = $1",
            binds![id],
        )
        .await
    }

    /// Imports, the newest first, and how many there are.
    pub async fn list_imports(&self, window: Window) -> Result<(Vec<ImportRow>, i64), StoreError> {
        let items = self
            .fetch_all(
                "SELECT id, file_name, set_stock, status, products_done, products_total, attempts, \
                 report, error, actor_id, actor, created_at, finished_at FROM imports \
                 ORDER BY id DESC LIMIT $1 OFFSET $2",
                binds![window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one("SELECT COUNT(*) AS value FROM imports", vec![])
            .await?;
        Ok((items, total))
    }
}

impl Tx {
    /// Imports that are not finished.
    pub async fn count_open_imports(&mut self) -> Result<i64, StoreError> {
        let open: Option<i64> = self
            .fetch_optional(
                "SELECT COUNT(*) AS value FROM imports WHERE finished_at IS NULL",
                vec![],
            )
            .await?;
        Ok(open.unwrap_or_default())
    }

    /// Puts a file into the queue.
    pub async fn insert_import(&mut self, import: &NewImport) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO imports (id, file_name, file, set_stock, status, products_done, products_total, \
             attempts, actor_id, actor, created_at) VALUES ($1, $2, $3, $4, 'waiting', 0, 0, 0, $5, $6, $7)",
            binds![
                import.id,
                import.file_name.as_str(),
                import.file.as_slice(),
                import.set_stock,
                import.actor_id,
                import.actor.as_str(),
                import.created_at
            ],
        )
        .await
        .map(drop)
    }

    /// Takes the oldest import that waits, or whose worker is gone, until `lease_until`.
    pub async fn claim_import(
        &mut self,
        now: OffsetDateTime,
        lease_until: OffsetDateTime,
    ) -> Result<Option<ClaimedImportRow>, StoreError> {
        self.fetch_optional(
            "WITH due AS MATERIALIZED (SELECT id FROM imports WHERE finished_at IS NULL \
             AND (lease_until IS NULL OR lease_until <= $1) ORDER BY id LIMIT 1 {skip_locked}) \
             UPDATE imports SET status = 'running', attempts = attempts + 1, lease_until = $2 \
             WHERE id IN (SELECT id FROM due) RETURNING id, file_name, file, set_stock, status, products_done, \
             products_total, attempts, report, error, actor_id, actor, created_at, finished_at",
            binds![now, lease_until],
        )
        .await
    }

    /// Says how far an import is and keeps it. `false`: another worker has it, or it is finished.
    pub async fn update_import_progress(
        &mut self,
        progress: &ImportProgress,
    ) -> Result<bool, StoreError> {
        let changed = self
            .execute(
                "UPDATE imports SET products_done = $3, products_total = $4, lease_until = $5 \
                 WHERE id = $1 AND attempts = $2 AND finished_at IS NULL",
                binds![
                    progress.id,
                    progress.attempt,
                    progress.done,
                    progress.total,
                    progress.lease_until
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Gives an import back for another try at `retry_at`.
    pub async fn update_import_retry(
        &mut self,
        id: ImportId,
        attempt: i64,
        retry_at: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE imports SET lease_until = $3 WHERE id = $1 AND attempts = $2 AND finished_at IS NULL",
            binds![id, attempt, retry_at],
        )
        .await
        .map(drop)
    }

    /// Ends an import with a report or an error, and lets go of its file. `false`: another worker
    /// has it, or it is finished.
    pub async fn finish_import(
        &mut self,
        id: ImportId,
        attempt: i64,
        outcome: Result<&Json, &str>,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let status = if outcome.is_ok() {
            ImportStatus::Done
        } else {
            ImportStatus::Failed
        };
        let changed = self
            .execute(
                "UPDATE imports SET status = $3, report = $4, error = $5, finished_at = $6, \
                 lease_until = NULL, file = NULL \
                 WHERE id = $1 AND attempts = $2 AND finished_at IS NULL",
                binds![
                    id,
                    attempt,
                    status.as_str(),
                    Value::Json(outcome.ok().cloned()),
                    outcome.err(),
                    now
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Forgets imports that ended before a moment. Answers how many.
    pub async fn delete_imports_before(
        &mut self,
        before: OffsetDateTime,
    ) -> Result<u64, StoreError> {
        self.execute("DELETE FROM imports WHERE finished_at < $1", binds![before])
            .await
    }
}
