//! What sells best: units of the last 30 days, counted now and then.
//!
//! The worker counts; every process reads the numbers with the catalogue. Only when they differ
//! from those before does the catalogue's version grow, so that an order rebuilds nothing.

use std::time::Duration;

use store::StoreError;

use crate::Shop;

/// How far back a sale counts.
const COUNTED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl Shop {
    /// Counts what sold in the last 30 days, cancelled and returned orders aside. Answers whether
    /// the numbers have changed. Two workers at once write the same.
    pub async fn count_sales(&self) -> Result<bool, StoreError> {
        let since = self.ambient().now() - COUNTED;
        let mut sold = self.store().sum_units_sold(since).await?;
        let mut known = self.store().list_product_sales().await?;
        // Ids sort differently as SQLite's bytes and PostgreSQL's uuids only by accident.
        sold.sort_unstable();
        known.sort_unstable();
        if sold == known {
            return Ok(false);
        }
        let mut tx = self.store().begin().await?;
        tx.next_catalogue_version().await?;
        tx.replace_product_sales(&sold).await?;
        tx.commit().await?;
        Ok(true)
    }
}
