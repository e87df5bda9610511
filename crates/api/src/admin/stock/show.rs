//! `GET /api/admin/stock/{sku}`

use axum::extract::State;
use edge::needs::Stock;
use edge::{Json, May, Path, Problem, Query};
use shop::{AdjustStockError, Shop};

use super::body::{StockBody, StockPath};
use crate::paging::PageParams;

/// See a variant's stock and its ledger
#[utoipa::path(get, path = "/api/admin/stock/{sku}", tag = "Back office: stock", operation_id = "show_stock",
    params(StockPath, PageParams),
    responses((status = 200, description = "The stock, and a page of its ledger.", body = StockBody)))]
pub(crate) async fn show_stock(
    State(shop): State<Shop>,
    _: May<Stock>,
    Path(StockPath { sku }): Path<StockPath>,
    Query(page): Query<PageParams>,
) -> Result<Json<StockBody>, Problem> {
    let stock = shop
        .stock(&sku, page.request()?)
        .await?
        .ok_or(AdjustStockError::UnknownSku)?;
    Ok(Json(stock.into()))
}
