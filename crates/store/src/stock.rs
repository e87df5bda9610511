//! Stock levels and the ledger they are the sum of.
//!
//! A level changes only together with its movements, in one transaction. Rows are locked in
//! variant order before they are changed, so that two baskets with the same goods can't deadlock,
//! and CHECK constraints stand behind the arithmetic: `0 <= reserved <= on_hand`.

use std::collections::BTreeMap;

use domain::{MovementId, MovementReason, StockLevel, VariantId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx, Window};

/// A movement to be written.
#[derive(Debug, Clone)]
pub struct NewMovement {
    /// Its id; ids of movements grow with time, which the stock tail relies on.
    pub id: MovementId,
    /// Whose stock.
    pub variant: VariantId,
    /// Units that came (positive) or left.
    pub on_hand_delta: i64,
    /// Units newly promised (positive) or freed.
    pub reserved_delta: i64,
    /// Why.
    pub reason: MovementReason,
    /// The order's number or the cart's id.
    pub reference: Option<String>,
    /// Who: `customer`, `system`, `staff:rahim`.
    pub actor: String,
    /// In the actor's words.
    pub note: Option<String>,
    /// When.
    pub at: OffsetDateTime,
}

/// A movement as written.
#[derive(Debug, Clone)]
pub struct MovementRow {
    /// When.
    pub at: OffsetDateTime,
    /// Units that came (positive) or left.
    pub on_hand_delta: i64,
    /// Units newly promised (positive) or freed.
    pub reserved_delta: i64,
    /// Why.
    pub reason: MovementReason,
    /// The order's number or the cart's id.
    pub reference: Option<String>,
    /// Who.
    pub actor: String,
    /// In the actor's words.
    pub note: Option<String>,
}

/// What moved lately.
#[derive(Debug, Clone, Default)]
pub struct StockTail {
    /// Levels now of everything that moved.
    pub levels: Vec<(VariantId, StockLevel)>,
    /// The newest movement's time.
    pub newest: Option<OffsetDateTime>,
}

pub(crate) struct LevelRow(pub(crate) VariantId, pub(crate) StockLevel);

impl FromRow for LevelRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let level = StockLevel {
            on_hand: row.get("on_hand")?,
            reserved: row.get("reserved")?,
        };
        Ok(Self(row.get("variant_id")?, level))
    }
}

struct TailRow(LevelRow, OffsetDateTime);

impl FromRow for TailRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(LevelRow::from_row(row)?, row.get("newest")?))
    }
}

impl FromRow for MovementRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            at: row.get("created_at")?,
            on_hand_delta: row.get("on_hand_delta")?,
            reserved_delta: row.get("reserved_delta")?,
            reason: row.parse("reason")?,
            reference: row.get("reference")?,
            actor: row.get("actor")?,
            note: row.get("note")?,
        })
    }
}

fn levels(rows: Vec<LevelRow>) -> Vec<(VariantId, StockLevel)> {
    rows.into_iter()
        .map(|LevelRow(id, level)| (id, level))
        .collect()
}

