//! `POST /api/admin/flash-sales`

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use edge::needs::Promotions;
use edge::{Json, May, Problem};
use shop::Shop;

use super::body::{FlashSaleBody, FlashSaleRequest};

/// Make a flash sale
///
/// Its prices hold in carts and orders from its start to its end to the moment; pages follow within
/// two seconds. Where two sales have the same variant, the lower price holds.
#[utoipa::path(post, path = "/api/admin/flash-sales", tag = "Back office: promotions", operation_id = "create_flash_sale",
    responses(
        (status = 201, description = "The sale.", body = FlashSaleBody,
            headers(("Location" = String, description = "Its address in the back office"))),
    ))]
pub(crate) async fn create_flash_sale(
    State(shop): State<Shop>,
    May(identity, ..): May<Promotions>,
    Json(body): Json<FlashSaleRequest>,
) -> Result<Response, Problem> {
    let sale = shop.create_flash_sale(&identity, body.into()).await?;
    let location = format!("/api/admin/flash-sales/{}", sale.id);
    let body = FlashSaleBody::from(sale);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(body)).into_response())
}
