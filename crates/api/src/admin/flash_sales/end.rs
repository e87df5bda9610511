//! `POST /api/admin/flash-sales/{id}/end`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{FlashSaleBody, FlashSalePath};

/// End a flash sale now
///
/// One that has ended stays as it is.
#[utoipa::path(post, path = "/api/admin/flash-sales/{id}/end", tag = "Back office: promotions", operation_id = "end_flash_sale",
    params(FlashSalePath),
    responses((status = 200, description = "The sale.", body = FlashSaleBody)))]
pub(crate) async fn end_flash_sale(
    State(shop): State<Shop>,
    May(identity, ..): May<Promotions>,
    Path(FlashSalePath { id }): Path<FlashSalePath>,
) -> Result<Json<FlashSaleBody>, Problem> {
    Ok(Json(shop.end_flash_sale(&identity, id).await?.into()))
}
