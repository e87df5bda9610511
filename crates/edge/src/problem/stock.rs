//! What goes wrong with stock.

use shop::AdjustStockError;

use super::{Problem, code};

impl From<AdjustStockError> for Problem {
    fn from(error: AdjustStockError) -> Self {
        match error {
            AdjustStockError::UnknownSku => Problem::new(code::UNKNOWN_SKU, "No variant has this SKU"),
            AdjustStockError::Invalid(errors) => Problem::invalid(errors),
            AdjustStockError::Insufficient { on_hand, reserved } => Problem::new(
                code::INSUFFICIENT_STOCK,
                format!("There are {on_hand} units, {reserved} of them reserved: only the rest can be taken away"),
            )
            .with("on_hand", on_hand)
            .with("reserved", reserved),
            AdjustStockError::Moved { on_hand } => Problem::new(
                code::STALE,
                format!("The stock moved meanwhile: there are {on_hand} units now"),
            )
            .with("on_hand", on_hand),
            AdjustStockError::Store(error) => error.into(),
        }
    }
}
