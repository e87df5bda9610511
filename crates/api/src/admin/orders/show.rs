//! `GET /api/admin/orders/{number}`

use axum::extract::State;
use edge::needs::Orders;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::StaffOrder;
use crate::orders::body::OrderPath;

/// See anybody's order
#[utoipa::path(get, path = "/api/admin/orders/{number}", tag = "Back office: orders", operation_id = "staff_show_order",
    params(OrderPath),
    responses((status = 200, description = "The order, its papers, and what staff can do with it.", body = StaffOrder)))]
pub(crate) async fn staff_show_order(
    State(shop): State<Shop>,
    _: May<Orders>,
    Path(OrderPath { number }): Path<OrderPath>,
) -> Result<Json<StaffOrder>, Problem> {
    Ok(Json(shop.staff_order(&number).await?.into()))
}
