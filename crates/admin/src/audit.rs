//! The audit log.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::digits;
use edge::{Admin, Problem, Query};
use pages::{Pagination, Visit};
use serde::Deserialize;
use shop::{AuditEntry, PageRequest};

use crate::address::Address;
use crate::frame::Frame;
use crate::strings::AuditTexts;
use crate::{Office, dates, respond};

/// Entries a page.
const PER_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "audit/list.html")]
struct AuditPage {
    frame: Frame,
    t: &'static AuditTexts,
    total: i64,
    entries: Vec<EntryRow>,
    pagination: Pagination,
}

struct EntryRow {
    at: String,
    machine: String,
    actor: String,
    action: String,
    subject: String,
    before: String,
    after: String,
}

/// Which page of the log.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

/// `GET /admin/audit`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = AuditTexts::of(visit.lang);
    // A million pages are enough for any log, and too few to overflow an offset.
    let page = PageRequest {
        page: digits::to_ascii(&which.page)
            .parse()
            .unwrap_or(1)
            .clamp(1, 1_000_000),
        per_page: PER_PAGE,
    };
    let log = office.shop.audit_log(page).await?;
    let pages = log
        .total
        .max(1)
        .unsigned_abs()
        .div_ceil(u64::from(PER_PAGE));
    let address = Address::of(&visit);
    respond::personal(&AuditPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        total: log.total,
        entries: log.items.iter().map(|entry| row(entry, &visit)).collect(),
        pagination: Pagination::new(
            page.page,
            usize::try_from(pages).unwrap_or(usize::MAX),
            |number| address.with("page", &number.to_string()),
        ),
    })
}

fn row(entry: &AuditEntry, visit: &Visit) -> EntryRow {
    let text = |value: &Option<serde_json::Value>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    EntryRow {
        at: dates::date_time(entry.at, visit.lang),
        machine: dates::machine(entry.at),
        actor: entry.actor.clone(),
        action: entry.action.clone(),
        subject: entry.subject.clone(),
        before: text(&entry.before),
        after: text(&entry.after),
    }
}
