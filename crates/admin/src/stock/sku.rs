//! `/admin/stock/{sku}`: one SKU's level, its ledger, and correcting it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, digits};
use edge::{Form, Path, Problem, Query, Staff};
use pages::{Pagination, Visit, dates, respond};
use serde::Deserialize;
use shop::{AdjustStockError, Identity, MovementView, PageRequest, StockChange, StockView};

use super::sku_path;
use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::strings::{Common, StockTexts};

/// Movements a page.
const PER_PAGE: u32 = 30;

/// Which page of the ledger.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

/// A correction as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Adjustment {
    /// `by` or `to`.
    how: String,
    units: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "stock/sku.html")]
struct SkuPage<'a> {
    frame: Frame,
    t: &'static StockTexts,
    heading: String,
    action: String,
    on_hand: i64,
    reserved: i64,
    form: &'a Adjustment,
    units_error: Option<&'static str>,
    reason_error: Option<&'static str>,
    movements: Vec<Movement>,
    total: i64,
    pagination: Pagination,
}

struct Movement {
    at: String,
    machine: String,
    on_hand: i64,
    reserved: i64,
    why: &'static str,
    reference: String,
    actor: String,
    note: String,
}

/// `GET /admin/stock/{sku}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(sku): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let view = ledger(&office, &sku, page_number(&which.page)).await?;
    let form = Adjustment::default();
    let page = page(&visit, &who, &view, &form, &[]);
    respond::personal(&page)
}

/// `POST /admin/stock/{sku}`
pub(crate) async fn adjust(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(sku): Path<String>,
    Form(form): Form<Adjustment>,
) -> Result<Response, Problem> {
    let change = digits::to_ascii(form.units.trim()).parse::<i64>();
    let change = change.map(|units| match form.how.as_str() {
        "to" => StockChange::To(units),
        _ => StockChange::By(units),
    });
    let errors = match change {
        Err(_) => vec![FieldError::new("by", FieldError::FORMAT, "not a number")],
        Ok(change) => match office
            .shop
            .adjust_stock(&who, &sku, change, &form.reason)
            .await
        {
            Ok(_) => {
                let path = format!("{}?done=adjusted", sku_path(&sku));
                return Ok(visit.see_other(&path));
            }
            Err(AdjustStockError::Invalid(errors)) => errors,
            Err(AdjustStockError::Insufficient { .. }) => {
                vec![FieldError::new("by", INSUFFICIENT, "too many")]
            }
            Err(error) => return Err(error.into()),
        },
    };
    let view = ledger(&office, &sku, 1).await?;
    let status = StatusCode::BAD_REQUEST;
    respond::personal_with(status, &page(&visit, &who, &view, &form, &errors))
}

/// Fewer would be there than are promised.
const INSUFFICIENT: &str = "insufficient";

async fn ledger(office: &Office, sku: &str, page: u32) -> Result<StockView, Problem> {
    let page = PageRequest {
        page,
        per_page: PER_PAGE,
    };
    let view = office.shop.stock(sku, page).await?;
    view.ok_or_else(Problem::not_found)
}

fn page<'a>(
    visit: &Visit,
    who: &Identity,
    view: &StockView,
    form: &'a Adjustment,
    errors: &[FieldError],
) -> SkuPage<'a> {
    let t = StockTexts::of(visit.lang);
    let heading = t.of_sku(view.sku.as_str());
    let path = sku_path(view.sku.as_str());
    let error = |names: [&str; 2]| {
        let error = errors.iter().find(|e| names.contains(&e.field.as_ref()))?;
        Some(match error.code {
            INSUFFICIENT => t.insufficient,
            FieldError::FORMAT => t.units_format,
            code => Common::of(visit.lang).field_code(code),
        })
    };
    let ledger = &view.movements;
    let place = PageRequest {
        page: ledger.page,
        per_page: ledger.per_page,
    };
    SkuPage {
        frame: Frame::new(visit, who, &heading)
            .placed_at(&path)
            .says(&[("adjusted", t.done_adjusted)]),
        t,
        heading,
        action: visit.link(&path),
        on_hand: view.on_hand,
        reserved: view.reserved,
        form,
        units_error: error(["by", "to"]),
        reason_error: error(["reason", "reason"]),
        movements: ledger.items.iter().map(|m| movement(m, visit)).collect(),
        total: ledger.total,
        pagination: pages_of(ledger.total, place, &Address::of(visit)),
    }
}

fn movement(movement: &MovementView, visit: &Visit) -> Movement {
    let t = StockTexts::of(visit.lang);
    Movement {
        at: dates::date_time(movement.at, visit.lang),
        machine: dates::machine(movement.at),
        on_hand: movement.on_hand_delta,
        reserved: movement.reserved_delta,
        why: t.reason_name(movement.reason),
        reference: movement.reference.clone().unwrap_or_default(),
        actor: movement.actor.clone(),
        note: movement.note.clone().unwrap_or_default(),
    }
}
