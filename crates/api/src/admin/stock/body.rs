//! What stock looks like to the staff.

use domain::{MovementReason, Sku};
use serde::{Deserialize, Serialize};
use shop::{MovementView, StockView};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use crate::words;

/// A SKU's stock, and a page of the ledger that adds up to it.
#[derive(Serialize, ToSchema)]
#[schema(as = Stock)]
pub(crate) struct StockBody {
    #[schema(value_type = String)]
    sku: Sku,
    /// Units in the shop, the promised ones included.
    on_hand: i64,
    /// Units promised to orders and holds.
    reserved: i64,
    /// Units that can be sold.
    available: i64,
    /// What moved it, newest first.
    movements: Vec<Movement>,
    page: u32,
    per_page: u32,
    /// Movements on all pages.
    total: i64,
}

/// One entry of the stock ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct Movement {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Units that came (positive) or left.
    on_hand_delta: i64,
    /// Units newly promised (positive) or freed.
    reserved_delta: i64,
    #[schema(schema_with = words::movement_reason)]
    reason: MovementReason,
    /// The order's number.
    reference: Option<String>,
    /// `staff:` and a name, `customer` or `system`.
    actor: String,
    /// In the actor's words.
    note: Option<String>,
}

/// Names a variant.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct StockPath {
    /// The variant's SKU, percent-encoded.
    #[param(example = "RC-A17-128-BLK")]
    pub(super) sku: String,
}

impl From<StockView> for StockBody {
    fn from(stock: StockView) -> Self {
        StockBody {
            sku: stock.sku,
            on_hand: stock.on_hand,
            reserved: stock.reserved,
            available: stock.on_hand.saturating_sub(stock.reserved),
            movements: stock
                .movements
                .items
                .into_iter()
                .map(Movement::from)
                .collect(),
            page: stock.movements.page,
            per_page: stock.movements.per_page,
            total: stock.movements.total,
        }
    }
}

impl From<MovementView> for Movement {
    fn from(movement: MovementView) -> Self {
        Movement {
            at: movement.at,
            on_hand_delta: movement.on_hand_delta,
            reserved_delta: movement.reserved_delta,
            reason: movement.reason,
            reference: movement.reference,
            actor: movement.actor,
            note: movement.note,
        }
    }
}
