//! `POST /api/admin/stock/{sku}/adjustments`

use axum::extract::State;
use domain::FieldError;
use edge::needs::Stock;
use edge::{Json, May, Path, Problem};
use serde::Deserialize;
use shop::{Shop, StockChange};
use utoipa::ToSchema;

use super::body::{StockBody, StockPath};

/// A correction of the count: either `by` or `to`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockAdjustment {
    /// So many more, or with a minus fewer.
    #[schema(examples(25))]
    by: Option<i64>,
    /// Exactly so many on hand.
    #[schema(minimum = 0, examples(json!(null)))]
    to: Option<i64>,
    /// Why, in 3 to 200 characters; it stays in the ledger.
    #[schema(value_type = String, min_length = 3, max_length = 200, examples("delivery 4711"))]
    reason: Option<String>,
}

/// Correct a variant's stock
///
/// The reason goes into the ledger and the audit log.
#[utoipa::path(post, path = "/api/admin/stock/{sku}/adjustments", tag = "Back office: stock", operation_id = "adjust_stock",
    params(StockPath),
    responses(
        (status = 200, description = "The stock as it is now.", body = StockBody),
        (status = 409, description = "`insufficient_stock`: fewer would be on hand than are promised."),
    ))]
pub(crate) async fn adjust_stock(
    State(shop): State<Shop>,
    May(identity, ..): May<Stock>,
    Path(StockPath { sku }): Path<StockPath>,
    Json(body): Json<StockAdjustment>,
) -> Result<Json<StockBody>, Problem> {
    let change = body
        .change()
        .map_err(|error| Problem::invalid(vec![error]))?;
    let reason = body.reason.unwrap_or_default();
    Ok(Json(
        shop.adjust_stock(&identity, &sku, change, &reason)
            .await?
            .into(),
    ))
}

impl StockAdjustment {
    fn change(&self) -> Result<StockChange, FieldError> {
        match (self.by, self.to) {
            (Some(units), None) => Ok(StockChange::By(units)),
            (None, Some(units)) => Ok(StockChange::To(units)),
            _ => {
                let message = "Either by or to is needed, and not both";
                Err(FieldError::new("by", FieldError::REQUIRED, message))
            }
        }
    }
}
