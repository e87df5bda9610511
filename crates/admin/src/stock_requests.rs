//! `/admin/stock-requests`: who waits for what, so that it is ordered before they buy elsewhere.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use edge::{Problem, Query, Staff};
use pages::{Pagination, Visit, dates, respond};
use serde::Deserialize;
use shop::{PageRequest, Waiting};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::stock::sku_path;
use crate::strings::StockRequestTexts;

/// SKUs a page.
const PER_PAGE: u32 = 50;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

#[derive(Template)]
#[template(path = "stock_requests/list.html")]
struct RequestsPage {
    frame: Frame,
    t: &'static StockRequestTexts,
    rows: Vec<Row>,
    total: i64,
    pagination: Pagination,
}

struct Row {
    href: String,
    sku: String,
    title: String,
    variant: String,
    waiting: i64,
    since: String,
    machine: String,
    available: i64,
    /// `None` while it isn't for sale.
    price: Option<String>,
}

/// `GET /admin/stock-requests`: the most wanted first.
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = StockRequestTexts::of(visit.lang);
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let found = office.shop.waiting_for_stock(page).await?;
    respond::personal(&RequestsPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        rows: found.items.iter().map(|item| row(item, &visit)).collect(),
        total: found.total,
        pagination: pages_of(found.total, page, &Address::of(&visit)),
    })
}

fn row(item: &Waiting, visit: &Visit) -> Row {
    Row {
        href: visit.link(&sku_path(item.sku.as_str())),
        sku: item.sku.to_string(),
        title: item.title.get(visit.lang).to_owned(),
        variant: item.variant.clone(),
        waiting: item.waiting,
        since: dates::date_time(item.since, visit.lang),
        machine: dates::machine(item.since),
        available: item.available,
        price: item.price.map(|price| price.format(visit.lang)),
    }
}
