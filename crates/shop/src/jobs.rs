//! What the worker does: jobs from the outbox, and sweeping.
//!
//! Every job may be done twice (a worker that dies is followed by another) and must bear it.

use std::time::Duration;

use domain::{CodePurpose, JobId, Lang, MovementReason, OrderNumber, Phone, VariantId};
use serde::{Deserialize, Serialize};
use store::{HoldRow, NewJob, NewMovement, StoreError, Tx};
use time::OffsetDateTime;

use crate::stock::movement;
use crate::{MessageError, Shop};

/// How long a worker has for a job before another may take it.
const LEASE: Duration = Duration::from_secs(60);
/// Attempts before a job is given up; `verify` then reports it.
const MAX_ATTEMPTS: i64 = 12;
/// Kept for replays: keys older than this are forgotten.
const KEYS_KEPT: Duration = Duration::from_secs(48 * 60 * 60);
/// Finished jobs and expired sessions are kept this long.
const DONE_KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Requests to be told of stock are kept so long after they were answered: they hold a phone number.
const ANSWERED_KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// Who waited so long for stock has bought elsewhere.
const WAITING_KEPT: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// Carts nobody touched for this long are thrown away.
const CARTS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Imports and their reports are kept this long.
const IMPORTS_KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// Codes are forgotten, and what was counted of them, after this long.
const CODES_KEPT: Duration = Duration::from_secs(48 * 60 * 60);
/// Holds released in one transaction.
const HOLDS_AT_ONCE: i64 = 500;

/// A job, as it stands in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Tell the buyer that the order reached a status.
    OrderMessage {
        /// The order.
        number: OrderNumber,
        /// The status that it took.
        status: domain::OrderStatus,
    },
    /// Tell the buyer that their money was given back.
    RefundMessage {
        /// The order.
        number: OrderNumber,
    },
    /// Send a one-time code, if somebody is meant. The code itself is nowhere written down.
    CodeMessage {
        /// What it is good for.
        purpose: CodePurpose,
        /// Who was named in asking for it.
        subject: String,
        /// The reader's language.
        lang: Lang,
        /// When, seconds since 1970.
        asked_at: i64,
    },
    /// Tell somebody that their password was replaced by a code.
    PasswordChangedMessage {
        /// Where to: the phone at that moment.
        phone: Phone,
        /// The reader's language.
        lang: Lang,
    },
}

/// A claimed job, until it is finished or failed.
#[derive(Debug, Clone)]
pub struct ClaimedJob {
    /// Its id, the same for every attempt.
    pub id: JobId,
    /// What to do; `Err` when this version of the shop doesn't know the job.
    pub job: Result<Job, String>,
    /// How often it was begun, this time included.
    pub attempts: i64,
}

/// Why a job didn't succeed this time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobFailure {
    /// It is worth another try.
    #[error("{0}")]
    Again(String),
    /// It never will: it is given up at once.
    #[error("{0}")]
    Never(String),
}

impl From<MessageError> for JobFailure {
    fn from(error: MessageError) -> Self {
        match error {
            MessageError::Refused(_) => Self::Never(error.to_string()),
            MessageError::Unavailable(_) => Self::Again(error.to_string()),
        }
    }
}

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Idempotency keys forgotten.
    pub keys: u64,
    /// Abandoned carts.
    pub carts: u64,
    /// Expired sessions.
    pub sessions: u64,
    /// Finished jobs.
    pub jobs: u64,
    /// Requests to be told of stock, answered or too old.
    pub stock_requests: u64,
    /// Imports that ended long ago, with their reports.
    pub imports: u64,
    /// One-time codes asked for long ago.
    pub codes: u64,
}

impl Job {
    fn kind(&self) -> &'static str {
        match self {
            Self::OrderMessage { .. } => "order_message",
            Self::RefundMessage { .. } => "refund_message",
            Self::CodeMessage { .. } => "code_message",
            Self::PasswordChangedMessage { .. } => "password_changed_message",
        }
    }

    pub(crate) fn row(&self, id: JobId, run_at: OffsetDateTime) -> NewJob {
        // Our own type, of text fields only: it serialises.
        let payload = serde_json::to_value(self).unwrap_or_default();
        NewJob {
            id,
            kind: self.kind(),
            payload,
            run_at,
        }
    }
}

