//! The storefront's cookies, besides the session's (which is edge's).
//!
//! All are HttpOnly and SameSite=Lax: no script reads them, and no other site's form sends them.
//! `dhakacart_cart` names the cart; `dhakacart_order_{number}` opens one order for 30 days, and
//! only goes to that order's pages.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::{CartId, Lang, OrderNumber};
use time::Duration;

use crate::{Site, links, visit};

const CART: &str = "dhakacart_cart";
const LIFETIME: Duration = Duration::days(30);

/// The cart that the visitor's browser names, if any.
pub(crate) struct CartCookie(pub(crate) Option<CartId>);

impl<S: Sync> FromRequestParts<S> for CartCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        Ok(CartCookie(
            jar.get(CART).and_then(|cookie| cookie.value().parse().ok()),
        ))
    }
}

/// All cookies of the visitor, to look for an order's.
pub(crate) struct OrderCookies(CookieJar);

impl OrderCookies {
    /// What opens the order, if this browser placed it.
    pub(crate) fn token(&self, number: &OrderNumber) -> Option<&str> {
        self.0.get(&order_name(number)).map(Cookie::value)
    }
}

impl<S: Sync> FromRequestParts<S> for OrderCookies {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(OrderCookies(CookieJar::from_headers(&parts.headers)))
    }
}

/// Remembers the cart for 30 days from now.
pub(crate) fn keep_cart(site: &Site, cart: CartId) -> Option<HeaderValue> {
    written(
        site,
        CART.to_owned(),
        cart.to_string(),
        "/".to_owned(),
        LIFETIME,
    )
}

/// Forgets the cart.
pub(crate) fn drop_cart(site: &Site) -> Option<HeaderValue> {
    written(
        site,
        CART.to_owned(),
        String::new(),
        "/".to_owned(),
        Duration::ZERO,
    )
}

/// Lets this browser see an order in both languages.
pub(crate) fn keep_order<'a>(
    site: &'a Site,
    number: &'a OrderNumber,
    token: &'a str,
) -> impl Iterator<Item = HeaderValue> + 'a {
    Lang::ALL.into_iter().filter_map(move |lang| {
        let path = visit::link(lang, &links::order(number));
        written(site, order_name(number), token.to_owned(), path, LIFETIME)
    })
}

fn order_name(number: &OrderNumber) -> String {
    format!("dhakacart_order_{number}")
}

fn written(
    site: &Site,
    name: String,
    value: String,
    path: String,
    max_age: Duration,
) -> Option<HeaderValue> {
    let cookie = Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.secure_cookies)
        .max_age(max_age)
        .build();
    // Ids, tokens and order numbers are ASCII.
    HeaderValue::from_str(&cookie.to_string()).ok()
}
