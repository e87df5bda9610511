//! `GET /admin/orders`: the list with its filters, and many orders confirmed at once.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{OrderNumber, OrderSort, OrderStatus, PaymentStatus, digits};
use edge::{Form, Problem, Query, Staff};
use pages::{Pagination, Visit};
use serde::Deserialize;
use shop::{MAX_BULK, OrderFilter, OrderSummary, PageRequest};
use time::Date;
use time::macros::format_description;

use super::{district_name, order_pill, payment_pill};
use crate::address::Address;
use crate::forms::Choice;
use crate::frame::Frame;
use crate::sorting::{Column, Head, Sorting};
use crate::strings::OrderTexts;
use crate::{Office, dates, respond};

/// Orders a page.
const PER_PAGE: u32 = 50;
/// Characters of what is searched for at most.
const MAX_QUERY: usize = 100;

#[derive(Template)]
#[template(path = "orders/list.html")]
struct ListPage {
    frame: Frame,
    t: &'static OrderTexts,
    q: String,
    from: String,
    until: String,
    sort: String,
    statuses: Vec<Choice>,
    payments: Vec<Choice>,
    queues: [Queue; 2],
    heads: Vec<Head>,
    total: i64,
    orders: Vec<OrderLine>,
    /// Whether something on the page can be confirmed.
    confirmable: bool,
    pagination: Pagination,
}

/// A queue that is printed as one.
struct Queue {
    name: &'static str,
    href: String,
    waiting: i64,
}

struct OrderLine {
    number: String,
    href: String,
    at: String,
    machine: String,
    customer: String,
    phone: String,
    district: String,
    status: &'static str,
    status_pill: &'static str,
    payment: &'static str,
    payment_pill: &'static str,
    units: i64,
    total: String,
    pending: bool,
}

/// Which orders.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    q: String,
    status: String,
    payment: String,
    from: String,
    until: String,
    sort: String,
    page: String,
}

/// The orders that were ticked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ticked {
    number: Vec<String>,
}

impl Which {
    /// What isn't understood filters nothing: an old link shows more, not an error.
    fn filter(&self, sorting: Sorting) -> OrderFilter {
        let q: String = self.q.trim().chars().take(MAX_QUERY).collect();
        OrderFilter {
            status: self.status.parse().ok(),
            payment: self.payment.parse().ok(),
            from: day(&self.from),
            until: day(&self.until),
            q: (!q.is_empty()).then_some(q),
            sort: if sorting.descending {
                OrderSort::Newest
            } else {
                OrderSort::Oldest
            },
        }
    }

    fn page(&self) -> PageRequest {
        let page = digits::to_ascii(&self.page).parse().unwrap_or(1);
        PageRequest {
            page: u32::clamp(page, 1, 1_000_000),
            per_page: PER_PAGE,
        }
    }
}

fn day(text: &str) -> Option<Date> {
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(&digits::to_ascii(text), format).ok()
}

/// `GET /admin/orders`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = OrderTexts::of(visit.lang);
    let columns = [
        Column::plain(t.select),
        Column::plain(t.number),
        Column::sorted("placed", t.placed),
        Column::plain(t.customer),
        Column::plain(t.status),
        Column::plain(t.payment),
        Column {
            numeric: true,
            ..Column::plain(t.units)
        },
        Column {
            numeric: true,
            ..Column::plain(t.total)
        },
    ];
    let asked = if which.sort.is_empty() {
        "-placed"
    } else {
        &which.sort
    };
    let sorting = Sorting::of(asked, &columns);
    let page = which.page();
    let found = office.shop.list_orders(which.filter(sorting), page).await?;
    let pages = found
        .total
        .max(1)
        .unsigned_abs()
        .div_ceil(u64::from(PER_PAGE));
    let address = Address::of(&visit);
    let orders: Vec<OrderLine> = found.items.iter().map(|o| line(o, &visit, t)).collect();
    respond::personal(&ListPage {
        frame: Frame::new(&visit, &who, t.title).says(&[
            ("confirmed", t.done_confirmed),
            ("some", t.done_some),
            ("none", t.done_none),
        ]),
        t,
        statuses: choices(
            "status",
            &which.status,
            t,
            OrderStatus::ALL.map(|s| (s.as_str(), t.order_status(s))),
        ),
        payments: choices(
            "payment",
            &which.payment,
            t,
            PaymentStatus::ALL.map(|s| (s.as_str(), t.payment_status(s))),
        ),
        queues: queues(&office, &visit, t).await?,
        heads: sorting.heads(&columns, &address),
        total: found.total,
        confirmable: orders.iter().any(|order| order.pending),
        orders,
        pagination: Pagination::new(
            page.page,
            usize::try_from(pages).unwrap_or(usize::MAX),
            |number| address.with("page", &number.to_string()),
        ),
        q: which.q,
        from: which.from,
        until: which.until,
        sort: which.sort,
    })
}

fn choices<const N: usize>(
    name: &'static str,
    chosen: &str,
    t: &OrderTexts,
    words: [(&'static str, &'static str); N],
) -> Vec<Choice> {
    let choice = |(value, label)| Choice {
        name,
        value,
        label,
        chosen: value == chosen,
    };
    std::iter::once(("", t.any))
        .chain(words)
        .map(choice)
        .collect()
}

async fn queues(office: &Office, visit: &Visit, t: &OrderTexts) -> Result<[Queue; 2], Problem> {
    let pack = office.shop.count_orders_in(OrderStatus::Confirmed).await?;
    let hand_over = office.shop.count_orders_in(OrderStatus::Packed).await?;
    Ok([
        Queue {
            name: t.to_pack,
            href: visit.link("/admin/orders/to-pack"),
            waiting: pack,
        },
        Queue {
            name: t.to_hand_over,
            href: visit.link("/admin/orders/to-hand-over"),
            waiting: hand_over,
        },
    ])
}

fn line(order: &OrderSummary, visit: &Visit, t: &OrderTexts) -> OrderLine {
    OrderLine {
        number: order.number.to_string(),
        href: visit.link(&format!("/admin/orders/{}", order.number)),
        at: dates::date_time(order.placed_at, visit.lang),
        machine: dates::machine(order.placed_at),
        customer: order.customer_name.clone(),
        phone: order.phone.clone(),
        district: district_name(&order.district, visit.lang),
        status: t.order_status(order.status),
        status_pill: order_pill(order.status),
        payment: t.payment_status(order.payment_status),
        payment_pill: payment_pill(order.payment_status),
        units: order.units,
        total: order.total.format(visit.lang),
        pending: order.status == OrderStatus::Pending,
    }
}

/// `POST /admin/orders/confirm`
pub(crate) async fn confirm(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Form(ticked): Form<Ticked>,
) -> Result<Response, Problem> {
    let numbers: Vec<OrderNumber> = ticked
        .number
        .iter()
        .take(MAX_BULK)
        .filter_map(|number| number.parse().ok())
        .collect();
    let outcomes = office.shop.confirm_orders(&who, &numbers).await;
    let done = match outcomes
        .iter()
        .filter(|(_, outcome)| outcome.is_err())
        .count()
    {
        _ if outcomes.is_empty() => "none",
        0 => "confirmed",
        _ => "some",
    };
    Ok(visit.see_other(&format!("/admin/orders?status=pending&done={done}")))
}
