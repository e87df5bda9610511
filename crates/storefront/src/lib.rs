//! Pages for shoppers, in English and (under `/bn`) in Bangla, working without scripts.
//!
//! [`router`] is all a process needs. A page is one file: what it reads, what it shows, its
//! template beside it in `templates/`. Invariants: what a shopper browses (home, category, search,
//! product) is the same for everyone and comes from the catalogue's snapshot without SQL; what is
//! personal (cart, checkout, orders, account) is never cached; every word comes from
//! the table in `strings/table.rs`; every form answers a POST by redirecting, or by the form again.
//!
//! Where to look: `visit.rs` for language and addresses, `frame.rs` for what surrounds every page,
//! `listing.rs` for what category and search share, `errors.rs` for what goes wrong.

mod account;
mod api_address;
mod assets;
mod back_in_stock;
mod cards;
mod cart;
mod category;
mod checkout;
mod compare;
mod cookies;
mod coupon;
mod drawings;
mod errors;
mod frame;
mod health;
mod home;
mod links;
mod listing;
mod log_in;
mod order;
mod pictures;
mod policies;
mod product;
mod recent;
mod register;
mod reviews;
mod sale;
mod search;
mod second_factor;
mod share;
mod sitemap;
mod strings;
mod structured;
mod track;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::http::header;
use axum::routing::{get, post};
use catalogue::RenderCache;
use edge::{Drain, Limits, LoginLimit, SessionIn, Stack};
use pages::{dates, fields, respond};
use shop::Shop;
use time::OffsetDateTime;

pub use api_address::ApiAddress;
use policies::Policy;

/// Who runs the shop and how to reach them; what isn't known isn't shown.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// A telephone number as people dial it.
    pub phone: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// Where the shop is, in one line.
    pub address: Option<String>,
    /// Trade licence, BIN, DBID.
    pub registration: Option<String>,
}

/// What the storefront is set up with.
pub struct StorefrontOptions {
    /// Whether cookies are sent over HTTPS alone; off only where there is no TLS in front.
    pub secure_cookies: bool,
    /// Where shoppers reach the shop (`https://shop.example`): canonical links, cards for sharing;
    /// without it pages leave them out.
    pub public_url: Option<String>,
    /// Where the pages' scripts reach the JSON API.
    pub api: ApiAddress,
    /// Who runs the shop.
    pub contact: Contact,
    /// Guesses of passwords that are let through.
    pub login_limit: LoginLimit,
    /// Requests that are let through.
    pub limits: Option<Limits>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Whether the process is about to stop.
    pub drain: Drain,
}

/// What handlers share; every request gets a clone.
#[derive(Clone)]
struct Storefront(Arc<Shared>);

struct Shared {
    shop: Shop,
    pages: RenderCache,
    login_limit: LoginLimit,
    drain: Drain,
    site: Arc<Site>,
    sitemaps: sitemap::Sitemaps,
    /// When the process began to serve.
    started: OffsetDateTime,
}

