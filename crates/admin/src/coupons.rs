//! Coupons: the list, a new one, changing one, its end.
//!
//! A change names the revision it was made from; what somebody else saved meanwhile is shown beside
//! what was typed and nothing is overwritten. `form.rs` reads what is typed, `edit.rs` answers.

mod edit;
mod form;

pub(crate) use edit::{create, end, new, show, update};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{CampaignState, Paisa};
use edge::{Problem, Query, Staff};
use pages::{Pagination, Visit, dates, respond};
use serde::Deserialize;
use shop::{CouponView, PageRequest};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::strings::CouponTexts;

/// Coupons a page.
const PER_PAGE: u32 = 30;
/// Characters of what is searched for at most.
const MAX_QUERY: usize = 100;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    q: String,
    page: String,
}

#[derive(Template)]
#[template(path = "coupons/list.html")]
struct ListPage {
    frame: Frame,
    t: &'static CouponTexts,
    q: String,
    rows: Vec<Row>,
    total: i64,
    pagination: Pagination,
}

struct Row {
    href: String,
    code: String,
    takes_off: String,
    minimum: Option<Paisa>,
    starts: (String, String),
    ends: Option<(String, String)>,
    uses: String,
    each: Option<String>,
    state: &'static str,
    pill: &'static str,
}

/// `GET /admin/coupons`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = CouponTexts::of(visit.lang);
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let q: String = which.q.trim().chars().take(MAX_QUERY).collect();
    let asked = Some(q.as_str()).filter(|q| !q.is_empty());
    let found = office.shop.list_coupons(asked, page).await?;
    respond::personal(&ListPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        rows: found.items.iter().map(|view| row(view, &visit)).collect(),
        total: found.total,
        pagination: pages_of(found.total, page, &Address::of(&visit)),
        q,
    })
}

fn row(view: &CouponView, visit: &Visit) -> Row {
    let t = CouponTexts::of(visit.lang);
    let moment = |at| (dates::machine(at), dates::date_time(at, visit.lang));
    let (state, pill) = standing(view, t);
    Row {
        href: visit.link(&path(view)),
        code: view.code.to_string(),
        takes_off: t.reduction(view.reduction),
        minimum: Some(view.min_subtotal).filter(|minimum| *minimum > Paisa::ZERO),
        starts: moment(view.starts_at),
        ends: view.ends_at.map(moment),
        uses: uses(view, t),
        each: view.max_uses_per_customer.map(|limit| t.each(limit)),
        state,
        pill,
    }
}

/// A coupon's page, without its language. Nothing in a code needs escaping.
fn path(view: &CouponView) -> String {
    format!("/admin/coupons/{}", view.code)
}

/// How often it was used, and of how many times.
fn uses(view: &CouponView, t: &CouponTexts) -> String {
    match view.max_uses {
        Some(limit) => t.uses_of(view.uses, limit),
        None => pages::strings::show(view.uses, t.lang),
    }
}

/// Where it stands, and the class of its pill: first what its dates say, then why it doesn't count
/// all the same.
fn standing(view: &CouponView, t: &'static CouponTexts) -> (&'static str, &'static str) {
    let used_up = view.max_uses.is_some_and(|limit| view.uses >= limit);
    match view.state {
        CampaignState::Ended => (t.ended, ""),
        _ if !view.active => (t.switched_off, "pill-bad"),
        _ if used_up => (t.used_up, "pill-warn"),
        CampaignState::Upcoming => (t.upcoming, "pill-info"),
        CampaignState::Running => (t.running, "pill-good"),
    }
}
