//! The first page: what waits to be done.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{OrderStatus, Paisa};
use edge::{Problem, Staff};
use pages::Visit;
use shop::{OrderFilter, OrderSummary, PageRequest};

use crate::frame::Frame;
use crate::strings::DashboardTexts;
use crate::{Office, dates, respond};

/// Orders shown of each kind; the rest is counted.
const SHOWN: u32 = 10;

#[derive(Template)]
#[template(path = "dashboard.html")]
struct Dashboard {
    frame: Frame,
    t: &'static DashboardTexts,
    queues: Vec<Queue>,
}

/// Orders that wait for the same thing.
struct Queue {
    id: &'static str,
    heading: String,
    orders: Vec<Waiting>,
}

struct Waiting {
    number: String,
    customer: String,
    total: Paisa,
    placed: String,
    machine: String,
}

/// `GET /admin`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let t = DashboardTexts::of(visit.lang);
    let (confirm, to_confirm) = waiting(&office, &visit, OrderStatus::Pending).await?;
    let (pack, to_pack) = waiting(&office, &visit, OrderStatus::Confirmed).await?;
    respond::personal(&Dashboard {
        frame: Frame::new(&visit, &who, t.title),
        t,
        queues: vec![
            Queue {
                id: "confirm",
                heading: t.to_confirm(to_confirm),
                orders: confirm,
            },
            Queue {
                id: "pack",
                heading: t.to_pack(to_pack),
                orders: pack,
            },
        ],
    })
}

/// The newest orders in a status, and how many there are.
async fn waiting(
    office: &Office,
    visit: &Visit,
    status: OrderStatus,
) -> Result<(Vec<Waiting>, i64), Problem> {
    let filter = OrderFilter {
        status: Some(status),
        ..OrderFilter::default()
    };
    let page = PageRequest {
        page: 1,
        per_page: SHOWN,
    };
    let found = office.shop.list_orders(filter, page).await?;
    let row = |order: &OrderSummary| Waiting {
        number: order.number.to_string(),
        customer: order.customer_name.clone(),
        total: order.total,
        placed: dates::date_time(order.placed_at, visit.lang),
        machine: dates::machine(order.placed_at),
    };
    Ok((found.items.iter().map(row).collect(), found.total))
}
