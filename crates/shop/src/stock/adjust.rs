//! Changing the number on hand by hand: a delivery, a count, a loss.

use domain::{FieldError, MovementReason};
use serde_json::json;
use store::{NewMovement, StoreError};

use super::{StockView, movement};
use crate::{Identity, PageRequest, Shop};

/// Units of one SKU at most.
const MAX_UNITS: i64 = 10_000_000;
/// Characters of a reason at most.
const MAX_REASON_CHARS: usize = 200;

/// How the number on hand changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockChange {
    /// So many more, or fewer.
    By(i64),
    /// Exactly so many.
    To(i64),
}

/// Why stock was not changed.
#[derive(Debug, thiserror::Error)]
pub enum AdjustStockError {
    /// No such SKU.
    #[error("there is no such SKU")]
    UnknownSku,
    /// Some input is wrong.
    #[error("the adjustment is not valid")]
    Invalid(Vec<FieldError>),
    /// Fewer would be on hand than are promised, or fewer than none.
    #[error(
        "{on_hand} are on hand and {reserved} of them promised to orders: that many can't be taken away"
    )]
    Insufficient {
        /// Units on hand.
        on_hand: i64,
        /// Units promised.
        reserved: i64,
    },
    /// Units came or went since they were counted.
    #[error("the stock moved meanwhile: there are {on_hand} now")]
    Moved {
        /// Units on hand now.
        on_hand: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Changes the units on hand of a SKU, with the reason in the ledger and the audit log.
    pub async fn adjust_stock(
        &self,
        by: &Identity,
        sku: &str,
        change: StockChange,
        reason: &str,
    ) -> Result<StockView, AdjustStockError> {
        self.adjust(by, sku, None, change, reason).await
    }

    /// Like [`Shop::adjust_stock`], if `seen` units are still on hand.
    pub async fn adjust_stock_seen(
        &self,
        by: &Identity,
        sku: &str,
        seen: i64,
        change: StockChange,
        reason: &str,
    ) -> Result<StockView, AdjustStockError> {
        self.adjust(by, sku, Some(seen), change, reason).await
    }

    async fn adjust(
        &self,
        by: &Identity,
        sku: &str,
        seen: Option<i64>,
        change: StockChange,
        reason: &str,
    ) -> Result<StockView, AdjustStockError> {
        let reason = checked(change, reason).map_err(AdjustStockError::Invalid)?;
        let mut tx = self.store().begin().await?;
        let (variant, level) = tx
            .find_stock_for_update(sku)
            .await?
            .ok_or(AdjustStockError::UnknownSku)?;
        if seen.is_some_and(|seen| seen != level.on_hand) {
            let on_hand = level.on_hand;
            return Err(AdjustStockError::Moved { on_hand });
        }
        let delta = match change {
            StockChange::By(units) => units,
            StockChange::To(units) => units - level.on_hand,
        };
        let on_hand = level.on_hand + delta;
        if on_hand < level.reserved || on_hand > MAX_UNITS {
            let (on_hand, reserved) = (level.on_hand, level.reserved);
            return Err(AdjustStockError::Insufficient { on_hand, reserved });
        }
        if delta != 0 {
            let adjustment = movement(
                self.ambient(),
                variant,
                MovementReason::Adjustment,
                delta,
                &by.actor(),
            );
            tx.move_stock(&[NewMovement {
                note: Some(reason.clone()),
                ..adjustment
            }])
            .await?;
            let was = json!({"on_hand": level.on_hand});
            let is = json!({"on_hand": on_hand, "reason": reason});
            self.audit(
                &mut tx,
                by,
                "stock.adjust",
                format!("sku:{sku}"),
                Some(was),
                Some(is),
            )
            .await?;
        }
        tx.commit().await?;
        self.catalogue()
            .apply_stock(&self.store().list_stock_of(&[variant]).await?);
        let view = self.stock(sku, PageRequest::default()).await?;
        view.ok_or(AdjustStockError::UnknownSku)
    }
}

fn checked(change: StockChange, reason: &str) -> Result<String, Vec<FieldError>> {
    let mut errors = Vec::new();
    let (field, units, lowest) = match change {
        StockChange::By(units) => ("by", units, -MAX_UNITS),
        StockChange::To(units) => ("to", units, 0),
    };
    if !(lowest..=MAX_UNITS).contains(&units) {
        let message = format!("Must be between {lowest} and {MAX_UNITS}");
        errors.push(FieldError::new(field, FieldError::RANGE, message));
    }
    let reason = reason.trim();
    let length = reason.chars().count();
    if !(3..=MAX_REASON_CHARS).contains(&length) || reason.chars().any(char::is_control) {
        let message = format!("A reason of 3 to {MAX_REASON_CHARS} characters is required");
        errors.push(FieldError::new("reason", FieldError::LENGTH, message));
    }
    if errors.is_empty() {
        Ok(reason.to_owned())
    } else {
        Err(errors)
    }
}