/// The smallest UUIDv7 (RFC 9562) of a moment.
fn first_id_at(at: OffsetDateTime) -> Uuid {
    let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

impl Store {
    /// Every level.
    pub async fn list_stock(&self) -> Result<Vec<(VariantId, StockLevel)>, StoreError> {
        let rows = self
            .fetch_all("SELECT variant_id, on_hand, reserved FROM stock", vec![])
            .await?;
        Ok(levels(rows))
    }

    /// Levels of what moved since a moment: one range scan at the ledger's end.
    pub async fn list_stock_moved_since(
        &self,
        since: OffsetDateTime,
    ) -> Result<StockTail, StoreError> {
        let rows: Vec<TailRow> = self
            .fetch_all(
                "SELECT s.variant_id, s.on_hand, s.reserved, m.newest FROM stock s JOIN \
                 (SELECT variant_id, MAX(created_at) AS newest FROM stock_movements WHERE id >= $1 GROUP BY variant_id) m \
                 ON m.variant_id = s.variant_id",
                binds![first_id_at(since)],
            )
            .await?;
        let newest = rows.iter().map(|row| row.1).max();
        let levels = rows
            .into_iter()
            .map(|TailRow(LevelRow(id, level), _)| (id, level))
            .collect();
        Ok(StockTail { levels, newest })
    }

    /// Levels of some variants.
    pub async fn list_stock_of(
        &self,
        variants: &[VariantId],
    ) -> Result<Vec<(VariantId, StockLevel)>, StoreError> {
        if variants.is_empty() {
            return Ok(Vec::new());
        }
        let binds: Vec<Value> = variants.iter().map(|&id| Value::from(id)).collect();
        let rows = self
            .fetch_list(
                "SELECT variant_id, on_hand, reserved FROM stock WHERE variant_id IN ({list})",
                variants.len(),
                binds,
            )
            .await?;
        Ok(levels(rows))
    }

    /// Units promised to open orders and holds, all variants.
    pub async fn sum_reserved(&self) -> Result<i64, StoreError> {
        self.fetch_one(
            "SELECT CAST(COALESCE(SUM(reserved), 0) AS bigint) AS value FROM stock",
            vec![],
        )
        .await
    }

    /// The variant behind a SKU and its level.
    pub async fn find_stock(
        &self,
        sku: &str,
    ) -> Result<Option<(VariantId, StockLevel)>, StoreError> {
        let row: Option<LevelRow> = self
            .fetch_optional(
                "SELECT s.variant_id, s.on_hand, s.reserved FROM stock s JOIN variants v ON v.id = s.variant_id \
                 WHERE v.sku = $1",
                binds![sku],
            )
            .await?;
        Ok(row.map(|LevelRow(id, level)| (id, level)))
    }

    /// A variant's ledger, newest first, and how many movements there are.
    pub async fn list_movements(
        &self,
        variant: VariantId,
        window: Window,
    ) -> Result<(Vec<MovementRow>, i64), StoreError> {
        let items = self
            .fetch_all(
                "SELECT * FROM stock_movements WHERE variant_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3",
                binds![variant, window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM stock_movements WHERE variant_id = $1",
                binds![variant],
            )
            .await?;
        Ok((items, total))
    }
}

impl Tx {
    /// Levels of some variants, locked in variant order until commit.
    pub async fn lock_stock(
        &mut self,
        variants: &[VariantId],
    ) -> Result<BTreeMap<VariantId, StockLevel>, StoreError> {
        if variants.is_empty() {
            return Ok(BTreeMap::new());
        }
        let binds: Vec<Value> = variants.iter().map(|&id| Value::from(id)).collect();
        let rows: Vec<LevelRow> = self
            .fetch_list(
                "SELECT s.variant_id, s.on_hand, s.reserved FROM stock s WHERE s.variant_id IN ({list}) \
                 ORDER BY s.variant_id {lock:s}",
                variants.len(),
                binds,
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|LevelRow(id, level)| (id, level))
            .collect())
    }

    /// The variant behind a SKU and its level, locked until commit.
    pub async fn find_stock_for_update(
        &mut self,
        sku: &str,
    ) -> Result<Option<(VariantId, StockLevel)>, StoreError> {
        let row: Option<LevelRow> = self
            .fetch_optional(
                "SELECT s.variant_id, s.on_hand, s.reserved FROM stock s JOIN variants v ON v.id = s.variant_id \
                 WHERE v.sku = $1 {lock:s}",
                binds![sku],
            )
            .await?;
        Ok(row.map(|LevelRow(id, level)| (id, level)))
    }

    /// Starts the ledger of new variants at zero.
    pub async fn insert_stock(&mut self, variants: &[VariantId]) -> Result<(), StoreError> {
        if variants.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = variants
            .iter()
            .flat_map(|&id| binds![id, 0i64, 0i64])
            .collect();
        self.execute_list(
            "INSERT INTO stock (variant_id, on_hand, reserved) VALUES {rows:3} ON CONFLICT DO NOTHING",
            variants.len(),
            binds,
        )
        .await
        .map(drop)
    }

    /// Promises units: the one conditional statement that keeps stock from being sold twice.
    /// Answers how many variants had enough; fewer than asked means that the whole transaction
    /// must be abandoned.
    pub async fn reserve_stock(
        &mut self,
        units: &BTreeMap<VariantId, i64>,
    ) -> Result<bool, StoreError> {
        if units.is_empty() {
            return Ok(true);
        }
        let whens = || {
            units
                .iter()
                .flat_map(|(&id, &quantity)| binds![id, quantity])
        };
        let binds: Vec<Value> = whens()
            .chain(whens())
            .chain(units.keys().map(|&id| Value::from(id)))
            .collect();
        let changed = self
            .execute_list(
                "UPDATE stock SET reserved = reserved + CASE variant_id{when} END \
                 WHERE on_hand - reserved >= CASE variant_id{when} END AND variant_id IN ({list})",
                units.len(),
                binds,
            )
            .await?;
        Ok(changed == units.len() as u64)
    }

    /// Applies movements: levels first, by the sum per variant, then the ledger.
    /// The caller has locked the rows ([`Tx::lock_stock`]); the CHECK constraints refuse the rest.
    pub async fn move_stock(&mut self, movements: &[NewMovement]) -> Result<(), StoreError> {
        let mut sums: BTreeMap<VariantId, (i64, i64)> = BTreeMap::new();
        for movement in movements {
            let sum = sums.entry(movement.variant).or_default();
            sum.0 += movement.on_hand_delta;
            sum.1 += movement.reserved_delta;
        }
        if sums.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = sums
            .iter()
            .flat_map(|(&id, &(on_hand, _))| binds![id, on_hand])
            .chain(
                sums.iter()
                    .flat_map(|(&id, &(_, reserved))| binds![id, reserved]),
            )
            .chain(sums.keys().map(|&id| Value::from(id)))
            .collect();
        self.execute_list(
            "UPDATE stock SET on_hand = on_hand + CASE variant_id{when} END, \
             reserved = reserved + CASE variant_id{when} END WHERE variant_id IN ({list})",
            sums.len(),
            binds,
        )
        .await?;
        self.insert_movements(movements).await
    }

    /// Writes the ledger; the levels were changed by the caller.
    pub async fn insert_movements(&mut self, movements: &[NewMovement]) -> Result<(), StoreError> {
        for chunk in movements.chunks(1_000) {
            let binds: Vec<Value> = chunk
                .iter()
                .flat_map(|m| {
                    binds![
                        m.id,
                        m.variant,
                        m.on_hand_delta,
                        m.reserved_delta,
                        m.reason.as_str(),
                        m.reference.as_deref(),
                        m.actor.as_str(),
                        m.note.as_deref(),
                        m.at
                    ]
                })
                .collect();
            self.execute_list(
                "INSERT INTO stock_movements (id, variant_id, on_hand_delta, reserved_delta, reason, \
                 reference, actor, note, created_at) VALUES {rows:9}",
                chunk.len(),
                binds,
            )
            .await?;
        }
        Ok(())
    }
}
