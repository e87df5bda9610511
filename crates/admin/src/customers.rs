//! Customers: found by name, phone or e-mail; each with their orders and whether they get in
//! (`one.rs`).

mod one;

pub(crate) use one::{disable, enable, show};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::UserId;
use edge::{Problem, Query, Staff};
use pages::{Pagination, Visit, dates, respond};
use serde::Deserialize;
use shop::{Account, PageRequest};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::strings::CustomerTexts;

/// Customers a page.
const PER_PAGE: u32 = 50;
/// Characters of what is searched for at most.
const MAX_QUERY: usize = 100;

/// Which customers.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    q: String,
    page: String,
}

#[derive(Template)]
#[template(path = "customers/list.html")]
struct ListPage {
    frame: Frame,
    t: &'static CustomerTexts,
    q: String,
    customers: Vec<Customer>,
    total: i64,
    pagination: Pagination,
}

/// A customer's account.
struct Customer {
    href: String,
    username: String,
    phone: String,
    /// To call it; empty without one.
    call: String,
    email: String,
    joined: String,
    machine: String,
    disabled: bool,
}

/// `GET /admin/customers`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = CustomerTexts::of(visit.lang);
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let q: String = which.q.trim().chars().take(MAX_QUERY).collect();
    let asked = (!q.is_empty()).then_some(q.as_str());
    let found = office.shop.list_customers(asked, page).await?;
    respond::personal(&ListPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        customers: found.items.iter().map(|a| customer(a, &visit)).collect(),
        total: found.total,
        pagination: pages_of(found.total, page, &Address::of(&visit)),
        q,
    })
}

fn customer(account: &Account, visit: &Visit) -> Customer {
    let phone = account.phone.as_ref();
    Customer {
        href: visit.link(&path(account.id)),
        username: account.username.clone(),
        phone: phone.map(ToString::to_string).unwrap_or_default(),
        call: phone
            .map(|phone| format!("tel:{phone}"))
            .unwrap_or_default(),
        email: account.email.clone().unwrap_or_default(),
        joined: dates::date(account.created_at, visit.lang),
        machine: dates::machine(account.created_at),
        disabled: account.disabled,
    }
}

/// The page of a customer.
pub(crate) fn path(user: UserId) -> String {
    format!("/admin/customers/{user}")
}
