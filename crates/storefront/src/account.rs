//! The account: my orders, logging out. What else is kept there has a file each below.

pub(crate) mod addresses;
pub(crate) mod contact;
pub(crate) mod password;
pub(crate) mod phone;
pub(crate) mod reviews;
pub(crate) mod sessions;
pub(crate) mod wishlist;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use domain::{OrderStatus, Paisa, digits};
use edge::{MaybeUser, Problem, Query, SecurityEvent, Session};
use serde::Deserialize;
use shop::{Caller, OrderSummary, PageRequest};

use crate::frame::Frame;
use crate::listing::Pagination;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, cookies, dates, links, log_in, respond};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// Pages that were seen, and what scripts kept: products that were looked at.
const CACHE_AND_STORAGE: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// Orders a page.
const PER_PAGE: u32 = 20;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    account_place: &'static str,
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
        return Ok(ask_to_log_in(&visit));
    };
    let number = page_number(&which.page);
    let page = PageRequest {
        page: number,
        per_page: PER_PAGE,
    };
    let orders = state.shop.my_orders(&identity, page).await?;
    let snapshot = state.shop.catalogue().snapshot();
    let href = |number: u32| visit.link(&format!("/account?page={number}"));
    respond::personal(&AccountPage {
        frame: Frame::new(&state.site, &visit, &snapshot, visit.t().my_orders),
        account_place: "orders",
        username: identity.username,
        orders: orders
            .items
            .iter()
            .map(|order| row(order, &visit))
            .collect(),
        pagination: Pagination::new(number, last_page(orders.total), href),
    })
}

/// Whether a form was taken: what its page is opened with afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

impl Done {
    fn is_done(&self) -> bool {
        self.done == "1"
    }
}

/// To the login, and back here afterwards.
fn ask_to_log_in(visit: &Visit) -> Response {
    visit.see_other(&log_in::place("/login", &visit.link(&visit.place())))
}

/// The page that was asked for. A million are enough for anybody's list, and too few to overflow
/// an offset.
pub(crate) fn page_number(text: &str) -> u32 {
    let number = digits::to_ascii(text).parse().unwrap_or(1);
    number.clamp(1, 1_000_000)
}

/// How many pages a list of so many has.
fn last_page(total: i64) -> usize {
    let pages = total.max(1).unsigned_abs().div_ceil(u64::from(PER_PAGE));
    usize::try_from(pages).unwrap_or(usize::MAX)
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
    session: Result<Session, Problem>,
) -> Result<Response, Problem> {
    let answer = logged_out(&state, &visit);
    let Ok(Session(identity)) = session else {
        return Ok(answer);
    };
    state.shop.log_out(&identity).await.map_err(Problem::from)?;
    Ok(SecurityEvent::logged_out(identity.user).on(answer))
}

/// To the home page, with nothing of the account left in the browser. Cookies are dropped by
/// name: `"cookies"` would end what other hosts of our domain know their visitors by.
fn logged_out(state: &Storefront, visit: &Visit) -> Response {
    let session = edge::clear_session_cookie(state.site.secure_cookies);
    let cookies = cookies::drop_cart(&state.site).chain([session]);
    let mut response = respond::with_cookies(visit.see_other("/"), cookies);
    response
        .headers_mut()
        .insert(CLEAR_SITE_DATA, CACHE_AND_STORAGE);
    response
}
