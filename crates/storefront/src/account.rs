//! The account: my orders, logging out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{OrderStatus, Paisa, digits};
use edge::{MaybeUser, Problem, Query};
use serde::Deserialize;
use shop::{Caller, OrderSummary, PageRequest};

use crate::frame::Frame;
use crate::listing::Pagination;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, cookies, dates, links, log_in, respond};

/// Orders a page.
const PER_PAGE: u32 = 20;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    username: String,
    orders: Vec<OrderRow>,
    pagination: Pagination,
}

struct OrderRow {
    href: String,
    number: String,
    placed_at: String,
    status: &'static str,
    over: bool,
    units: i64,
    total: Paisa,
}

/// Which page of the orders.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

/// `GET /account`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(visit.see_other(&log_in::place("/login", &visit.link(&visit.place()))));
    };
    // A million pages are enough for anybody's orders, and too few to overflow an offset.
    let number = digits::to_ascii(&which.page)
        .parse()
        .unwrap_or(1)
        .clamp(1, 1_000_000);
    let page = PageRequest {
        page: number,
        per_page: PER_PAGE,
    };
    let orders = state.shop.my_orders(&identity, page).await?;
    let snapshot = state.shop.catalogue().snapshot();
    let pages = orders
        .total
        .max(1)
        .unsigned_abs()
        .div_ceil(u64::from(PER_PAGE));
    let href = |number: u32| visit.link(&format!("/account?page={number}"));
    respond::personal(&AccountPage {
        frame: Frame::new(&state.site, &visit, &snapshot, visit.t().my_orders),
        username: identity.username,
        orders: orders
            .items
            .iter()
            .map(|order| row(order, &visit))
            .collect(),
        pagination: Pagination::new(number, usize::try_from(pages).unwrap_or(usize::MAX), href),
    })
}

fn row(order: &OrderSummary, visit: &Visit) -> OrderRow {
    OrderRow {
        href: visit.link(&links::order(&order.number)),
        number: order.number.to_string(),
        placed_at: dates::date_time(order.placed_at, visit.lang),
        status: visit.t().order_status(order.status),
        over: order.status.is_final() || order.status == OrderStatus::Delivered,
        units: order.units,
        total: order.total,
    }
}

/// `POST /logout`. The cart goes too: on a shared computer it would stay behind.
pub(crate) async fn log_out(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
) -> Result<Response, Problem> {
    if let Caller::User(identity) = caller {
        state.shop.log_out(&identity).await.map_err(Problem::from)?;
    }
    let session = edge::clear_session_cookie(state.site.secure_cookies);
    let cookies = cookies::drop_cart(&state.site).chain([session]);
    Ok(respond::with_cookies(visit.see_other("/"), cookies))
}
