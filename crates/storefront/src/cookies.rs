//! The storefront's cookies, besides the session's (which is edge's).
//!
//! `dhakacart_cart` names the cart; `dhakacart_order_{number}` opens one order for 30 days, and
//! only goes to that order's pages.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use domain::{CartId, Lang, OrderNumber};
use pages::cookies::{Cookies, NewCookie};
use time::Duration;

use crate::{Site, links, visit};

const CART: &str = "dhakacart_cart";
const LIFETIME: Duration = Duration::days(30);

/// The cart that the visitor's browser names, if any.
pub(crate) struct CartCookie(pub(crate) Option<CartId>);

impl<S: Sync> FromRequestParts<S> for CartCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        Ok(CartCookie(
            cookies.get(CART).and_then(|value| value.parse().ok()),
        ))
    }
}

/// All cookies of the visitor, to look for an order's.
pub(crate) struct OrderCookies(Cookies);

impl OrderCookies {
    /// What opens the order, if this browser placed it.
    pub(crate) fn token(&self, number: &OrderNumber) -> Option<&str> {
        self.0.get(&order_name(number))
    }
}

impl<S: Sync> FromRequestParts<S> for OrderCookies {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Cookies::from_request_parts(parts, state)
            .await
            .map(OrderCookies)
    }
}

/// Remembers the cart for 30 days from now.
pub(crate) fn keep_cart(site: &Site, cart: CartId) -> Option<HeaderValue> {
    cart_cookie(site, cart.to_string(), LIFETIME)
}

/// Forgets the cart.
pub(crate) fn drop_cart(site: &Site) -> Option<HeaderValue> {
    cart_cookie(site, String::new(), Duration::ZERO)
}

fn cart_cookie(site: &Site, value: String, max_age: Duration) -> Option<HeaderValue> {
    let cookie = NewCookie {
        name: CART.to_owned(),
        value,
        path: "/".to_owned(),
        max_age,
        secure: site.secure_cookies,
    };
    cookie.header()
}

/// Lets this browser see an order in both languages.
pub(crate) fn keep_order<'a>(
    site: &'a Site,
    number: &'a OrderNumber,
    token: &'a str,
) -> impl Iterator<Item = HeaderValue> + 'a {
    Lang::ALL.into_iter().filter_map(move |lang| {
        let cookie = NewCookie {
            name: order_name(number),
            value: token.to_owned(),
            path: visit::link(lang, &links::order(number)),
            max_age: LIFETIME,
            secure: site.secure_cookies,
        };
        cookie.header()
    })
}

fn order_name(number: &OrderNumber) -> String {
    format!("dhakacart_order_{number}")
}
