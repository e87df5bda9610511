//! `GET /api/orders`

use axum::extract::State;
use edge::{Customer, Json, Problem, Query};
use shop::Shop;

use super::body::OrderPage;
use crate::paging::PageParams;

/// List my orders
#[utoipa::path(get, path = "/api/orders", tag = "Orders", operation_id = "list_orders",
    params(PageParams),
    responses((status = 200, description = "My orders, newest first.", body = OrderPage)))]
pub(crate) async fn list_orders(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Query(page): Query<PageParams>,
) -> Result<Json<OrderPage>, Problem> {
    Ok(Json(
        shop.my_orders(&identity, page.request()?).await?.into(),
    ))
}
