//! Failures of the database.

use shop::StoreError;

use super::{Problem, code};

/// Seconds after which a database that was away is worth another try.
pub(super) const RETRY_SECONDS: u32 = 2;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if !error.is_transient() {
            return Problem::internal(error);
        }
        Problem::new(
            code::UNAVAILABLE,
            "The shop can't do that right now; try again in a moment",
        )
        .retry_after(RETRY_SECONDS)
        .caused_by(error)
    }
}

/// 503 `busy`: a bounded queue of ours is full.
pub(super) fn busy(detail: &str) -> Problem {
    Problem::new(code::BUSY, detail).retry_after(1)
}
