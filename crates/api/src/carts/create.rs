//! `POST /api/carts`

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;
use edge::{Json, MaybeUser, Problem};
use shop::Shop;

use super::body::CartBody;

/// Open a cart
///
/// Takes no body. Made with a token, it is that user's alone; without one, it belongs to whoever
/// knows its id.
#[utoipa::path(post, path = "/api/carts", tag = "Carts", operation_id = "create_cart",
    responses((status = 201, description = "An empty cart.", body = CartBody,
        headers(("Location" = String, description = "The cart's own address")))))]
pub(crate) async fn create_cart(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
) -> Result<impl IntoResponse, Problem> {
    let cart = shop.create_cart(&caller).await?;
    let location = format!("/api/carts/{}", cart.id);
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location)],
        Json(CartBody::from(cart)),
    ))
}
