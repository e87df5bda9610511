//! What the dashboard counts: orders and carts between two moments, refusals by day.
//!
//! Every statement reads a range of an index that holds all it asks for (`orders_placed`,
//! `carts_begun`) or a table with a few rows a day, so that a big shop's figures cost what its
//! day does.

use domain::Paisa;
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

/// Orders of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderSums {
    /// How many were placed.
    pub orders: i64,
    /// What those are worth that were neither cancelled nor returned, paisa.
    pub revenue: Paisa,
}

impl FromRow for OrderSums {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            orders: row.get("orders")?,
            revenue: row.get("revenue")?,
        })
    }
}

/// How often orders were refused for one reason on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalRow {
    /// The day in Dhaka: `2026-11-23`.
    pub day: String,
    /// The reason's code: `out_of_stock`.
    pub code: String,
    /// How often.
    pub count: i64,
}

impl FromRow for RefusalRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            day: row.get("day")?,
            code: row.get("code")?,
            count: row.get("count")?,
        })
    }
}

impl Store {
    /// Orders placed from `from` until before `until`.
    pub async fn sum_orders(
        &self,
        from: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<OrderSums, StoreError> {
        self.fetch_one(
            "SELECT COUNT(*) AS orders, CAST(COALESCE(SUM(CASE WHEN status IN ('cancelled', 'returned') \
             THEN 0 ELSE total_paisa END), 0) AS bigint) AS revenue \
             FROM orders WHERE placed_at >= $1 AND placed_at < $2",
            binds![from, until],
        )
        .await
    }

    /// Carts begun from `from` until before `until`, of those that are still kept.
    pub async fn count_carts(
        &self,
        from: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<i64, StoreError> {
        self.fetch_one(
            "SELECT COUNT(*) AS value FROM carts WHERE created_at >= $1 AND created_at < $2",
            binds![from, until],
        )
        .await
    }

    /// Refusals of two days.
    pub async fn list_refusals(
        &self,
        day: &str,
        other: &str,
    ) -> Result<Vec<RefusalRow>, StoreError> {
        self.fetch_all(
            "SELECT day, code, count FROM refusals WHERE day IN ($1, $2) ORDER BY day, code",
            binds![day, other],
        )
        .await
    }
}

impl Tx {
    /// Adds to what was counted before. No day and code twice in one call; in order, so that two
    /// processes can't wait for each other.
    pub async fn add_refusals(&mut self, refusals: &[RefusalRow]) -> Result<(), StoreError> {
        if refusals.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = refusals
            .iter()
            .flat_map(|row| binds![row.day.as_str(), row.code.as_str(), row.count])
            .collect();
        self.execute_list(
            "INSERT INTO refusals (day, code, count) VALUES {rows:3} \
             ON CONFLICT (day, code) DO UPDATE SET count = refusals.count + excluded.count",
            refusals.len(),
            binds,
        )
        .await
        .map(drop)
    }
}
