//! `GET /api/orders/{number}`

use axum::extract::State;
use domain::Permission;
use edge::{BearerToken, Json, MaybeUser, Path, Problem};
use shop::{Caller, OrderView, Shop};

use super::body::{OrderAnswer, OrderBody, OrderPath};

/// See an order
///
/// For its customer, for staff, and for who sends the order's `access_token` as
/// `Authorization: Bearer`. Everybody else gets the answer that a number nobody has gets: 404.
#[utoipa::path(get, path = "/api/orders/{number}", tag = "Orders", operation_id = "show_order",
    params(OrderPath),
    responses((status = 200, description = "The order.", body = OrderAnswer)))]
pub(crate) async fn show_order(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    BearerToken(token): BearerToken,
    Path(OrderPath { number }): Path<OrderPath>,
) -> Result<Json<OrderAnswer>, Problem> {
    let order = shop
        .order(&caller, access_token(&caller, token.as_deref()), &number)
        .await?;
    Ok(Json(seen_by(&caller, order)))
}

/// The bearer token, where it is no session's: it may be an order's.
pub(crate) fn access_token<'a>(caller: &Caller, token: Option<&'a str>) -> Option<&'a str> {
    token.filter(|_| matches!(caller, Caller::Anonymous))
}

/// The order as `caller` sees it.
pub(crate) fn seen_by(caller: &Caller, order: OrderView) -> OrderAnswer {
    let order = if caller.may(Permission::Orders) {
        OrderBody::for_staff(order)
    } else {
        OrderBody::for_buyer(order)
    };
    OrderAnswer { order }
}
