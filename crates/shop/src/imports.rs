//! Files that staff hand over for importing: taken at once, imported by a worker, watched meanwhile.
//!
//! [`Shop::queue_import`] keeps the file; a worker takes it ([`Shop::run_next_import`]), says how
//! far it is twice a second, and leaves a report. A worker that dies is followed by another, which
//! begins from the start: importing changes nothing twice.

use std::time::Duration;

use domain::{AuditId, FieldError, ImportId};
use serde_json::json;
use store::{AuditRow, ClaimedImportRow, ImportProgress, ImportRow, NewImport, StoreError};
use time::OffsetDateTime;
use tokio::sync::watch;

use crate::{
    Identity, ImportError, ImportOptions, ImportReport, PageRequest, Paged, Rejected, Shop,
};

pub use store::ImportStatus;

/// Bytes of a file at most.
pub const MAX_IMPORT_BYTES: usize = 20 * 1024 * 1024;
/// Files that wait or are at work at most.
const MAX_OPEN: i64 = 5;
/// How long a worker keeps an import that it says nothing about.
const LEASE: Duration = Duration::from_secs(30);
/// How often it says how far it is.
const SAYS: Duration = Duration::from_millis(500);
/// How often an import is begun at most.
const MAX_ATTEMPTS: i64 = 5;
/// Characters of a file's name at most; the rest is cut.
const MAX_NAME: usize = 120;
/// Rejected rows that are kept of one import.
const MAX_REJECTED: usize = 10_000;

