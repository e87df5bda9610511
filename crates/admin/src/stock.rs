//! Stock: what there is, what runs low, why it moved, and putting it right.

mod bulk;
mod sku;

pub(crate) use bulk::{FORM_BYTES, save, show as bulk};
pub(crate) use sku::{adjust, show as of_sku};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::digits;
use edge::{Problem, Query, Staff};
use pages::{Pagination, Visit, links, respond};
use serde::Deserialize;
use shop::{PageRequest, ShelfFilter, ShelfItem};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::products::LOW;
use crate::strings::StockTexts;

/// Variants a page.
const PER_PAGE: u32 = 50;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    q: String,
    at_most: String,
    page: String,
}

#[derive(Template)]
#[template(path = "stock/list.html")]
struct StockPage {
    frame: Frame,
    t: &'static StockTexts,
    q: String,
    at_most: String,
    /// The list of what runs low.
    low: String,
    rows: Vec<Row>,
    total: i64,
    pagination: Pagination,
}

struct Row {
    href: String,
    sku: String,
    title: String,
    variant: String,
    barcode: String,
    on_hand: i64,
    reserved: i64,
    available: i64,
    low: bool,
}

/// `GET /admin/stock`: what can be sold least comes first.
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = StockTexts::of(visit.lang);
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let filter = ShelfFilter {
        q: Some(which.q.clone()),
        at_most: digits::to_ascii(which.at_most.trim()).parse().ok(),
        least_first: true,
        ..ShelfFilter::default()
    };
    let shelf = office.shop.shelf(filter, page).await?;
    respond::personal(&StockPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        low: visit.link(&format!("/admin/stock?at_most={LOW}")),
        rows: shelf.items.iter().map(|item| row(item, &visit)).collect(),
        total: shelf.total,
        pagination: pages_of(shelf.total, page, &Address::of(&visit)),
        q: which.q,
        at_most: which.at_most,
    })
}

fn row(item: &ShelfItem, visit: &Visit) -> Row {
    Row {
        href: visit.link(&sku_path(item.sku.as_str())),
        sku: item.sku.to_string(),
        title: item.title.get(visit.lang).to_owned(),
        variant: item.variant.clone(),
        barcode: item.barcode.clone().unwrap_or_default(),
        on_hand: item.on_hand,
        reserved: item.reserved,
        available: item.available(),
        low: item.available() <= LOW,
    }
}

/// The page of a SKU, which may have slashes and the like in it.
pub(crate) fn sku_path(sku: &str) -> String {
    format!("/admin/stock/{}", links::part(sku))
}
