//! `PUT` and `DELETE /api/carts/{id}/items/{sku}`

use axum::extract::State;
use domain::CartId;
use edge::{Json, MaybeUser, Path, Problem};
use serde::Deserialize;
use shop::Shop;
use utoipa::{IntoParams, ToSchema};

use super::body::CartBody;

/// Names a line of a cart.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct LinePath {
    /// The cart's id.
    #[param(value_type = Uuid)]
    id: CartId,
    /// The variant's SKU, percent-encoded.
    #[param(example = "RC-A17-128-BLK")]
    sku: String,
}

/// How many.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineQuantity {
    /// Units from now on, a JSON number; 0 takes the line out.
    #[schema(minimum = 0, maximum = 99, examples(2))]
    quantity: i64,
}

/// Set a line of a cart
///
/// Puts the variant in if it isn't there yet. Whether there is enough of it is not checked here:
/// the line says what is available, and the order is refused if it is too little.
#[utoipa::path(put, path = "/api/carts/{id}/items/{sku}", tag = "Carts", operation_id = "set_cart_line",
    params(LinePath),
    responses(
        (status = 200, description = "The whole cart.", body = CartBody),
        (status = 400, description = "`invalid_input`, or `too_many_lines`: a cart takes 50 lines."),
        (status = 404, description = "`not_found`: no such cart, or somebody else's; `unknown_sku`: nothing for sale has this SKU."),
        (status = 409, description = "`cart_ordered`: it has become an order."),
    ))]
pub(crate) async fn set_cart_line(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    Path(LinePath { id, sku }): Path<LinePath>,
    Json(body): Json<LineQuantity>,
) -> Result<Json<CartBody>, Problem> {
    Ok(Json(
        shop.set_line(&caller, id, &sku, body.quantity)
            .await?
            .into(),
    ))
}

/// Take a line out of a cart
///
/// Nothing happens if it isn't there.
#[utoipa::path(delete, path = "/api/carts/{id}/items/{sku}", tag = "Carts", operation_id = "remove_cart_line",
    params(LinePath),
    responses(
        (status = 200, description = "The whole cart.", body = CartBody),
        (status = 409, description = "`cart_ordered`: it has become an order."),
    ))]
pub(crate) async fn remove_cart_line(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    Path(LinePath { id, sku }): Path<LinePath>,
) -> Result<Json<CartBody>, Problem> {
    Ok(Json(shop.remove_line(&caller, id, &sku).await?.into()))
}
