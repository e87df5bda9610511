//! Units that a checkout keeps for a while.
//!
//! The row is the ownership: whoever deletes it (placement, release, expiry) takes its units out of
//! `stock.reserved` in the same transaction, so no unit is freed twice.

use domain::{CartId, VariantId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{StoreError, Tx};

/// One held line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldRow {
    /// The cart that holds.
    pub cart: CartId,
    /// What it holds.
    pub variant: VariantId,
    /// How many units.
    pub quantity: i64,
}

impl FromRow for HoldRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            cart: row.get("cart_id")?,
            variant: row.get("variant_id")?,
            quantity: row.get("quantity")?,
        })
    }
}

impl Tx {
    /// Writes the holds of a cart. Its units were reserved by the caller.
    pub async fn insert_holds(
        &mut self,
        holds: &[HoldRow],
        expires_at: OffsetDateTime,
    ) -> Result<(), StoreError> {
        if holds.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = holds
            .iter()
            .flat_map(|h| binds![h.cart, h.variant, h.quantity, expires_at])
            .collect();
        self.execute_list(
            "INSERT INTO stock_holds (cart_id, variant_id, quantity, expires_at) VALUES {rows:4}",
            holds.len(),
            binds,
        )
        .await
        .map(drop)
    }

    /// Takes the holds of some carts away and answers what they were.
    pub async fn delete_holds(&mut self, carts: &[CartId]) -> Result<Vec<HoldRow>, StoreError> {
        if carts.is_empty() {
            return Ok(Vec::new());
        }
        let binds: Vec<Value> = carts.iter().map(|&id| Value::from(id)).collect();
        self.fetch_list(
            "DELETE FROM stock_holds WHERE cart_id IN ({list}) RETURNING cart_id, variant_id, quantity",
            carts.len(),
            binds,
        )
        .await
    }

    /// Takes away holds that have run out, `limit` at most.
    pub async fn delete_expired_holds(
        &mut self,
        now: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<HoldRow>, StoreError> {
        self.fetch_all(
            // MATERIALIZED: a plain subquery may be run once per row, and lock other rows each time.
            "WITH due AS MATERIALIZED (SELECT cart_id, variant_id FROM stock_holds WHERE expires_at <= $1 \
             ORDER BY expires_at LIMIT $2 {skip_locked}) \
             DELETE FROM stock_holds WHERE (cart_id, variant_id) IN (SELECT cart_id, variant_id FROM due) \
             RETURNING cart_id, variant_id, quantity",
            binds![now, limit],
        )
        .await
    }
}
