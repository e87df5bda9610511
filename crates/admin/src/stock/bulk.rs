//! `/admin/bulk`: prices and stock of many variants in one form.
//!
//! A row carries what it was made from (the product's revision, the units seen), so rows that
//! somebody else changed meanwhile are refused one by one and the others saved. "Work out" fills
//! in prices and saves nothing.

mod rows;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ProductStatus;
use edge::{Form, Problem, Query, Staff};
use pages::{Pagination, Visit, respond};
use serde::Deserialize;
use shop::{Identity, PageRequest, RowError, ShelfFilter};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{Listed, category_options, page_number, pages_of};
use crate::strings::{ProductTexts, StockTexts};
use rows::{Change, GridRow, Typed};

/// Rows a page.
const PER_PAGE: u32 = 50;
/// Bytes of the form at most: a page of rows has far fewer.
pub(crate) const FORM_BYTES: usize = 512 * 1024;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    q: String,
    status: String,
    category: String,
    brand: String,
    page: String,
}

#[derive(Template)]
#[template(path = "stock/bulk.html")]
struct BulkPage {
    frame: Frame,
    t: &'static StockTexts,
    which: Which,
    action: String,
    statuses: Vec<Listed>,
    categories: Vec<Listed>,
    brands: Vec<Listed>,
    rows: Vec<GridRow>,
    change: Change,
    /// Taka that new prices are multiples of.
    steps: Vec<Listed>,
    reason: String,
    notices: Vec<String>,
    total: i64,
    pagination: Pagination,
}

/// `GET /admin/bulk`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let page = page(&office, &visit, &who, which, None, Vec::new()).await?;
    respond::personal(&page)
}

/// `POST /admin/bulk`
pub(crate) async fn save(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let t = StockTexts::of(visit.lang);
    let mut typed = Typed::read(&fields);
    if typed.works_out() {
        let worked_out = typed.work_out();
        let notice = if worked_out {
            t.worked_out
        } else {
            t.nothing_picked
        };
        let notices = vec![notice.to_owned()];
        let page = page(&office, &visit, &who, which, Some(typed), notices).await?;
        return respond::personal(&page);
    }
    let (mut saved, mut refused) = (0usize, 0usize);
    let asked = typed.edits();
    let edits: Vec<_> = asked
        .iter()
        .filter_map(|(_, edit)| edit.clone().ok())
        .collect();
    let mut verdicts = office
        .shop
        .edit_shelf(&who, &edits, &typed.reason)
        .await
        .into_iter();
    for (at, edit) in asked {
        let verdict = match edit {
            Ok(_) => verdicts.next().unwrap_or(Ok(false)),
            Err(()) => Err(RowError::Invalid(Vec::new())),
        };
        match &verdict {
            Ok(true) => saved += 1,
            Ok(false) => {}
            Err(RowError::Store(error)) => {
                tracing::error!(%error, "a row was not saved");
                refused += 1;
            }
            Err(_) => refused += 1,
        }
        typed.judge(at, &verdict, t);
    }
    let notices: Vec<String> = [(saved, t.saved(saved)), (refused, t.refused(refused))]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| words)
        .collect();
    let status = if refused > 0 {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let page = page(&office, &visit, &who, which, Some(typed), notices).await?;
    respond::personal_with(status, &page)
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    which: Which,
    typed: Option<Typed>,
    notices: Vec<String>,
) -> Result<BulkPage, Problem> {
    let t = StockTexts::of(visit.lang);
    let asked = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let filter = ShelfFilter {
        q: given(&which.q),
        status: which.status.parse().ok(),
        category: given(&which.category),
        brand: given(&which.brand),
        ..ShelfFilter::default()
    };
    let shelf = office.shop.shelf(filter, asked).await?;
    let categories = office.shop.staff_categories().await?;
    let brands = office.shop.brands().await?;
    let names = ProductTexts::of(visit.lang);
    let (change, reason) = typed
        .as_ref()
        .map(|typed| (typed.change.clone(), typed.reason.clone()))
        .unwrap_or_default();
    Ok(BulkPage {
        frame: Frame::new(visit, who, t.bulk_title),
        t,
        action: visit.link(&visit.place()),
        statuses: ProductStatus::ALL
            .iter()
            .map(|status| Listed::new(status.as_str(), names.status_name(*status), &which.status))
            .collect(),
        categories: category_options(&categories, &which.category, visit.lang),
        brands: brands
            .iter()
            .map(|brand| Listed::new(brand, brand, &which.brand))
            .collect(),
        which,
        rows: shelf
            .items
            .iter()
            .map(|item| GridRow::new(item, typed.as_ref(), visit))
            .collect(),
        steps: [1, 5, 10, 100]
            .map(|step: i64| {
                let label = pages::strings::show(step, visit.lang);
                Listed::new(&step.to_string(), &label, &change.round)
            })
            .into(),
        change,
        reason,
        notices,
        total: shelf.total,
        pagination: pages_of(shelf.total, asked, &Address::of(visit)),
    })
}
