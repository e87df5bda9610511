//! What sold lately, product by product: counted by the worker, read with the catalogue.

use domain::ProductId;
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

/// Rows written by one statement.
const CHUNK: usize = 500;

struct SalesRow(ProductId, i64);

impl FromRow for SalesRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("product_id")?, row.get("units")?))
    }
}

fn pairs(rows: Vec<SalesRow>) -> Vec<(ProductId, i64)> {
    rows.into_iter()
        .map(|SalesRow(product, units)| (product, units))
        .collect()
}

impl Store {
    /// Units of each product in orders placed since a moment that were neither cancelled nor
    /// returned, in the order of ids. Reads every line of those orders: for the worker alone.
    pub async fn sum_units_sold(
        &self,
        since: OffsetDateTime,
    ) -> Result<Vec<(ProductId, i64)>, StoreError> {
        let rows = self
            .fetch_all(
                "SELECT v.product_id, CAST(SUM(l.quantity) AS bigint) AS units FROM orders o \
                 JOIN order_lines l ON l.order_id = o.id JOIN variants v ON v.id = l.variant_id \
                 WHERE o.placed_at >= $1 AND o.status NOT IN ('cancelled', 'returned') \
                 GROUP BY v.product_id ORDER BY v.product_id",
                binds![since],
            )
            .await?;
        Ok(pairs(rows))
    }

    /// The numbers that were counted last, in the order of ids.
    pub async fn list_product_sales(&self) -> Result<Vec<(ProductId, i64)>, StoreError> {
        let rows = self
            .fetch_all(
                "SELECT product_id, units FROM product_sales ORDER BY product_id",
                vec![],
            )
            .await?;
        Ok(pairs(rows))
    }
}

impl Tx {
    /// Replaces the numbers.
    pub async fn replace_product_sales(
        &mut self,
        sales: &[(ProductId, i64)],
    ) -> Result<(), StoreError> {
        self.execute("DELETE FROM product_sales", vec![]).await?;
        for chunk in sales.chunks(CHUNK) {
            let values: Vec<Value> = chunk
                .iter()
                .flat_map(|&(product, units)| binds![product, units])
                .collect();
            self.execute_list(
                "INSERT INTO product_sales (product_id, units) VALUES {rows:2}",
                chunk.len(),
                values,
            )
            .await?;
        }
        Ok(())
    }
}
