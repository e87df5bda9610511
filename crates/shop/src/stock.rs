//! Stock as the staff see and change it: levels, the ledger, adjustments with a reason.

mod adjust;
mod movement;
mod requests;

pub use adjust::{AdjustStockError, StockChange};
pub use requests::{MAX_OPEN_PER_PHONE, RequestStockError, StockMessage, Waiting};

pub(crate) use movement::movement;

use domain::{MovementReason, Sku};
use serde::Serialize;
use store::{MovementRow, StoreError};
use time::OffsetDateTime;

use crate::{PageRequest, Paged, Shop};

/// A SKU's stock with its ledger.
#[derive(Debug, Clone, Serialize)]
pub struct StockView {
    /// What.
    pub sku: Sku,
    /// Units in the house.
    pub on_hand: i64,
    /// Units of those that are promised.
    pub reserved: i64,
    /// What moved it, newest first.
    pub movements: Paged<MovementView>,
}

/// A line of the ledger.
#[derive(Debug, Clone, Serialize)]
pub struct MovementView {
    /// When, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Units that came (positive) or left.
    pub on_hand_delta: i64,
    /// Units newly promised (positive) or freed.
    pub reserved_delta: i64,
    /// Why.
    pub reason: MovementReason,
    /// The order's number.
    pub reference: Option<String>,
    /// Who.
    pub actor: String,
    /// In the actor's words.
    pub note: Option<String>,
}

impl From<MovementRow> for MovementView {
    fn from(row: MovementRow) -> Self {
        Self {
            at: row.at,
            on_hand_delta: row.on_hand_delta,
            reserved_delta: row.reserved_delta,
            reason: row.reason,
            reference: row.reference,
            actor: row.actor,
            note: row.note,
        }
    }
}

impl Shop {
    /// A SKU's stock and a page of its ledger; `None` when there is no such SKU.
    pub async fn stock(
        &self,
        sku: &str,
        page: PageRequest,
    ) -> Result<Option<StockView>, StoreError> {
        let Some((variant, level)) = self.store().find_stock(sku).await? else {
            return Ok(None);
        };
        let Ok(sku) = Sku::parse(sku) else {
            return Ok(None);
        };
        let movements = self.store().list_movements(variant, page.window()).await?;
        Ok(Some(StockView {
            sku,
            on_hand: level.on_hand,
            reserved: level.reserved,
            movements: page.of(movements, MovementView::from),
        }))
    }
}
