//! `GET /api/admin/orders`

use axum::extract::State;
use domain::{FieldError, OrderStatus};
use edge::{Json, Problem, Query, Staff};
use serde::Deserialize;
use shop::{OrderFilter, Shop};
use utoipa::IntoParams;

use crate::admin::{MAX_WORDS, words_to_find};
use crate::orders::body::OrderPage;
use crate::paging::PageParams;
use crate::words;

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StaffOrderFilter {
    /// Part of a number, phone or name.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Only this status.
    #[param(schema_with = words::order_status)]
    status: Option<String>,
}

/// List everybody's orders
#[utoipa::path(get, path = "/api/admin/orders", tag = "Back office: orders", operation_id = "staff_list_orders",
    params(StaffOrderFilter, PageParams),
    responses((status = 200, description = "Orders, newest first.", body = OrderPage)))]
pub(crate) async fn staff_list_orders(
    State(shop): State<Shop>,
    _staff: Staff,
    Query(filter): Query<StaffOrderFilter>,
    Query(page): Query<PageParams>,
) -> Result<Json<OrderPage>, Problem> {
    let mut errors = Vec::new();
    let page = page.collect(&mut errors);
    let q = words_to_find(filter.q, MAX_WORDS, &mut errors);
    let status = filter
        .status
        .map(|word| word.parse::<OrderStatus>())
        .transpose();
    let status = status.unwrap_or_else(|unknown| {
        errors.push(FieldError::new(
            "status",
            FieldError::UNKNOWN,
            unknown.to_string(),
        ));
        None
    });
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    Ok(Json(
        shop.list_orders(OrderFilter { status, q }, page)
            .await?
            .into(),
    ))
}