impl Shop {
    /// Takes due jobs, oldest first, for [`LEASE`].
    pub async fn claim_jobs(&self, limit: i64) -> Result<Vec<ClaimedJob>, StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let rows = tx.claim_jobs(now, now + LEASE, limit).await?;
        tx.commit().await?;
        Ok(rows
            .into_iter()
            .map(|row| ClaimedJob {
                id: row.id,
                job: serde_json::from_value(row.payload).map_err(|e| format!("{}: {e}", row.kind)),
                attempts: row.attempts,
            })
            .collect())
    }

    /// Records how a job ended. A failed one is tried again, later each time, at most 12 times, if
    /// it is worth it.
    pub async fn finish_job(
        &self,
        claimed: &ClaimedJob,
        outcome: Result<(), JobFailure>,
    ) -> Result<(), StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        match outcome {
            Ok(()) => tx.finish_job(claimed.id, now).await?,
            Err(failure) => {
                let wait = Duration::from_secs(5u64 << claimed.attempts.clamp(0, 10));
                let again =
                    matches!(failure, JobFailure::Again(_)) && claimed.attempts < MAX_ATTEMPTS;
                let retry_at = again.then(|| now + wait);
                tx.fail_job(claimed.id, &failure.to_string(), retry_at, now)
                    .await?;
            }
        }
        tx.commit().await
    }

    /// Jobs that are due and not done.
    pub async fn pending_jobs(&self) -> Result<i64, StoreError> {
        self.store().count_pending_jobs(self.ambient().now()).await
    }

    /// Units promised to open orders and checkouts.
    pub async fn reserved_units(&self) -> Result<i64, StoreError> {
        self.store().sum_reserved().await
    }

    /// Frees the units of checkouts whose time has run out. Answers how many holds ended.
    pub async fn release_expired_holds(&self) -> Result<usize, StoreError> {
        let mut released = 0;
        loop {
            let mut tx = self.store().begin().await?;
            let holds = tx
                .delete_expired_holds(self.ambient().now(), HOLDS_AT_ONCE)
                .await?;
            if holds.is_empty() {
                return Ok(released);
            }
            self.release_units(&mut tx, &holds, "system").await?;
            tx.commit().await?;
            released += holds.len();
        }
    }

    /// Takes the units of deleted holds out of `reserved`.
    pub(crate) async fn release_units(
        &self,
        tx: &mut Tx,
        holds: &[HoldRow],
        actor: &str,
    ) -> Result<(), StoreError> {
        let mut variants: Vec<VariantId> = holds.iter().map(|h| h.variant).collect();
        variants.sort();
        variants.dedup();
        tx.lock_stock(&variants).await?;
        let movements: Vec<NewMovement> = holds
            .iter()
            .map(|hold| {
                let reason = MovementReason::HoldReleased;
                movement(self.ambient(), hold.variant, reason, hold.quantity, actor)
            })
            .collect();
        tx.move_stock(&movements).await
    }

    /// Throws away what nobody needs any more.
    pub async fn sweep(&self) -> Result<Swept, StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let swept = Swept {
            keys: tx.delete_claims_before(now - KEYS_KEPT).await?,
            carts: tx.delete_carts_before(now - CARTS_KEPT).await?,
            sessions: tx.delete_sessions_before(now - DONE_KEPT).await?,
            jobs: tx.delete_jobs_done_before(now - DONE_KEPT).await?,
            stock_requests: tx
                .delete_stock_requests_before(now - ANSWERED_KEPT, now - WAITING_KEPT)
                .await?,
            imports: tx.delete_imports_before(now - IMPORTS_KEPT).await?,
            codes: tx.delete_codes_before(now - CODES_KEPT).await?,
        };
        tx.commit().await?;
        Ok(swept)
    }
}
