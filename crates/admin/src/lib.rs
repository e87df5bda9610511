//! The back office: pages for staff under `/admin` and, in Bangla, `/bn/admin`.
//!
//! [`router`] is merged into the storefront's listener by the binary. Every page works without
//! scripts; `assets/admin.js` only makes them quicker. Invariants: a route has a rule in
//! `routes.rs` or doesn't exist; no answer is kept by a cache; every word comes from a table in
//! `strings/`; a form answers a POST by a 303 with `?done=…`, or by the form again with what was
//! typed and what is wrong with it.
//!
//! # Adding a page
//!
//! A noun has the same name everywhere: `src/coupons.rs` (and `src/coupons/` when it grows),
//! `templates/coupons/`, `src/strings/coupons.rs`.
//!
//! 1. **Words**: `src/strings/coupons.rs` with `pages::strings! { … struct CouponTexts; … }`, its
//!    `mod` line in `strings.rs`, and an `impl FieldWords` when it has forms (see `strings/staff.rs`).
//! 2. **Page**: a handler that takes `State(office)`, `visit: Visit`, edge's `Staff` or `Admin`
//!    for who it is, and answers `respond::personal(&CouponsPage { frame, t, … })`. The template
//!    extends `base.html`; `frame` is [`frame::Frame::new`]. `staff.rs` shows everything at work:
//!    sorting, a form with errors, confirmation, the message after a redirect; `audit.rs` a
//!    filtered list with pages.
//! 3. **Route**: a line in `routes.rs` with whom it is for. A new parameter (`{code}`) needs an
//!    example in `tests/admin/samples.rs`; then the walks render the page in both languages, check
//!    its markup, and try it as everybody.
//! 4. **Way there**: a line in `frame/nav.rs`, with an icon in `assets/icons.svg` and a key.
//!
//! Where to look: `frame.rs` for what surrounds a page, `sorting.rs` and `address.rs` for lists,
//! `forms.rs` for fields and confirmations, `templates/parts/` for their markup, `errors.rs` for
//! what goes wrong, `assets/admin.css` for the classes.

mod address;
mod assets;
mod audit;
mod categories;
mod conflict;
mod coupons;
mod customers;
mod dashboard;
mod errors;
mod flash_sales;
mod forms;
mod frame;
mod goods;
mod imports;
mod orders;
mod products;
mod reviews;
mod routes;
mod security;
mod settings;
mod sorting;
mod staff;
mod stock;
mod stock_requests;
mod strings;

pub use routes::{Rule, Who, authorisation};
pub use settings::SettingInForce;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::http::{HeaderValue, header};
use axum::middleware;
use axum::response::Response;
use edge::{Drain, Limits, LoginLimit, SessionIn, Stack};
use pages::{dates, respond};
use shop::Shop;

/// What the back office is set up with.
pub struct AdminOptions {
    /// Requests that are let through.
    pub limits: Option<Limits>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Whether the process is about to stop.
    pub drain: Drain,
    /// Whether cookies are sent over HTTPS alone; as the storefront's.
    pub secure_cookies: bool,
    /// Guesses of passwords and codes that are let through; shared with the storefront.
    pub login_limit: LoginLimit,
    /// What the process was set up with, for the page of that name.
    pub settings: Vec<SettingInForce>,
    /// Who sells, for invoices; `None` until it is set.
    pub seller: Option<Seller>,
}

/// Who sells, as it stands on invoices (Mushak-6.3).
#[derive(Debug, Clone)]
pub struct Seller {
    /// The registered name.
    pub name: String,
    /// Where invoices are issued.
    pub address: String,
    /// The business identification number: nine digits, a dash, four digits.
    pub bin: String,
}

/// What handlers share; every request gets a clone.
#[derive(Clone)]
struct Office(Arc<Shared>);

struct Shared {
    shop: Shop,
    secure_cookies: bool,
    login_limit: LoginLimit,
    drain: Drain,
    board: dashboard::Board,
    listeners: dashboard::Listeners,
    settings: Vec<SettingInForce>,
    seller: Option<Seller>,
}

impl std::ops::Deref for Office {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<Office> for Shop {
    fn from_ref(office: &Office) -> Self {
        office.shop.clone()
    }
}

impl edge::SessionSource for Office {
    fn session_in(&self) -> SessionIn {
        SessionIn::cookie(self.secure_cookies)
    }
}

/// Everything from our own origin; product pictures may come from the makers.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' https: data:; \
     style-src 'self'; script-src 'self'; object-src 'none'; frame-ancestors 'none'; \
     form-action 'self'; base-uri 'none'";

/// The back office, to be merged into the router whose `/login` it sends people to.
pub fn router(shop: Shop, options: AdminOptions) -> Router {
    let office = Office(Arc::new(Shared {
        shop: shop.clone(),
        secure_cookies: options.secure_cookies,
        login_limit: options.login_limit,
        drain: options.drain,
        board: dashboard::Board::default(),
        listeners: dashboard::Listeners::default(),
        settings: options.settings,
        seller: options.seller,
    }));
    let mut stack = Stack::pages(shop.ambient(), errors::render)
        .trusted_proxies(options.trusted_proxies)
        .limits(options.limits)
        .header(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        );
    for route in routes::LONG_ROUTES {
        stack = stack.route_time_limit(route, routes::LONG);
    }
    routes::router(&office)
        .layer(axum::middleware::from_fn(edge::compress))
        .layer(middleware::map_response(keep_private))
        .method_not_allowed_fallback(edge::method_not_allowed)
        .with_state(office)
        .layer(stack)
}

/// Only assets say of themselves that they may be kept.
async fn keep_private(mut response: Response) -> Response {
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(respond::PERSONAL);
    response
}
