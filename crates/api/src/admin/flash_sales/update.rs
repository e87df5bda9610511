//! `PUT /api/admin/flash-sales/{id}`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{FlashSaleBody, FlashSalePath, FlashSaleRequest};

/// Change a flash sale
///
/// Replaces the whole sale, as it was read with `revision`. What was sold stays counted.
#[utoipa::path(put, path = "/api/admin/flash-sales/{id}", tag = "Back office: promotions", operation_id = "update_flash_sale",
    params(FlashSalePath),
    responses(
        (status = 200, description = "The sale.", body = FlashSaleBody),
        (status = 409, description = "`stale` with the `revision` it has now."),
    ))]
pub(crate) async fn update_flash_sale(
    State(shop): State<Shop>,
    May(identity, ..): May<Promotions>,
    Path(FlashSalePath { id }): Path<FlashSalePath>,
    Json(body): Json<FlashSaleRequest>,
) -> Result<Json<FlashSaleBody>, Problem> {
    let revision = body
        .revision()
        .map_err(|error| Problem::invalid(vec![error]))?;
    let sale = shop
        .update_flash_sale(&identity, id, revision, body.into())
        .await?;
    Ok(Json(sale.into()))
}
