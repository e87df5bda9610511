//! The cart: what is in it, putting things in, changing and removing them.
//!
//! A cart is made with the first thing put in, and named by a cookie. Every change answers 303 to
//! the cart; a change that is refused shows the cart with the reason, and nothing changed.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{CartId, Image, Paisa, digits};
use edge::{Form, MaybeUser, Path, Problem, Query};
use serde::{Deserialize, Serialize};
use shop::{Caller, Cart, CartError, CartLine};

use crate::cookies::{self, CartCookie};
use crate::coupon::CouponView;
use crate::frame::Frame;
use crate::pictures::{self, Picture};
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, links, respond};

#[derive(Template)]
#[template(path = "cart.html")]
pub(crate) struct CartPage {
    frame: Frame,
    lines: Vec<Line>,
    subtotal: Paisa,
    /// Its coupon, or what was typed as one.
    pub(crate) coupon: CouponView,
    /// Good news.
    notice: Option<String>,
    /// What was refused, or is in the way.
    warning: Option<&'static str>,
}

/// A line of a cart or an order about to be placed.
pub(crate) struct Line {
    /// Where its quantity is changed.
    pub(crate) action: String,
    /// The product's page.
    pub(crate) href: String,
    pub(crate) title: String,
    /// Which variant; empty for a product with one.
    pub(crate) variant: String,
    pub(crate) picture: Picture,
    pub(crate) unit_price: Paisa,
    pub(crate) quantity: i64,
    pub(crate) line_total: Paisa,
    /// Price of one outside the flash sale that it is in.
    pub(crate) before: Option<Paisa>,
    /// Units that one customer may buy in that sale, if they are fewer than wanted.
    pub(crate) over_limit: Option<i64>,
    /// Units to be had, if they are fewer than wanted.
    pub(crate) short: Option<i64>,
}

impl CartPage {
    /// Whether something must change before it can be ordered.
    fn blocked(&self) -> bool {
        self.lines.iter().any(|line| line.short.is_some())
    }
}

impl Line {
    /// The line as the visitor sees it.
    pub(crate) fn new(line: &CartLine, visit: &Visit) -> Self {
        let sku = links::part(line.sku.as_str());
        Line {
            action: visit.link(&format!("/cart/items/{sku}")),
            href: visit.link(&links::product(line.slug.as_str())),
            title: line.title.get(visit.lang).to_owned(),
            variant: visit.t().variant_title(&line.variant),
            picture: picture(line.image.as_ref()),
            unit_price: line.unit_price,
            quantity: line.quantity,
            line_total: line.line_total,
            before: line.sale.map(|sale| sale.regular_price),
            over_limit: line
                .sale
                .map(|sale| sale.units_per_customer)
                .filter(|most| *most < line.quantity),
            short: (line.available < line.quantity).then_some(line.available.max(0)),
        }
    }
}

fn picture(image: Option<&Image>) -> Picture {
    image.map_or_else(pictures::generic, pictures::of_image)
}

/// What brought the visitor here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Arrival {
    /// The SKU that was put in just now.
    added: Option<String>,
    /// `shortage`, `limit`: the checkout was refused for it.
    notice: Option<String>,
}

/// `GET /cart`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    CartCookie(id): CartCookie,
    Query(arrival): Query<Arrival>,
) -> Result<Response, Problem> {
    let cart = open_cart(&state, &caller, id).await?;
    let mut page = page(&state, &visit, cart.as_ref());
    let added = arrival.added.as_deref().and_then(|sku| {
        cart.as_ref()?
            .lines
            .iter()
            .find(|line| line.sku.as_str() == sku)
    });
    page.notice = added.map(|line| visit.t().added(line.title.get(visit.lang)));
    match arrival.notice.as_deref() {
        Some("shortage") if page.blocked() => page.warning = Some(visit.t().shortage),
        Some("limit") if !page.lines.is_empty() => {
            page.warning = Some(visit.t().sale_limit_refused)
        }
        _ => {}
    }
    // Whatever another tab did, the number in the header is the cart's again.
    let units = cookies::keep_units(&state.site, units_in(cart.as_ref()));
    Ok(respond::with_cookies(respond::personal(&page)?, units))
}

fn units_in(cart: Option<&Cart>) -> i64 {
    cart.map_or(0, |cart| cart.lines.iter().map(|line| line.quantity).sum())
}

/// What the page's script shows after it put something in.
#[derive(Serialize)]
struct Added {
    /// What was put in, as a sentence.
    notice: String,
    /// Units in the cart.
    units: i64,
    /// The same, in the page's digits.
    shown: String,
}

/// Whether the page's script asks, which stays on the page, rather than the form.
fn by_script(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes() == b"application/json")
}

/// `POST /cart/items`, and what it takes.
#[derive(Deserialize)]
pub(crate) struct Addition {
    sku: String,
    #[serde(default)]
    quantity: String,
}

