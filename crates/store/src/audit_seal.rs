//! How entries join the chain, and the proof that it is whole.
//!
//! An entry is inserted like any row and sealed just before its transaction commits: the chain's
//! head is locked, the entry gets the next number, the hash before it and its own, the head moves
//! on. The lock is the last that a transaction takes, so nobody waits for it in a circle, and with
//! ten processes there is one order. Entries of a process that knows no chain (an older release
//! during a roll-out) are sealed by whoever comes next.

use crate::audit::AuditRow;
use crate::audit_chain::{AuditHead, hash};
use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

/// Entries sealed, or read for the proof, at once.
const BATCH: i64 = 500;

/// What became of the proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainProof {
    /// Where the chain says that it ends.
    pub head: AuditHead,
    /// Entries that don't fit their place, places without an entry, and entries outside of the
    /// chain; 0 means that it is whole.
    pub broken: i64,
    /// The number of the first that doesn't fit.
    pub first: Option<i64>,
}

impl ChainProof {
    fn breaks_at(&mut self, seq: i64) {
        self.broken += 1;
        self.first.get_or_insert(seq);
    }
}

/// An entry with its seal.
struct Sealed {
    entry: AuditRow,
    seq: i64,
    prev_hash: Option<Vec<u8>>,
    hash: Option<Vec<u8>>,
}

impl FromRow for Sealed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            entry: AuditRow::from_row(row)?,
            seq: row.get("seq")?,
            prev_hash: row.get("prev_hash")?,
            hash: row.get("hash")?,
        })
    }
}

/// The head with what is outside of the chain, as of one moment.
struct Ends {
    head: AuditHead,
    outside: i64,
}

impl FromRow for Ends {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            head: AuditHead::from_row(row)?,
            outside: row.get("outside")?,
        })
    }
}

impl Store {
    /// Seals what an older process left unsealed, a batch per transaction.
    pub async fn seal_audit(&self) -> Result<(), StoreError> {
        loop {
            let mut tx = self.begin().await?;
            let sealed = tx.seal_audit(Some(BATCH)).await?;
            tx.commit().await?;
            if sealed < BATCH {
                return Ok(());
            }
        }
    }

    /// Where the chain ends now.
    pub async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        self.fetch_optional("SELECT seq, hash FROM audit_head WHERE id = 1", binds![])
            .await?
            .ok_or_else(headless)
    }

    /// Whether the chain still passes through where it ended once.
    pub async fn passes_through(&self, anchor: &AuditHead) -> Result<bool, StoreError> {
        let found: Option<AuditHead> = self
            .fetch_optional(
                "SELECT seq, hash FROM audit_log WHERE seq = $1",
                binds![anchor.seq],
            )
            .await?;
        Ok(*anchor == AuditHead::beginning() || found.is_some_and(|found| found == *anchor))
    }

    /// Reads the whole log and proves that it is the chain that was written. What is sealed while
    /// it reads is left to the next proof.
    pub async fn prove_audit(&self) -> Result<ChainProof, StoreError> {
        let ends: Option<Ends> = self
            .fetch_optional(
                "SELECT h.seq, h.hash, (SELECT COUNT(*) FROM audit_log a WHERE a.seq > h.seq OR a.seq < 1 \
                 OR a.seq IS NULL) AS outside FROM audit_head h WHERE h.id = 1",
                binds![],
            )
            .await?;
        let Some(Ends { head, outside }) = ends else {
            return Ok(ChainProof {
                head: AuditHead::beginning(),
                broken: 1,
                first: Some(1),
            });
        };
        let mut proof = ChainProof {
            head,
            broken: 0,
            first: None,
        };
        let last = self.walk(&mut proof).await?;
        if last != proof.head {
            proof.breaks_at(last.seq.saturating_add(1));
        }
        if outside > 0 {
            proof.first.get_or_insert(proof.head.seq.saturating_add(1));
            proof.broken += outside;
        }
        Ok(proof)
    }

    /// From the first entry to the last before the head; answers where the entries end.
    async fn walk(&self, proof: &mut ChainProof) -> Result<AuditHead, StoreError> {
        let mut last = AuditHead::beginning();
        loop {
            let batch: Vec<Sealed> = self
                .fetch_all(
                    "SELECT * FROM audit_log WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3",
                    binds![last.seq, proof.head.seq, BATCH],
                )
                .await?;
            let all = (batch.len() as i64) < BATCH;
            for row in batch {
                let kept = row.hash.unwrap_or_default();
                let fits = row.seq == last.seq.saturating_add(1)
                    && row.prev_hash.as_ref() == Some(&last.hash)
                    && hash(row.seq, &last.hash, &row.entry) == kept;
                if !fits {
                    proof.breaks_at(row.seq);
                }
                // The next one is compared with what stands here, so that each fault counts once.
                last = AuditHead {
                    seq: row.seq,
                    hash: kept,
                };
            }
            if all {
                return Ok(last);
            }
        }
    }
}

impl Tx {
    /// Seals entries that have no seal yet, oldest first: all of them, or `most`. Answers how many.
    pub(crate) async fn seal_audit(&mut self, most: Option<i64>) -> Result<i64, StoreError> {
        let head: Option<AuditHead> = self
            .fetch_optional(
                "SELECT h.seq, h.hash FROM audit_head h WHERE h.id = 1 {lock:h}",
                binds![],
            )
            .await?;
        let before = head.ok_or_else(headless)?;
        let mut head = before.clone();
        loop {
            let entries: Vec<AuditRow> = self
                .fetch_all(
                    "SELECT * FROM audit_log WHERE seq IS NULL ORDER BY id LIMIT $1",
                    binds![BATCH],
                )
                .await?;
            for entry in &entries {
                let next = head.followed_by(entry);
                self.execute(
                    "UPDATE audit_log SET seq = $2, prev_hash = $3, hash = $4 WHERE id = $1",
                    binds![entry.id, next.seq, head.hash, next.hash.as_slice()],
                )
                .await?;
                head = next;
            }
            let sealed = head.seq - before.seq;
            if (entries.len() as i64) < BATCH || most.is_some_and(|most| sealed >= most) {
                break;
            }
        }
        if head != before {
            self.execute(
                "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1",
                binds![head.seq, head.hash],
            )
            .await?;
        }
        self.audited = false;
        Ok(head.seq - before.seq)
    }
}

fn headless() -> StoreError {
    StoreError::corrupt("audit_head", "the row is gone")
}
