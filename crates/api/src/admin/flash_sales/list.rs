//! `GET /api/admin/flash-sales`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Problem, Query};
use shop::Shop;

use super::body::FlashSalePage;
use crate::paging::PageParams;

/// List flash sales
#[utoipa::path(get, path = "/api/admin/flash-sales", tag = "Back office: promotions", operation_id = "list_flash_sales",
    params(PageParams),
    responses((status = 200, description = "Sales, the last to end first.", body = FlashSalePage)))]
pub(crate) async fn list_flash_sales(
    State(shop): State<Shop>,
    _: May<Promotions>,
    Query(page): Query<PageParams>,
) -> Result<Json<FlashSalePage>, Problem> {
    Ok(Json(shop.list_flash_sales(page.request()?).await?.into()))
}
