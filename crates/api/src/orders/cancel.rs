//! `POST /api/orders/{number}/cancel`

use axum::extract::State;
use edge::{BearerToken, Json, MaybeUser, Path, Problem};
use shop::Shop;

use super::body::{OrderAnswer, OrderPath};
use super::show::{access_token, seen_by};

/// Cancel an order
///
/// For whom the order may be seen by. A customer can cancel until it is packed, staff until it is
/// shipped. The units are free for others at once. Takes no body.
#[utoipa::path(post, path = "/api/orders/{number}/cancel", tag = "Orders", operation_id = "cancel_order",
    params(OrderPath),
    responses(
        (status = 200, description = "The order, cancelled.", body = OrderAnswer),
        (status = 409, description = "`illegal_move`: it can't be cancelled any more."),
    ))]
pub(crate) async fn cancel_order(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    BearerToken(token): BearerToken,
    Path(OrderPath { number }): Path<OrderPath>,
) -> Result<Json<OrderAnswer>, Problem> {
    let token = access_token(&caller, token.as_deref());
    let order = shop.cancel_order(&caller, token, &number).await?;
    Ok(Json(seen_by(&caller, order)))
}