impl std::ops::Deref for Storefront {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What stays the same from page to page.
struct Site {
    /// `https://shop.example`, or empty.
    origin: String,
    /// What pages tell their scripts about the API.
    api: String,
    contact: Arc<Contact>,
    secure_cookies: bool,
}

impl FromRef<Storefront> for Shop {
    fn from_ref(state: &Storefront) -> Self {
        state.shop.clone()
    }
}

impl edge::SessionSource for Storefront {
    fn session_in(&self) -> SessionIn {
        SessionIn::cookie(self.site.secure_cookies)
    }
}

/// The storefront: pages in both languages, their assets, `/health` and `/ready`.
pub fn router(shop: Shop, options: StorefrontOptions) -> Router {
    let site = Arc::new(Site {
        origin: options
            .public_url
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_owned(),
        api: options.api.told(),
        contact: Arc::new(options.contact),
        secure_cookies: options.secure_cookies,
    });
    let state = Storefront(Arc::new(Shared {
        shop: shop.clone(),
        pages: RenderCache::default(),
        login_limit: options.login_limit,
        drain: options.drain,
        site: Arc::clone(&site),
        sitemaps: sitemap::Sitemaps::default(),
        started: shop.ambient().now(),
    }));
    let errors = errors::Pages::new(shop.clone(), site);
    let stack = Stack::pages(shop.ambient(), move |problem, at| {
        errors.render(problem, at)
    })
    .trusted_proxies(options.trusted_proxies)
    .limits(options.limits);
    let api = options.api;
    let policy = header::CONTENT_SECURITY_POLICY;
    let stack = match &api {
        // The same for every page: made once.
        ApiAddress::At(_) => stack.header(policy, api.policy(None)),
        ApiAddress::Port(_) => stack.header_by_host(policy, move |host| api.policy(host)),
    };
    browsing("")
        .merge(browsing("/bn"))
        // Whoever types the address with a slash at its end means the same page.
        .route("/bn/", get(home::show))
        .layer(axum::middleware::from_fn(respond::not_modified))
        .layer(axum::middleware::from_fn(edge::compress))
        .merge(ready_bytes())
        .fallback(edge::not_found)
        .method_not_allowed_fallback(edge::method_not_allowed)
        .with_state(state)
        .layer(stack)
}

/// Every page under a language's prefix that is rendered per request.
fn browsing(prefix: &str) -> Router<Storefront> {
    let at = |path: &str| format!("{prefix}{path}");
    let home = if prefix.is_empty() { "/" } else { prefix };
    Policy::ALL
        .into_iter()
        .fold(Router::new(), |router, policy| {
            let show = move |state, visit| policy.show(state, visit);
            router.route(&at(policy.path()), get(show))
        })
        .route(home, get(home::show))
        .route(&at("/compare"), get(compare::show))
        .route(&at("/recent"), get(recent::show))
        .route(&at("/track"), get(track::show).post(track::submit))
        .route(&at("/categories/{slug}"), get(category::show))
        .route(&at("/search"), get(search::show))
        .route(&at("/cart"), get(cart::show))
        .route(&at("/cart/items"), post(cart::add))
        .route(&at("/cart/coupon"), post(coupon::set))
        .route(&at("/cart/items/{sku}"), post(cart::change))
        .route(&at("/checkout"), get(checkout::show).post(checkout::submit))
        .route(&at("/orders/{number}"), get(order::show))
        .route(&at("/orders/{number}/cancel"), post(order::cancel))
        .route(&at("/login"), get(log_in::show).post(log_in::submit))
        .route(
            &at("/login/code"),
            get(second_factor::show).post(second_factor::submit),
        )
        .route(&at("/logout"), post(account::log_out))
        .route(&at("/register"), get(register::show).post(register::submit))
        .route(&at("/account"), get(account::show))
        .route(
            &at("/account/wishlist"),
            get(account::wishlist::show).post(account::wishlist::submit),
        )
        .route(&at("/account/reviews"), get(account::reviews::show))
        .route(&at("/account/addresses"), get(account::addresses::show))
        .route(
            &at("/account/addresses/{id}"),
            get(account::addresses::edit).post(account::addresses::submit),
        )
        .route(
            &at("/account/contact"),
            get(account::contact::show).post(account::contact::submit),
        )
        .route(
            &at("/account/password"),
            get(account::password::show).post(account::password::submit),
        )
        .route(
            &at("/account/sessions"),
            get(account::sessions::show).post(account::sessions::submit),
        )
        .route(
            &at("/back-in-stock"),
            get(back_in_stock::show).post(back_in_stock::submit),
        )
        .route(&at("/products/{slug}/reviews"), get(reviews::show))
        .route(
            &at("/products/{slug}/review"),
            get(reviews::show_form).post(reviews::submit),
        )
}

/// What is sent as it lies ready, compressed beforehand.
fn ready_bytes() -> Router<Storefront> {
    Router::new()
        .route("/products/{slug}", get(product::show))
        .route("/bn/products/{slug}", get(product::show))
        .route("/assets/{*path}", get(assets::show))
        .route("/share/{picture}", get(share::show))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::show))
        .route("/sitemap/{part}", get(sitemap::part))
        .route("/media/{file}", get(edge::picture))
        .route("/favicon.ico", get(assets::favicon))
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
}
