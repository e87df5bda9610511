//! Flash sales: the list, a new one, changing one, its end.
//!
//! A change names the revision it was made from; what somebody else saved meanwhile is shown beside
//! what was typed and nothing is overwritten. `form.rs` reads what is typed, `fields.rs` says what
//! is wrong with it, `rows.rs` lays the lines beside the goods, `edit.rs` answers.

mod edit;
mod fields;
mod form;
mod rows;

pub(crate) use edit::{create, end, new, show, update};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{CampaignState, FlashSaleId};
use edge::{Problem, Query, Staff};
use pages::{Pagination, Visit, dates, respond};
use serde::Deserialize;
use shop::{FlashSaleSummary, PageRequest};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::strings::FlashSaleTexts;

/// Sales a page.
const PER_PAGE: u32 = 30;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

#[derive(Template)]
#[template(path = "flash-sales/list.html")]
struct ListPage {
    frame: Frame,
    t: &'static FlashSaleTexts,
    rows: Vec<Row>,
    total: i64,
    pagination: Pagination,
}

struct Row {
    href: String,
    name: String,
    starts: (String, String),
    ends: (String, String),
    lines: i64,
    sold: i64,
    state: &'static str,
    pill: &'static str,
}

/// `GET /admin/flash-sales`: the last to end comes first.
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = FlashSaleTexts::of(visit.lang);
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let found = office.shop.list_flash_sales(page).await?;
    respond::personal(&ListPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        rows: found.items.iter().map(|sale| row(sale, &visit)).collect(),
        total: found.total,
        pagination: pages_of(found.total, page, &Address::of(&visit)),
    })
}

fn row(sale: &FlashSaleSummary, visit: &Visit) -> Row {
    let moment = |at| (dates::machine(at), dates::date_time(at, visit.lang));
    let (state, pill) = standing(sale.state, FlashSaleTexts::of(visit.lang));
    Row {
        href: visit.link(&path(sale.id)),
        name: sale.name.get(visit.lang).to_owned(),
        starts: moment(sale.starts_at),
        ends: moment(sale.ends_at),
        lines: sale.lines,
        sold: sale.sold,
        state,
        pill,
    }
}

/// A sale's page, without its language.
fn path(id: FlashSaleId) -> String {
    format!("/admin/flash-sales/{id}")
}

/// Where a sale stands, and the class of its pill.
fn standing(state: CampaignState, t: &'static FlashSaleTexts) -> (&'static str, &'static str) {
    match state {
        CampaignState::Upcoming => (t.upcoming, "pill-info"),
        CampaignState::Running => (t.running, "pill-good"),
        CampaignState::Ended => (t.ended, ""),
    }
}
