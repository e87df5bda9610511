//! What goes wrong with products and the words they are found by.

use shop::{ProductError, SynonymsError};

use super::{Problem, code};

impl From<ProductError> for Problem {
    fn from(error: ProductError) -> Self {
        match error {
            ProductError::Invalid(errors) => Problem::invalid(errors),
            ProductError::NotFound => Problem::new(code::NOT_FOUND, "There is no such product"),
            ProductError::SlugTaken => Problem::new(
                code::SLUG_TAKEN,
                "Another product has this slug; choose another one",
            ),
            ProductError::SkuTaken(sku) => Problem::new(
                code::SKU_TAKEN,
                format!("Another variant has the SKU {sku}"),
            )
            .with("sku", sku),
            ProductError::Stale { current_revision } => Problem::new(
                code::STALE,
                "The product was changed meanwhile; look at it again before you change it",
            )
            .with("revision", current_revision),
            ProductError::Store(error) => error.into(),
        }
    }
}

impl From<SynonymsError> for Problem {
    fn from(error: SynonymsError) -> Self {
        match error {
            SynonymsError::Invalid(errors) => Problem::invalid(errors),
            SynonymsError::Store(error) => error.into(),
        }
    }
}
