//! `GET /api/admin/flash-sales/{id}`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{FlashSaleBody, FlashSalePath};

/// Show a flash sale
#[utoipa::path(get, path = "/api/admin/flash-sales/{id}", tag = "Back office: promotions", operation_id = "show_flash_sale",
    params(FlashSalePath),
    responses((status = 200, description = "The sale.", body = FlashSaleBody)))]
pub(crate) async fn show_flash_sale(
    State(shop): State<Shop>,
    _: May<Promotions>,
    Path(FlashSalePath { id }): Path<FlashSalePath>,
) -> Result<Json<FlashSaleBody>, Problem> {
    Ok(Json(shop.flash_sale(id).await?.into()))
}
