//! Proof that the books add up, for `dhakacart verify` and after every destructive test.

use std::time::Duration;

use store::{StoreError, Verdict};

use crate::Shop;

/// A job that should have been done this long ago is stuck.
const STUCK_AFTER: Duration = Duration::from_secs(15 * 60);

impl Shop {
    /// Checks every invariant of the books.
    pub async fn verify(&self) -> Result<Vec<Verdict>, StoreError> {
        self.store()
            .verify(self.ambient().now() - STUCK_AFTER)
            .await
    }
}
