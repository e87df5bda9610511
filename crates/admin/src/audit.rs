//! The audit log: filtered by who, what, to what and when; each change as the fields it changed.

mod difference;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::digits;
use edge::{Problem, Query, Staff};
use pages::{Pagination, Visit};
use serde::Deserialize;
use shop::{AuditEntry, AuditFilter, PageRequest};

use crate::address::Address;
use crate::frame::Frame;
use crate::strings::AuditTexts;
use crate::{Office, dates, respond};
use difference::Difference;

/// Entries a page.
const PER_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "audit/list.html")]
struct AuditPage {
    frame: Frame,
    t: &'static AuditTexts,
    which: Which,
    total: i64,
    entries: Vec<EntryRow>,
    pagination: Pagination,
    /// Where the chain ends: to be kept elsewhere.
    head: String,
}

struct EntryRow {
    at: String,
    machine: String,
    actor: String,
    action: String,
    subject: String,
    difference: Difference,
}

/// Which entries, as the address says; what can't be read there is left out.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    /// Part of the actor's name.
    actor: String,
    /// How the action begins: `product`.
    action: String,
    /// Part of the subject.
    q: String,
    /// The first day in Dhaka: `2026-11-23`.
    from: String,
    /// The last day.
    to: String,
    page: String,
}

impl Which {
    fn filter(&self) -> AuditFilter {
        let given = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.chars().take(100).collect::<String>())
        };
        AuditFilter {
            actor: given(&self.actor),
            action: given(&self.action),
            subject: given(&self.q),
            from: dates::parse_day(&self.from),
            to: dates::parse_day(&self.to),
        }
    }

    fn page(&self) -> PageRequest {
        // A million pages are enough for any log, and too few to overflow an offset.
        let page = digits::to_ascii(&self.page).parse().unwrap_or(1);
        PageRequest {
            page: page.clamp(1, 1_000_000),
            per_page: PER_PAGE,
        }
    }
}

/// `GET /admin/audit`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = AuditTexts::of(visit.lang);
    let page = which.page();
    let log = office.shop.search_audit(which.filter(), page).await?;
    let head = office.shop.audit_head().await?;
    let pages = log
        .total
        .max(1)
        .unsigned_abs()
        .div_ceil(u64::from(PER_PAGE));
    let address = Address::of(&visit);
    respond::personal(&AuditPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        which,
        total: log.total,
        head: head.to_string(),
        entries: log.items.iter().map(|entry| row(entry, &visit)).collect(),
        pagination: Pagination::new(
            page.page,
            usize::try_from(pages).unwrap_or(usize::MAX),
            |number| address.with("page", &number.to_string()),
        ),
    })
}

fn row(entry: &AuditEntry, visit: &Visit) -> EntryRow {
    EntryRow {
        at: dates::date_time(entry.at, visit.lang),
        machine: dates::machine(entry.at),
        actor: entry.actor.clone(),
        action: entry.action.clone(),
        subject: entry.subject.clone(),
        difference: Difference::between(entry.before.as_ref(), entry.after.as_ref()),
    }
}