/// A file to import.
#[derive(Debug, Clone)]
pub struct QueuedImport {
    /// What it was called where it came from; for people, never a path.
    pub file_name: String,
    /// The file.
    pub file: Vec<u8>,
    /// How.
    pub options: ImportOptions,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum QueueImportError {
    /// Empty or too large.
    #[error("the file is not valid")]
    Invalid(Vec<FieldError>),
    /// Others are waiting.
    #[error("{MAX_OPEN} files are waiting already; try again when one is done")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An import as staff see it.
#[derive(Debug, Clone)]
pub struct ImportView {
    /// Its id.
    pub id: ImportId,
    /// What the file was called.
    pub file_name: String,
    /// Whether quantities of known variants were taken over.
    pub set_stock: bool,
    /// Where it is.
    pub status: ImportStatus,
    /// Products done.
    pub done: i64,
    /// Products of the file; 0 until it was read.
    pub total: i64,
    /// What came of it.
    pub report: Option<ImportReport>,
    /// Why it failed, in English.
    pub error: Option<String>,
    /// Who gave it.
    pub actor: String,
    /// When it was given, UTC.
    pub created_at: OffsetDateTime,
    /// When it ended, UTC.
    pub finished_at: Option<OffsetDateTime>,
}

/// What a worker did with the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStep {
    /// Nothing waits.
    Idle,
    /// An import came to its end, whatever end.
    Ended,
    /// It will be tried again, or another worker has it.
    LetGo,
}

impl From<ImportRow> for ImportView {
    fn from(row: ImportRow) -> Self {
        Self {
            id: row.id,
            file_name: row.file_name,
            set_stock: row.set_stock,
            status: row.status,
            done: row.products_done,
            total: row.products_total,
            report: row
                .report
                .and_then(|json| serde_json::from_value(json).ok()),
            error: row.error,
            actor: row.actor,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

impl Shop {
    /// Takes a file of products for importing.
    pub async fn queue_import(
        &self,
        by: &Identity,
        import: QueuedImport,
    ) -> Result<ImportId, QueueImportError> {
        let size = import.file.len();
        if size == 0 || size > MAX_IMPORT_BYTES {
            let message = "A file of 1 byte to 20 MiB is needed";
            let error = FieldError::new("file", FieldError::LENGTH, message);
            return Err(QueueImportError::Invalid(vec![error]));
        }
        let id = ImportId::mint(self.ambient());
        let now = self.ambient().now();
        let new = NewImport {
            id,
            file_name: shown_name(&import.file_name),
            file: import.file,
            set_stock: import.options.set_stock,
            actor_id: by.user,
            actor: by.actor(),
            created_at: now,
        };
        let mut tx = self.store().begin().await?;
        if tx.count_open_imports().await? >= MAX_OPEN {
            return Err(QueueImportError::Busy);
        }
        tx.insert_import(&new).await?;
        let is = json!({"file": new.file_name, "bytes": size, "set_stock": new.set_stock});
        self.audit(&mut tx, by, "import.queue", subject(id), None, Some(is))
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// An import; `None` if there is none with this id.
    pub async fn import(&self, id: ImportId) -> Result<Option<ImportView>, StoreError> {
        Ok(self.store().find_import(id).await?.map(ImportView::from))
    }

    /// Imports, the newest first.
    pub async fn imports(&self, page: PageRequest) -> Result<Paged<ImportView>, StoreError> {
        let rows = self.store().list_imports(page.window()).await?;
        Ok(page.of(rows, ImportView::from))
    }

    /// Takes the oldest import that nobody is at and brings it to its end.
    pub async fn run_next_import(&self) -> Result<ImportStep, StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let claimed = tx.claim_import(now, now + LEASE).await?;
        tx.commit().await?;
        let Some(claimed) = claimed else {
            return Ok(ImportStep::Idle);
        };
        if claimed.import.attempts > MAX_ATTEMPTS {
            let why = "the import was begun five times and never came to its end";
            return self.end(&claimed.import, Err(why)).await;
        }
        match self.work(&claimed).await {
            Worked::Done(report) => self.end(&claimed.import, Ok(report)).await,
            Worked::Refused(error) => self.end(&claimed.import, Err(&error.to_string())).await,
            Worked::Later(error) => {
                tracing::warn!(import = %claimed.import.id, %error, "an import is put off");
                let mut tx = self.store().begin().await?;
                let soon = self.ambient().now() + LEASE / 6;
                let import = &claimed.import;
                tx.update_import_retry(import.id, import.attempts, soon)
                    .await?;
                tx.commit().await?;
                Ok(ImportStep::LetGo)
            }
            Worked::Lost => Ok(ImportStep::LetGo),
        }
    }

    /// Imports while saying how far it is.
    async fn work(&self, claimed: &ClaimedImportRow) -> Worked {
        let (said, progress) = watch::channel((0usize, 0usize));
        let options = ImportOptions {
            set_stock: claimed.import.set_stock,
        };
        let mut say = |done, total| {
            said.send_replace((done, total));
        };
        let importing = Box::pin(self.import_products(&claimed.file, options, &mut say));
        tokio::select! {
            outcome = importing => match outcome {
                Ok(report) => Worked::Done(report),
                Err(error @ (ImportError::Store(_) | ImportError::Interrupted)) => Worked::Later(error),
                Err(error) => Worked::Refused(error),
            },
            () = self.keep_saying(&claimed.import, progress) => Worked::Lost,
        }
    }

    /// Ends when the import is somebody else's.
    async fn keep_saying(&self, import: &ImportRow, progress: watch::Receiver<(usize, usize)>) {
        let mut beat = tokio::time::interval(SAYS);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            let (done, total) = *progress.borrow();
            match self.say(import, done, total).await {
                Ok(true) => {}
                Ok(false) => return,
                // The lease lasts for many beats; a database that is gone ends the import itself.
                Err(error) => tracing::debug!(%error, "an import's progress is not written"),
            }
        }
    }

    async fn say(&self, import: &ImportRow, done: usize, total: usize) -> Result<bool, StoreError> {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let mut tx = self.store().begin().await?;
        let kept = tx
            .update_import_progress(&ImportProgress {
                id: import.id,
                attempt: import.attempts,
                done: count(done),
                total: count(total),
                lease_until: self.ambient().now() + LEASE,
            })
            .await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Writes the end and the audit entry, in the name of whoever gave the file.
    async fn end(
        &self,
        import: &ImportRow,
        outcome: Result<ImportReport, &str>,
    ) -> Result<ImportStep, StoreError> {
        let now = self.ambient().now();
        let said = match &outcome {
            Ok(report) => json!({"file": import.file_name, "products": report.products,
                "updated": report.updated, "rejected": report.rejected.len()}),
            Err(error) => json!({"file": import.file_name, "error": error}),
        };
        let report = outcome.map(|mut report| {
            report.rejected.truncate(MAX_REJECTED);
            json!(report)
        });
        let mut tx = self.store().begin().await?;
        let outcome = report.as_ref().map_err(|error| *error);
        let ended = tx
            .finish_import(import.id, import.attempts, outcome, now)
            .await?;
        if !ended {
            return Ok(ImportStep::LetGo);
        }
        tx.insert_audit(&AuditRow {
            id: AuditId::mint(self.ambient()),
            at: now,
            actor_id: Some(import.actor_id),
            actor: import.actor.clone(),
            action: "catalogue.import".to_owned(),
            subject: subject(import.id),
            before: None,
            after: Some(said),
        })
        .await?;
        tx.commit().await?;
        Ok(ImportStep::Ended)
    }
}

enum Worked {
    Done(ImportReport),
    /// The file is at fault.
    Refused(ImportError),
    /// The database is.
    Later(ImportError),
    /// Another worker has it.
    Lost,
}

fn subject(id: ImportId) -> String {
    format!("import:{id}")
}

/// A file's name for people: its last part, on one line, not too long.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.chars().filter(|c| !c.is_control()).take(MAX_NAME);
    let plain: String = plain.collect();
    match plain.trim() {
        "" => "file.csv".to_owned(),
        name => name.to_owned(),
    }
}

impl ImportReport {
    /// The rejected rows as a CSV file (`line,reason`), safe to open in a spreadsheet.
    #[must_use]
    pub fn rejected_csv(&self) -> Vec<u8> {
        let mut csv = csv::Writer::from_writer(Vec::new());
        // Writing to memory can't fail.
        let _ = csv.write_record(["line", "reason"]);
        for Rejected { line, reason } in &self.rejected {
            let reason = crate::import::protected(reason.clone());
            let _ = csv.write_record([line.to_string(), reason]);
        }
        csv.into_inner().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path() {
        for (given, shown) in [
            ("products.csv", "products.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Rahim\\মূল্য.csv", "মূল্য.csv"),
            ("a\r\nb\0.csv", "ab.csv"),
            ("", "file.csv"),
            ("dir/", "file.csv"),
        ] {
            assert_eq!(shown_name(given), shown);
        }
        assert_eq!(shown_name(&"ক".repeat(500)).chars().count(), MAX_NAME);
    }

    #[test]
    fn rejected_rows_are_no_formulas() {
        let report = ImportReport {
            rejected: vec![Rejected {
                line: 7,
                reason: "=cmd|' /C calc'!A0, \"x\"".into(),
            }],
            ..ImportReport::default()
        };
        let csv = String::from_utf8(report.rejected_csv()).unwrap();
        assert_eq!(csv, "line,reason\n7,\"'=cmd|' /C calc'!A0, \"\"x\"\"\"\n");
    }
}
