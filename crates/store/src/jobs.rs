//! The job queue and outbox: rows written in the transaction that causes them, done afterwards.
//!
//! A claim is a lease: a worker that dies loses it when it runs out and another does the job
//! again, so every job must bear being done twice.

use domain::JobId;
use serde_json::Value as Json;
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

/// A job to be written.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// Which job it is.
    pub kind: &'static str,
    /// What it needs.
    pub payload: Json,
    /// Not before.
    pub run_at: OffsetDateTime,
}

/// A claimed job.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Its id.
    pub id: JobId,
    /// Which job it is.
    pub kind: String,
    /// What it needs.
    pub payload: Json,
    /// How often it was begun, this time included.
    pub attempts: i64,
}

impl FromRow for JobRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            payload: row.get("payload")?,
            attempts: row.get("attempts")?,
        })
    }
}

impl Store {
    /// Jobs that are due and not done, leased ones included.
    pub async fn count_pending_jobs(&self, now: OffsetDateTime) -> Result<i64, StoreError> {
        self.fetch_one(
            "SELECT COUNT(*) AS value FROM jobs WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1",
            binds![now],
        )
        .await
    }
}

impl Tx {
    /// Writes jobs.
    pub async fn insert_jobs(
        &mut self,
        jobs: &[NewJob],
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        if jobs.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = jobs
            .iter()
            .flat_map(|job| {
                binds![
                    job.id,
                    job.kind,
                    Value::Json(Some(job.payload.clone())),
                    job.run_at,
                    0i64,
                    now
                ]
            })
            .collect();
        self.execute_list(
            "INSERT INTO jobs (id, kind, payload, run_at, attempts, created_at) VALUES {rows:6}",
            jobs.len(),
            binds,
        )
        .await
        .map(drop)
    }

    /// Leases due jobs until `lease_until`, oldest first.
    pub async fn claim_jobs(
        &mut self,
        now: OffsetDateTime,
        lease_until: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<JobRow>, StoreError> {
        self.fetch_all(
            // MATERIALIZED: a plain subquery may be run once per row, and lock other rows each time.
            "WITH due AS MATERIALIZED (SELECT id FROM jobs WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1 \
             AND (locked_until IS NULL OR locked_until <= $1) ORDER BY run_at, id LIMIT $3 {skip_locked}) \
             UPDATE jobs SET attempts = attempts + 1, locked_until = $2 WHERE id IN (SELECT id FROM due) \
             RETURNING id, kind, payload, attempts",
            binds![now, lease_until, limit],
        )
        .await
    }

    /// Records that a job is done.
    pub async fn finish_job(&mut self, id: JobId, now: OffsetDateTime) -> Result<(), StoreError> {
        self.execute(
            "UPDATE jobs SET done_at = $2, locked_until = NULL, last_error = NULL WHERE id = $1",
            binds![id, now],
        )
        .await
        .map(drop)
    }

    /// Records that a job went wrong: to be tried again at `retry_at`, or never.
    pub async fn fail_job(
        &mut self,
        id: JobId,
        error: &str,
        retry_at: Option<OffsetDateTime>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let failed_at = if retry_at.is_some() { None } else { Some(now) };
        self.execute(
            "UPDATE jobs SET last_error = $2, locked_until = NULL, run_at = COALESCE($3, run_at), failed_at = $4 \
             WHERE id = $1",
            binds![id, error, retry_at, failed_at],
        )
        .await
        .map(drop)
    }

    /// Forgets jobs done before a moment. Answers how many.
    pub async fn delete_jobs_done_before(
        &mut self,
        before: OffsetDateTime,
    ) -> Result<u64, StoreError> {
        self.execute("DELETE FROM jobs WHERE done_at < $1", binds![before])
            .await
    }
}