/// `POST /cart/items`
pub(crate) async fn add(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    CartCookie(id): CartCookie,
    headers: HeaderMap,
    Form(addition): Form<Addition>,
) -> Result<Response, Problem> {
    match put(&state, &caller, id, &addition).await {
        Ok(cart) => {
            let sku = addition.sku.trim();
            let units = units_in(Some(&cart));
            let response = if by_script(&headers) {
                let line = cart.lines.iter().find(|line| line.sku.as_str() == sku);
                let title = line.map_or(sku, |line| line.title.get(visit.lang));
                let added = Added {
                    notice: visit.t().added(title),
                    units,
                    shown: visit.t().show(units),
                };
                let caching = [(header::CACHE_CONTROL, respond::PERSONAL)];
                (caching, axum::Json(added)).into_response()
            } else {
                visit.see_other(&links::with_query("/cart", [("added", sku)]))
            };
            let cookies = cookies::keep_cart(&state.site, cart.id)
                .into_iter()
                .chain(cookies::keep_units(&state.site, units));
            Ok(respond::with_cookies(response, cookies))
        }
        Err(error) => refused(&state, &visit, &caller, id, error).await,
    }
}

/// Puts something in; into a new cart if there is none, or if the old one was ordered.
async fn put(
    state: &Storefront,
    caller: &Caller,
    id: Option<CartId>,
    addition: &Addition,
) -> Result<Cart, CartError> {
    let (sku, units) = (addition.sku.trim(), units(&addition.quantity));
    if let Some(id) = id {
        match state.shop.add_line(caller, id, sku, units).await {
            Err(CartError::NotFound | CartError::Ordered) => {}
            done => return done,
        }
    }
    let cart = state.shop.create_cart(caller).await?;
    state.shop.add_line(caller, cart.id, sku, units).await
}

/// `POST /cart/items/{sku}`, and what it takes: 0 removes.
#[derive(Deserialize)]
pub(crate) struct Change {
    #[serde(default)]
    quantity: String,
    /// Added to the quantity: the buttons beside it say 1 and -1.
    #[serde(default)]
    step: i64,
}

/// `POST /cart/items/{sku}`
pub(crate) async fn change(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    CartCookie(id): CartCookie,
    Path(sku): Path<String>,
    Form(change): Form<Change>,
) -> Result<Response, Problem> {
    let Some(cart) = id else {
        return Ok(visit.see_other("/cart"));
    };
    let changed = match units(&change.quantity).saturating_add(change.step.clamp(-1, 1)) {
        // Also what is no longer sold can be taken out.
        0 => state.shop.remove_line(&caller, cart, &sku).await,
        units => state.shop.set_line(&caller, cart, &sku, units).await,
    };
    match changed {
        Ok(cart) => {
            let units = cookies::keep_units(&state.site, units_in(Some(&cart)));
            Ok(respond::with_cookies(visit.see_other("/cart"), units))
        }
        Err(error) => refused(&state, &visit, &caller, id, error).await,
    }
}

/// Units as somebody typed them, in either script; what is no number is no quantity either.
fn units(typed: &str) -> i64 {
    digits::to_ascii(typed.trim()).parse().unwrap_or(-1)
}

/// The cart with the reason why it didn't change.
async fn refused(
    state: &Storefront,
    visit: &Visit,
    caller: &Caller,
    id: Option<CartId>,
    error: CartError,
) -> Result<Response, Problem> {
    let t = visit.t();
    let (status, warning) = match error {
        CartError::NotFound | CartError::Ordered => return Ok(visit.see_other("/cart")),
        CartError::UnknownSku(_) => (StatusCode::CONFLICT, t.add_unknown),
        CartError::TooManyLines => (StatusCode::CONFLICT, t.add_too_many),
        CartError::Invalid(_) => (StatusCode::BAD_REQUEST, t.quantity_range),
        error @ CartError::Store(_) => return Err(error.into()),
    };
    let cart = open_cart(state, caller, id).await?;
    let mut page = page(state, visit, cart.as_ref());
    page.warning = Some(warning);
    respond::personal_with(status, &page)
}

/// The visitor's cart, unless there is none or it was ordered.
pub(crate) async fn open_cart(
    state: &Storefront,
    caller: &Caller,
    id: Option<CartId>,
) -> Result<Option<Cart>, Problem> {
    let Some(id) = id else { return Ok(None) };
    match state.shop.cart(caller, id).await {
        Ok(cart) => Ok(Some(cart).filter(|cart| cart.ordered.is_none())),
        Err(CartError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The cart as it is shown.
pub(crate) fn page(state: &Storefront, visit: &Visit, cart: Option<&Cart>) -> CartPage {
    let snapshot = state.shop.catalogue().snapshot();
    let lines = cart.map_or(&[][..], |cart| &cart.lines);
    CartPage {
        frame: Frame::new(&state.site, visit, &snapshot, visit.t().cart_title).placed_at("/cart"),
        lines: lines.iter().map(|line| Line::new(line, visit)).collect(),
        subtotal: cart.map_or(Paisa::ZERO, |cart| cart.subtotal),
        coupon: CouponView::new(cart.and_then(|cart| cart.coupon.as_ref()), visit),
        notice: None,
        warning: None,
    }
}
