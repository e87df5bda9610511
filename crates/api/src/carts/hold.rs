//! `POST /api/carts/{id}/hold`

use axum::extract::State;
use edge::{Json, MaybeUser, Path, Problem};
use shop::Shop;

use super::body::{CartBody, CartPath};

/// Keep a cart's units for a while
///
/// For a buyer who fills in the checkout: all of the cart's units are kept for it until
/// `held_until`, or none. Asking again keeps them anew from now. Placing the order uses what is
/// kept; any change to the cart gives it up. Takes no body.
#[utoipa::path(post, path = "/api/carts/{id}/hold", tag = "Carts", operation_id = "hold_cart",
    params(CartPath),
    responses(
        (status = 200, description = "They are kept.", body = CartBody),
        (status = 400, description = "`cart_empty`: there is nothing in it."),
        (status = 409, description = "`out_of_stock` with `items`, or `cart_ordered`: nothing is kept."),
    ))]
pub(crate) async fn hold_cart(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    Path(CartPath { id }): Path<CartPath>,
) -> Result<Json<CartBody>, Problem> {
    Ok(Json(shop.hold_cart(&caller, id).await?.into()))
}
