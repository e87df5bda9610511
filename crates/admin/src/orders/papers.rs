//! What is printed: an order's packing slip and invoice, and the queues "to pack" and "to hand
//! over" as one document. Made for A4 by `assets/papers.css`.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{OrderNumber, OrderSort, OrderStatus, Paisa};
use edge::{Path, Problem, Staff};
use pages::Visit;
use shop::{OrderFilter, PageRequest, StaffOrder};

use super::detail::{address, line_title};
use super::invoice::{InvoiceLine, lines, sum};
use crate::frame::Frame;
use crate::strings::OrderTexts;
use crate::{Office, Seller, dates, respond};

/// Orders of a queue that are printed as one.
const AT_ONCE: u32 = 50;

#[derive(Template)]
#[template(path = "orders/invoice.html")]
struct InvoicePage {
    frame: Frame,
    t: &'static OrderTexts,
    office: Office,
    number: String,
    order: String,
    issued: String,
    buyer: String,
    phone: String,
    destination: String,
    lines: Vec<InvoiceLine>,
    before_vat: Paisa,
    vat: Paisa,
    total: Paisa,
    to_pay: Option<Paisa>,
}

#[derive(Template)]
#[template(path = "orders/slips.html")]
struct SlipsPage {
    frame: Frame,
    t: &'static OrderTexts,
    slips: Vec<Slip>,
    waiting: i64,
}

#[derive(Template)]
#[template(path = "orders/hand-over.html")]
struct HandOverPage {
    frame: Frame,
    t: &'static OrderTexts,
    parcels: Vec<Slip>,
    waiting: i64,
}

/// What goes into a parcel, and where the parcel goes.
struct Slip {
    number: String,
    placed: String,
    customer: String,
    phone: String,
    address: String,
    lines: Vec<SlipLine>,
    units: i64,
    /// What the courier collects.
    to_collect: String,
}

struct SlipLine {
    title: String,
    sku: String,
    quantity: i64,
    /// What is asked for, or the numbers that were written down.
    serials: String,
}

impl InvoicePage {
    fn seller(&self) -> Option<&Seller> {
        self.office.seller.as_ref()
    }

    fn money(&self, amount: &Paisa) -> String {
        amount.format(self.frame.lang)
    }
}

/// `GET /admin/orders/{number}/invoice`
pub(crate) async fn invoice(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(number): Path<OrderNumber>,
) -> Result<Response, Problem> {
    let t = OrderTexts::of(visit.lang);
    let view = office.shop.staff_order(&number).await?;
    // Issued when the order is packed; before that there is none.
    let issued = view.invoice.as_ref().ok_or_else(Problem::not_found)?;
    let order = &view.order;
    let lines = lines(&view, t, visit.lang);
    let to_pay = !order.status.is_final();
    respond::personal(&InvoicePage {
        frame: Frame::new(&visit, &who, &issued.number),
        t,
        number: issued.number.clone(),
        order: order.number.to_string(),
        issued: dates::date_time(issued.issued_at, visit.lang),
        buyer: order.contact.name.clone(),
        phone: order.contact.phone.to_string(),
        destination: address(order, visit.lang),
        before_vat: sum(&lines, |line| line.before_vat),
        vat: sum(&lines, |line| line.vat),
        total: sum(&lines, |line| line.total),
        to_pay: to_pay.then_some(order.total),
        lines,
        office,
    })
}

/// `GET /admin/orders/{number}/packing-slip`
pub(crate) async fn packing_slip(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(number): Path<OrderNumber>,
) -> Result<Response, Problem> {
    let t = OrderTexts::of(visit.lang);
    let view = office.shop.staff_order(&number).await?;
    respond::personal(&SlipsPage {
        frame: Frame::new(&visit, &who, t.packing_slip),
        t,
        slips: vec![slip(&view, t, &visit)],
        waiting: 1,
    })
}

/// `GET /admin/orders/to-pack`
pub(crate) async fn to_pack(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let t = OrderTexts::of(visit.lang);
    let (slips, waiting) = queue(&office, &visit, OrderStatus::Confirmed).await?;
    respond::personal(&SlipsPage {
        frame: Frame::new(&visit, &who, t.to_pack),
        t,
        slips,
        waiting,
    })
}

/// `GET /admin/orders/to-hand-over`
pub(crate) async fn to_hand_over(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let t = OrderTexts::of(visit.lang);
    let (parcels, waiting) = queue(&office, &visit, OrderStatus::Packed).await?;
    respond::personal(&HandOverPage {
        frame: Frame::new(&visit, &who, t.to_hand_over),
        t,
        parcels,
        waiting,
    })
}

/// The orders that have waited longest in a status, and how many wait in all.
async fn queue(
    office: &Office,
    visit: &Visit,
    status: OrderStatus,
) -> Result<(Vec<Slip>, i64), Problem> {
    let t = OrderTexts::of(visit.lang);
    let filter = OrderFilter {
        status: Some(status),
        sort: OrderSort::Oldest,
        ..OrderFilter::default()
    };
    let first = PageRequest {
        page: 1,
        per_page: AT_ONCE,
    };
    let waiting = office.shop.list_orders(filter, first).await?;
    let mut slips = Vec::with_capacity(waiting.items.len());
    for order in &waiting.items {
        let view = office.shop.staff_order(&order.number).await?;
        slips.push(slip(&view, t, visit));
    }
    Ok((slips, waiting.total))
}

fn slip(view: &StaffOrder, t: &'static OrderTexts, visit: &Visit) -> Slip {
    let order = &view.order;
    let lines = order.lines.iter().map(|line| SlipLine {
        title: line_title(line, visit.lang),
        sku: line.sku.to_string(),
        quantity: line.quantity,
        serials: if line.serials.is_empty() {
            t.serial_rule(line.asks).to_owned()
        } else {
            line.serials.join(", ")
        },
    });
    Slip {
        number: order.number.to_string(),
        placed: dates::date_time(order.placed_at, visit.lang),
        customer: order.contact.name.clone(),
        phone: order.contact.phone.to_string(),
        address: address(order, visit.lang),
        lines: lines.collect(),
        units: order.lines.iter().map(|line| line.quantity).sum(),
        to_collect: order.total.format(visit.lang),
    }
}
