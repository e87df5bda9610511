//! How often orders were refused, by day and code: counted in memory, so that a refusal costs no
//! statement, and added to the database every few seconds ([`Shop::write_refusals`]).
//!
//! What a process has counted since its last writing is lost when it crashes; and when the database
//! can't say whether a commit happened, those seconds are counted twice. They are figures for
//! people to look at, not books.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use store::{RefusalRow, StoreError};
use time::Date;

use crate::{Shop, days};

/// Counts by day and code: a few a day, since codes are few.
#[derive(Default)]
pub(crate) struct Tally(Mutex<BTreeMap<(Date, &'static str), i64>>);

impl Tally {
    pub(super) fn count(&self, day: Date, code: &'static str) {
        self.add(day, code, 1);
    }

    fn add(&self, day: Date, code: &'static str, times: i64) {
        let mut counts = self.lock();
        let count = counts.entry((day, code)).or_default();
        *count = count.saturating_add(times);
    }

    fn take(&self) -> BTreeMap<(Date, &'static str), i64> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(Date, &'static str), i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shop {
    /// Adds to the database how often this process has refused orders since the last time. Nothing
    /// to add is no statement. What can't be written is kept for the next time.
    pub async fn write_refusals(&self) -> Result<(), StoreError> {
        let counted = self.tally().take();
        if counted.is_empty() {
            return Ok(());
        }
        let rows: Vec<RefusalRow> = counted
            .iter()
            .map(|(&(day, code), &count)| RefusalRow {
                day: days::written(day),
                code: code.to_owned(),
                count,
            })
            .collect();
        let written = self.add_refusals(&rows).await;
        if written.is_err() {
            for ((day, code), count) in counted {
                self.tally().add(day, code, count);
            }
        }
        written
    }

    async fn add_refusals(&self, rows: &[RefusalRow]) -> Result<(), StoreError> {
        let mut tx = self.store().begin().await?;
        tx.add_refusals(rows).await?;
        tx.commit().await
    }
}
