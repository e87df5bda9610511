//! An order as its customer sees it: where it is, what is in it, cancelling it.
//!
//! Who may see it: its customer, staff, and the browser that placed it (by its cookie). Everyone
//! else gets the page that isn't there.

use std::collections::HashSet;
use std::net::IpAddr;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Actor, District, Lang, OrderMove, OrderNumber, OrderStatus, Phone, digits};
use edge::{ClientAddress, MaybeUser, Path, Problem};
use shop::{Caller, MoveOrderError, OrderError, OrderView};

use crate::cookies::OrderCookies;
use crate::frame::Frame;
use crate::strings::Strings;
use crate::visit::{Texts as _, Visit, redirect};
use crate::{Storefront, dates, links, respond};

#[derive(Template)]
#[template(path = "order.html")]
struct OrderPage {
    frame: Frame,
    order: OrderView,
    warning: Option<&'static str>,
    steps: Vec<Step>,
    lines: Vec<Line>,
    district: String,
    phone: String,
    placed_at: String,
    cancel_action: String,
    /// What was delivered, to be reviewed and bought again.
    again: Vec<Again>,
}

/// A product of the order that is still for sale.
struct Again {
    title: String,
    href: String,
    /// The form to review it, for the customer whose order it is.
    review: Option<String>,
}

/// Something that happened, or is still to happen.
struct Step {
    label: &'static str,
    /// When: for people and for machines.
    at: Option<(String, String)>,
    /// It ended the order before its time.
    bad: bool,
}

struct Line {
    title: String,
    variant: String,
    unit_price: domain::Paisa,
    quantity: i64,
    line_total: domain::Paisa,
}

impl OrderPage {
    fn new_order(&self) -> bool {
        self.order.status == OrderStatus::Pending
    }

    fn can_cancel(&self) -> bool {
        self.order
            .status
            .allowed(Actor::Customer)
            .contains(&OrderMove::Cancel)
    }
}

/// `GET /orders/{number}`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    cookies: OrderCookies,
    ClientAddress(client): ClientAddress,
    Path(given): Path<String>,
) -> Result<Response, Problem> {
    let number = OrderNumber::parse(&given).map_err(|_| Problem::not_found())?;
    if number.as_str() != given {
        // The cookie knows the one written form alone.
        return Ok(redirect(
            StatusCode::PERMANENT_REDIRECT,
            &visit.link(&links::order(&number)),
        ));
    }
    let order = match state
        .shop
        .order(&caller, cookies.token(&number), &number)
        .await
    {
        Err(OrderError::NotFound) => by_phone(&state, &cookies, client, &number).await?,
        found => found?,
    };
    let again = again(&state, &visit, &caller, &order);
    let page = page(&state, &visit, order);
    respond::personal(&OrderPage { again, ..page })
}

/// The order for a browser that found it by its mobile number. A cookie may be made up, so a wrong
/// one counts as a guess.
async fn by_phone(
    state: &Storefront,
    cookies: &OrderCookies,
    client: IpAddr,
    number: &OrderNumber,
) -> Result<OrderView, Problem> {
    let phone = cookies.phone(number).ok_or_else(Problem::not_found)?;
    let attempt = state.login_limit.begin(number.as_str(), client).await?;
    match state.shop.order_by_phone(number, &phone).await {
        Ok(order) => {
            attempt.succeeded().await;
            Ok(order)
        }
        Err(error) => {
            if matches!(error, OrderError::NotFound) {
                attempt.failed();
            }
            Err(error.into())
        }
    }
}

/// `POST /orders/{number}/cancel`
pub(crate) async fn cancel(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    cookies: OrderCookies,
    Path(given): Path<String>,
) -> Result<Response, Problem> {
    let number = OrderNumber::parse(&given).map_err(|_| Problem::not_found())?;
    let token = cookies.token(&number);
    match state.shop.cancel_order(&caller, token, &number).await {
        Ok(_) => Ok(visit.see_other(&links::order(&number))),
        Err(MoveOrderError::Illegal(_)) => {
            let order = state.shop.order(&caller, token, &number).await?;
            let mut page = page(&state, &visit, order);
            page.warning = Some(visit.t().cannot_cancel);
            respond::personal_with(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(state: &Storefront, visit: &Visit, order: OrderView) -> OrderPage {
    let (t, lang) = (visit.t(), visit.lang);
    let snapshot = state.shop.catalogue().snapshot();
    let path = links::order(&order.number);
    let title = t.order_title(order.number.as_str());
    let district = District::find(&order.address.district);
    OrderPage {
        frame: Frame::new(&state.site, visit, &snapshot, &title).placed_at(&path),
        warning: None,
        steps: steps(&order, t, lang),
        lines: order
            .lines
            .iter()
            .map(|line| Line {
                title: line.title.get(lang).to_owned(),
                variant: t.variant_title(&line.variant),
                unit_price: line.unit_price,
                quantity: line.quantity,
                line_total: line.line_total,
            })
            .collect(),
        district: district.map_or_else(
            || order.address.district.clone(),
            |d| d.name(lang).to_owned(),
        ),
        phone: spoken(&order.contact.phone, lang),
        placed_at: dates::date_time(order.placed_at, lang),
        cancel_action: visit.link(&format!("{path}/cancel")),
        again: Vec::new(),
        order,
    }
}

/// What of a delivered order is still for sale, each product once.
fn again(state: &Storefront, visit: &Visit, caller: &Caller, order: &OrderView) -> Vec<Again> {
    if order.status != OrderStatus::Delivered {
        return Vec::new();
    }
    let snapshot = state.shop.catalogue().snapshot();
    let mut seen = HashSet::new();
    let lines = order.lines.iter();
    lines
        .filter_map(|line| snapshot.by_sku(&line.sku))
        .filter(|(listing, _)| seen.insert(listing.product.id))
        .map(|(listing, _)| {
            let place = links::product(listing.product.slug.as_str());
            let customer = matches!(caller, Caller::User(by) if !by.role.is_staff());
            Again {
                title: listing.product.title.get(visit.lang).to_owned(),
                review: customer.then(|| visit.link(&format!("{place}/review"))),
                href: visit.link(&place),
            }
        })
        .collect()
}

/// A number as people in Bangladesh write it: `01712-345678`.
fn spoken(phone: &Phone, lang: Lang) -> String {
    let national = phone.as_str().trim_start_matches("+880");
    let (operator, rest) = national.split_at_checked(4).unwrap_or((national, ""));
    digits::localise(&format!("0{operator}-{rest}"), lang).into_owned()
}

/// What happened, then what usually follows.
fn steps(order: &OrderView, t: &'static Strings, lang: Lang) -> Vec<Step> {
    const USUAL: [OrderStatus; 5] = [
        OrderStatus::Pending,
        OrderStatus::Confirmed,
        OrderStatus::Packed,
        OrderStatus::Shipped,
        OrderStatus::Delivered,
    ];
    let done = order.history.iter().map(|event| Step {
        label: t.order_status(event.status),
        at: Some((dates::date_time(event.at, lang), dates::machine(event.at))),
        bad: event.status.is_final(),
    });
    let reached = USUAL.iter().position(|status| *status == order.status);
    let ahead = reached.map_or(&[][..], |at| &USUAL[at + 1..]);
    let ahead = ahead.iter().map(|status| Step {
        label: t.order_status(*status),
        at: None,
        bad: false,
    });
    done.chain(ahead).collect()
}
