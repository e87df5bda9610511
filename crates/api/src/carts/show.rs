//! `GET /api/carts/{id}`

use axum::extract::State;
use edge::{Json, MaybeUser, Path, Problem};
use shop::Shop;

use super::body::{CartBody, CartPath};

/// See a cart
#[utoipa::path(get, path = "/api/carts/{id}", tag = "Carts", operation_id = "show_cart",
    params(CartPath),
    responses((status = 200, description = "The cart at today's prices.", body = CartBody)))]
pub(crate) async fn show_cart(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    Path(CartPath { id }): Path<CartPath>,
) -> Result<Json<CartBody>, Problem> {
    Ok(Json(shop.cart(&caller, id).await?.into()))
}
