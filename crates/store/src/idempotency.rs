//! Idempotency keys: claimed before the work, completed in the work's own transaction.
//!
//! The claim is an insert: of two transactions with the same key the second waits for the first
//! and then finds its outcome. A crash before commit leaves neither claim nor work.

use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{StoreError, Tx};

/// A key to be claimed.
#[derive(Debug, Clone)]
pub struct NewClaim {
    /// Whose key it is: a user's id, or all guests together.
    pub caller: String,
    /// The key as sent.
    pub key: String,
    /// SHA-256 of the request it came with.
    pub fingerprint: Vec<u8>,
}

/// A claim as it stands.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Whose key.
    pub caller: String,
    /// The key.
    pub key: String,
    /// SHA-256 of the request that claimed it.
    pub fingerprint: Vec<u8>,
    /// What came of it, as JSON text.
    pub outcome: Option<String>,
}

impl FromRow for Claim {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            caller: row.get("caller")?,
            key: row.get("key")?,
            fingerprint: row.get("fingerprint")?,
            outcome: row.get("outcome")?,
        })
    }
}

impl Tx {
    /// Claims keys, in the order given (callers sort them, so that two batches can't deadlock).
    /// Answers the claims that are ours; the others belong to work already done.
    pub async fn claim_keys(
        &mut self,
        claims: &[NewClaim],
        now: OffsetDateTime,
    ) -> Result<Vec<Claim>, StoreError> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let binds: Vec<Value> = claims
            .iter()
            .flat_map(|c| {
                binds![
                    c.caller.as_str(),
                    c.key.as_str(),
                    c.fingerprint.as_slice(),
                    now
                ]
            })
            .collect();
        self.fetch_list(
            "INSERT INTO idempotency_keys (caller, key, fingerprint, created_at) VALUES {rows:4} \
             ON CONFLICT DO NOTHING RETURNING caller, key, fingerprint, outcome",
            claims.len(),
            binds,
        )
        .await
    }

    /// A claim made earlier.
    pub async fn find_claim(
        &mut self,
        caller: &str,
        key: &str,
    ) -> Result<Option<Claim>, StoreError> {
        self.fetch_optional(
            "SELECT caller, key, fingerprint, outcome FROM idempotency_keys WHERE caller = $1 AND key = $2",
            binds![caller, key],
        )
        .await
    }

    /// Records what came of claimed work: (caller, key, outcome as JSON text).
    pub async fn complete_claims(
        &mut self,
        outcomes: &[(String, String, String)],
    ) -> Result<(), StoreError> {
        if outcomes.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = outcomes
            .iter()
            .flat_map(|(caller, key, outcome)| {
                binds![caller.as_str(), key.as_str(), outcome.as_str()]
            })
            .collect();
        self.execute_list(
            "UPDATE idempotency_keys SET outcome = v.column3 FROM (VALUES {rows:3}) AS v \
             WHERE caller = v.column1 AND key = v.column2",
            outcomes.len(),
            binds,
        )
        .await
        .map(drop)
    }

    /// Gives claims back whose request was refused before any work was done.
    pub async fn delete_claims(&mut self, keys: &[(String, String)]) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = keys
            .iter()
            .flat_map(|(caller, key)| binds![caller.as_str(), key.as_str()])
            .collect();
        self.execute_list(
            "DELETE FROM idempotency_keys WHERE (caller, key) IN (VALUES {rows:2})",
            keys.len(),
            binds,
        )
        .await
        .map(drop)
    }

    /// Forgets keys claimed before a moment. Answers how many.
    pub async fn delete_claims_before(
        &mut self,
        before: OffsetDateTime,
    ) -> Result<u64, StoreError> {
        self.execute(
            "DELETE FROM idempotency_keys WHERE created_at < $1",
            binds![before],
        )
        .await
    }
}
