//! `GET /admin/orders/{number}`: an order with everything in it, and the forms of what can be done
//! with it now.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, Lang, OrderNumber, Permission};
use edge::{Path, Problem, Staff};
use pages::Visit;
use pages::fields::{Field, FieldProblem, problems};
use shop::{Identity, OrderLineView, OrderView, StaffOrder};

use super::forms::{Forms, Step, Typed};
use super::{district_name, order_pill, payment_pill};
use crate::forms::Confirm;
use crate::frame::Frame;
use crate::strings::OrderTexts;
use crate::{Office, dates, respond};

#[derive(Template)]
#[template(path = "orders/detail.html")]
struct DetailPage {
    frame: Frame,
    t: &'static OrderTexts,
    heading: String,
    number: String,
    /// Where the order is, for the forms.
    at: &'static str,
    status: &'static str,
    status_pill: &'static str,
    payment: &'static str,
    payment_pill: &'static str,
    /// Why what was asked was not done.
    refusal: Option<&'static str>,
    problems: Vec<FieldProblem>,
    steps: Vec<Step>,
    confirms: Vec<Confirm>,
    couriers: [&'static str; 8],
    lines: Vec<Line>,
    sums: Vec<Fact>,
    customer: Vec<Fact>,
    call: String,
    phone: String,
    delivery: Vec<Fact>,
    money: Vec<Fact>,
    timeline: Vec<Moment>,
    notes: Vec<Moment>,
    note: Field,
    /// Whether there are papers to print.
    invoice: bool,
}

struct Line {
    title: String,
    sku: String,
    serials: Vec<String>,
    unit_price: String,
    quantity: String,
    total: String,
}

/// A name and what it is.
struct Fact {
    name: &'static str,
    value: String,
}

/// Something that happened.
struct Moment {
    what: String,
    by: String,
    at: String,
    machine: String,
    note: String,
}

/// Why a form was not accepted.
pub(super) enum Refused {
    /// What was typed is not right.
    Fields(Vec<FieldError>),
    /// The order isn't where the form saw it.
    Stale,
    /// Where the order is, that can't be done.
    Illegal,
}

/// `GET /admin/orders/{number}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(number): Path<OrderNumber>,
) -> Result<Response, Problem> {
    let order = office.shop.staff_order(&number).await?;
    respond::personal(&page(&visit, &who, &order, &Typed::default(), &[]))
}

/// The page with why a form was not accepted, and what was typed into it.
pub(super) async fn refused(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    number: &OrderNumber,
    typed: &Typed,
    refused: Refused,
) -> Result<Response, Problem> {
    let order = office.shop.staff_order(number).await?;
    let t = OrderTexts::of(visit.lang);
    let (status, refusal, errors) = match refused {
        Refused::Fields(errors) => (StatusCode::BAD_REQUEST, None, errors),
        Refused::Stale => (StatusCode::CONFLICT, Some(t.stale), Vec::new()),
        Refused::Illegal => (StatusCode::CONFLICT, Some(t.illegal), Vec::new()),
    };
    let mut page = page(visit, who, &order, typed, &errors);
    page.frame = page.frame.placed_at(&format!("/admin/orders/{number}"));
    page.refusal = refusal;
    respond::personal_with(status, &page)
}

fn page(
    visit: &Visit,
    who: &Identity,
    view: &StaffOrder,
    typed: &Typed,
    errors: &[FieldError],
) -> DetailPage {
    let t = OrderTexts::of(visit.lang);
    let order = &view.order;
    let heading = t.order(order.number.to_string());
    let forms = Forms {
        t,
        money: who.may(Permission::Money),
        visit,
        order: view,
        typed,
        errors,
    };
    let note = Field::new("text", t.note, "off").filled(t, &typed.text, errors);
    DetailPage {
        frame: Frame::new(visit, who, &heading).says(&[
            ("moved", t.done_moved),
            ("remitted", t.done_remitted),
            ("refunded", t.done_refunded),
            ("noted", t.done_noted),
        ]),
        t,
        heading,
        number: order.number.to_string(),
        at: order.status.as_str(),
        status: t.order_status(order.status),
        status_pill: order_pill(order.status),
        payment: t.payment_status(order.payment_status),
        payment_pill: payment_pill(order.payment_status),
        refusal: None,
        problems: problems(t, errors).into_iter().map(to_its_box).collect(),
        steps: forms.steps(),
        confirms: forms.confirms(),
        couriers: super::forms::couriers(visit.lang),
        lines: order.lines.iter().map(|l| line(l, visit.lang)).collect(),
        sums: sums(order, t, visit.lang),
        customer: customer(order, t),
        call: format!("tel:{}", order.contact.phone),
        phone: order.contact.phone.to_string(),
        delivery: delivery(order, t, visit.lang),
        money: money(view, t, visit.lang),
        timeline: timeline(view, t, visit.lang),
        notes: notes(view, t, visit.lang),
        note: Field {
            hint: t.notes_lead,
            kind: "textarea",
            max: 2_000,
            ..note
        },
        invoice: view.invoice.is_some(),
    }
}

/// A problem with a unit's number leads to its box: `serials.KX[1]` is `serial-KX-1` on the page.
fn to_its_box(problem: FieldProblem) -> FieldProblem {
    let Some(rest) = problem.field.strip_prefix("serials.") else {
        return problem;
    };
    let (sku, unit) = rest.split_once('[').unwrap_or((rest, "0"));
    FieldProblem {
        field: format!("serial-{sku}-{}", unit.trim_end_matches(']')),
        ..problem
    }
}

