//! `GET /api/admin/orders`

use std::str::FromStr;

use axum::extract::State;
use domain::{FieldError, OrderSort, UnknownWord};
use edge::needs::Orders;
use edge::{Json, May, Problem, Query};
use serde::Deserialize;
use shop::{OrderFilter, Shop};
use time::Date;
use time::macros::format_description;
use utoipa::IntoParams;

use crate::admin::{MAX_WORDS, words_to_find};
use crate::orders::body::OrderPage;
use crate::paging::PageParams;
use crate::words;

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StaffOrderFilter {
    /// A number, phone, tracking number or IMEI, in any spelling; or a part of a number, of a
    /// phone's digits or of a name, looked for among the newest 50,000 orders of the days asked for.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Only this status.
    #[param(schema_with = words::order_status)]
    status: Option<String>,
    /// Only with their payment there.
    #[param(schema_with = words::payment_status)]
    payment_status: Option<String>,
    /// Placed on this day in Dhaka or later, `2026-11-23`.
    #[param(format = Date)]
    from: Option<String>,
    /// Placed on this day in Dhaka or earlier.
    #[param(format = Date)]
    until: Option<String>,
    /// Which come first.
    #[param(schema_with = words::order_sort)]
    sort: Option<String>,
}

/// List everybody's orders
///
/// Counted and shown up to 10,000; for others say which days.
#[utoipa::path(get, path = "/api/admin/orders", tag = "Back office: orders", operation_id = "staff_list_orders",
    params(StaffOrderFilter, PageParams),
    responses((status = 200, description = "Orders, newest first unless asked otherwise.", body = OrderPage)))]
pub(crate) async fn staff_list_orders(
    State(shop): State<Shop>,
    _: May<Orders>,
    Query(filter): Query<StaffOrderFilter>,
    Query(page): Query<PageParams>,
) -> Result<Json<OrderPage>, Problem> {
    let mut errors = Vec::new();
    let page = page.collect(&mut errors);
    let filter = OrderFilter {
        q: words_to_find(filter.q, MAX_WORDS, &mut errors),
        status: word("status", filter.status, &mut errors),
        payment: word("payment_status", filter.payment_status, &mut errors),
        from: day("from", filter.from, &mut errors),
        until: day("until", filter.until, &mut errors),
        sort: word("sort", filter.sort, &mut errors).unwrap_or(OrderSort::Newest),
    };
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    Ok(Json(shop.list_orders(filter, page).await?.into()))
}

fn word<T: FromStr<Err = UnknownWord>>(
    field: &str,
    given: Option<String>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    let read: Result<T, UnknownWord> = given?.parse();
    read.map_err(|unknown| {
        errors.push(FieldError::new(
            field,
            FieldError::UNKNOWN,
            unknown.to_string(),
        ));
    })
    .ok()
}

fn day(field: &str, given: Option<String>, errors: &mut Vec<FieldError>) -> Option<Date> {
    let read = Date::parse(&given?, format_description!("[year]-[month]-[day]"));
    read.map_err(|_| {
        let message = "A day is written year-month-day: 2026-11-23";
        errors.push(FieldError::new(field, FieldError::FORMAT, message));
    })
    .ok()
}
