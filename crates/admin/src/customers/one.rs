//! `/admin/customers/{customer}`: how they are reached, what they ordered, and whether they may
//! log in. Staff have their own page: here they aren't found.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{Role, UserId};
use edge::{Path, Problem, Query, Staff};
use pages::{Pagination, Visit, dates, links, respond};
use serde::Deserialize;
use shop::{Account, Identity, OrderSummary, PageRequest, UserChange};

use super::{Customer, customer, path};
use crate::Office;
use crate::address::Address;
use crate::forms::Confirm;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::orders::{order_pill, payment_pill};
use crate::strings::{CustomerTexts, OrderTexts};

/// Orders a page.
const PER_PAGE: u32 = 20;

/// Which page of their orders.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

#[derive(Template)]
#[template(path = "customers/one.html")]
struct OnePage {
    frame: Frame,
    t: &'static CustomerTexts,
    customer: Customer,
    /// What was changed about the account.
    history: String,
    enable: String,
    confirm: Confirm,
    orders: Vec<Order>,
    total: i64,
    pagination: Pagination,
}

struct Order {
    href: String,
    number: String,
    at: String,
    machine: String,
    status: &'static str,
    status_pill: &'static str,
    payment: &'static str,
    payment_pill: &'static str,
    units: i64,
    total: String,
}

/// `GET /admin/customers/{customer}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(user): Path<UserId>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = CustomerTexts::of(visit.lang);
    let account = find(&office, user).await?;
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let orders = office.shop.orders_of(user, page).await?;
    let at = path(user);
    let subject = format!("user:{}", account.username);
    let history = links::with_query("/admin/audit", [("q", subject.as_str())]);
    respond::personal(&OnePage {
        frame: Frame::new(&visit, &who, &account.username)
            .says(&[("disabled", t.done_disabled), ("enabled", t.done_enabled)]),
        t,
        history: visit.link(&history),
        enable: visit.link(&format!("{at}/enable")),
        confirm: Confirm {
            summary: t.disable,
            question: t.disable_question(&account.username),
            action: visit.link(&format!("{at}/disable")),
            button: t.disable_confirm,
        },
        customer: customer(&account, &visit),
        orders: orders.items.iter().map(|o| order(o, &visit)).collect(),
        total: orders.total,
        pagination: pages_of(orders.total, page, &Address::of(&visit)),
    })
}

/// `POST /admin/customers/{customer}/disable`
pub(crate) async fn disable(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(user): Path<UserId>,
) -> Result<Response, Problem> {
    set_disabled(&office, &who, user, true).await?;
    Ok(visit.see_other(&format!("{}?done=disabled", path(user))))
}

/// `POST /admin/customers/{customer}/enable`
pub(crate) async fn enable(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(user): Path<UserId>,
) -> Result<Response, Problem> {
    set_disabled(&office, &who, user, false).await?;
    Ok(visit.see_other(&format!("{}?done=enabled", path(user))))
}

async fn set_disabled(
    office: &Office,
    who: &Identity,
    user: UserId,
    disabled: bool,
) -> Result<(), Problem> {
    find(office, user).await?;
    let change = UserChange {
        disabled: Some(disabled),
        ..UserChange::default()
    };
    office.shop.change_user(who, user, change).await?;
    Ok(())
}

async fn find(office: &Office, user: UserId) -> Result<Account, Problem> {
    let account = office.shop.account(user).await?;
    account
        .filter(|account| account.role == Role::Customer)
        .ok_or_else(Problem::not_found)
}

fn order(order: &OrderSummary, visit: &Visit) -> Order {
    let t = OrderTexts::of(visit.lang);
    let number = order.number.to_string();
    Order {
        href: visit.link(&format!("/admin/orders/{number}")),
        number,
        at: dates::date_time(order.placed_at, visit.lang),
        machine: dates::machine(order.placed_at),
        status: t.order_status(order.status),
        status_pill: order_pill(order.status),
        payment: t.payment_status(order.payment_status),
        payment_pill: payment_pill(order.payment_status),
        units: order.units,
        total: order.total.format(visit.lang),
    }
}