/// A line's product and variant, as it was sold.
pub(super) fn line_title(line: &OrderLineView, lang: Lang) -> String {
    match line.variant.as_str() {
        "" | "Default" => line.title.get(lang).to_owned(),
        variant => format!("{} ({variant})", line.title.get(lang)),
    }
}

fn line(line: &OrderLineView, lang: Lang) -> Line {
    Line {
        title: line_title(line, lang),
        sku: line.sku.to_string(),
        serials: line.serials.clone(),
        unit_price: line.unit_price.format(lang),
        quantity: pages::strings::show(line.quantity, lang),
        total: line.line_total.format(lang),
    }
}

fn sums(order: &OrderView, t: &'static OrderTexts, lang: Lang) -> Vec<Fact> {
    let mut sums = vec![
        fact(t.subtotal, order.subtotal.format(lang)),
        fact(t.delivery_charge, order.delivery.format(lang)),
    ];
    if order.discount != domain::Paisa::ZERO {
        sums.push(fact(
            t.discount,
            format!("−{}", order.discount.format(lang)),
        ));
    }
    sums.push(fact(t.total, order.total.format(lang)));
    sums
}

fn fact(name: &'static str, value: impl Into<String>) -> Fact {
    Fact {
        name,
        value: value.into(),
    }
}

fn customer(order: &OrderView, t: &'static OrderTexts) -> Vec<Fact> {
    let contact = &order.contact;
    let mut facts = vec![fact(t.customer, &*contact.name)];
    facts.extend(contact.email.as_deref().map(|email| fact(t.email, email)));
    facts
}

fn delivery(order: &OrderView, t: &'static OrderTexts, lang: Lang) -> Vec<Fact> {
    let mut facts = vec![fact(t.address, address(order, lang))];
    if let Some(shipment) = &order.shipment {
        facts.push(fact(t.courier, &*shipment.courier));
        facts.extend(shipment.tracking.as_deref().map(|n| fact(t.tracking, n)));
        let at = dates::date_time(shipment.handed_over_at, lang);
        facts.push(fact(t.handed_over, at));
    }
    facts
}

/// Where an order goes, on one line.
pub(super) fn address(order: &OrderView, lang: Lang) -> String {
    let to = &order.address;
    let district = district_name(&to.district, lang);
    format!("{}, {}, {district}", to.line, to.area)
}

fn money(view: &StaffOrder, t: &'static OrderTexts, lang: Lang) -> Vec<Fact> {
    let order = &view.order;
    let mut facts = vec![
        fact(t.total, order.total.format(lang)),
        fact(t.payment, t.payment_status(order.payment_status)),
    ];
    if let Some(paid) = &view.remittance {
        facts.push(fact(t.received, paid.received.format(lang)));
        facts.push(fact(t.charge, paid.charge.format(lang)));
        facts.extend(paid.reference.as_deref().map(|r| fact(t.reference, r)));
    }
    if let Some(refund) = &order.refund {
        let channel = t.refund_channel(refund.channel);
        let amount = refund.amount.format(lang);
        facts.push(fact(t.refund, format!("{amount}, {channel}")));
        facts.extend(refund.reference.as_deref().map(|r| fact(t.reference, r)));
    }
    if let Some(by) = view.refund_by {
        facts.push(fact(t.refund, t.refund_by(dates::date(by, lang))));
    }
    if let Some(invoice) = &view.invoice {
        facts.push(fact(t.invoice, &*invoice.number));
    }
    facts
}

/// What happened to the goods and the money, in one order.
fn timeline(view: &StaffOrder, t: &'static OrderTexts, lang: Lang) -> Vec<Moment> {
    let goods = view.order.history.iter().map(|event| {
        let note = event.note.clone().unwrap_or_default();
        (event.at, t.order_status(event.status), &event.by, note)
    });
    let payment = view.payment_history.iter().map(|event| {
        let what = t.payment_status(event.status);
        (event.at, what, &event.by, String::new())
    });
    let paid = view.remittance.iter();
    let paid = paid.map(|paid| (paid.at, t.received, &paid.by, String::new()));
    let mut all: Vec<_> = goods.chain(payment).chain(paid).collect();
    all.sort_by_key(|(at, ..)| *at);
    all.into_iter()
        .map(|(at, what, by, note)| Moment {
            what: what.to_owned(),
            by: by_whom(by, t),
            at: dates::date_time(at, lang),
            machine: dates::machine(at),
            note,
        })
        .collect()
}

fn by_whom(actor: &str, t: &'static OrderTexts) -> String {
    match actor {
        "customer" => t.history_by_customer.to_owned(),
        "system" => t.system.to_owned(),
        staff => staff.strip_prefix("staff:").unwrap_or(staff).to_owned(),
    }
}

fn notes(view: &StaffOrder, t: &'static OrderTexts, lang: Lang) -> Vec<Moment> {
    let moment = |note: &shop::OrderNote| Moment {
        what: note.text.clone(),
        by: by_whom(&note.by, t),
        at: dates::date_time(note.at, lang),
        machine: dates::machine(note.at),
        note: String::new(),
    };
    view.notes.iter().map(moment).collect()
}
