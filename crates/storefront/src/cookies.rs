//! The storefront's cookies, besides the session's (which is edge's).
//!
//! `dhakacart_cart` names the cart; `dhakacart_units` says how much is in it, and is the one that
//! the pages' script reads; `dhakacart_phone_{number}` is the mobile number that an order was found
//! by; `dhakacart_order_{number}` opens one order for 30 days. These two only go to that order's
//! pages. `dhakacart_challenge` is held between the two pages of a login.
//!
//! Where the shop is reached by HTTPS the names begin with `__Host-` (`__Secure-` for an order's),
//! and cookies without it aren't read.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use domain::{CartId, Lang, OrderNumber, Phone};
use pages::cookies::{Cookies, NewCookie};
use time::Duration;

use crate::{Site, Storefront, links, visit};

const CART: &str = "dhakacart_cart";
const UNITS: &str = "dhakacart_units";
const CHALLENGE: &str = "dhakacart_challenge";
/// How long an order stays open that was found by its mobile number.
const FOLLOWED: Duration = Duration::hours(12);
const LIFETIME: Duration = Duration::days(30);

/// The cart that the visitor's browser names, if any.
pub(crate) struct CartCookie(pub(crate) Option<CartId>);

impl FromRequestParts<Storefront> for CartCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &Storefront) -> Result<Self, Infallible> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        let cart = cookies.get(&of_the_site(&state.site, CART));
        Ok(CartCookie(cart.and_then(|value| value.parse().ok())))
    }
}

/// All cookies of the visitor, to look for an order's.
pub(crate) struct OrderCookies {
    all: Cookies,
    secure: bool,
}

impl OrderCookies {
    /// What opens the order, if this browser placed it.
    pub(crate) fn token(&self, number: &OrderNumber) -> Option<&str> {
        self.all.get(&order_name(self.secure, number))
    }

    /// The mobile number that this browser found the order by.
    pub(crate) fn phone(&self, number: &OrderNumber) -> Option<Phone> {
        let cookie = self.all.get(&phone_name(self.secure, number))?;
        Phone::parse(cookie).ok()
    }
}

impl FromRequestParts<Storefront> for OrderCookies {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &Storefront) -> Result<Self, Infallible> {
        let all = Cookies::from_request_parts(parts, state).await?;
        let secure = state.site.secure_cookies;
        Ok(OrderCookies { all, secure })
    }
}

/// The challenge of a login under way.
pub(crate) fn challenge<'a>(site: &Site, held: &'a Cookies) -> Option<&'a str> {
    held.get(&of_the_site(site, CHALLENGE))
}

/// Keeps the challenge of a login for as long as it holds.
pub(crate) fn keep_challenge(site: &Site, challenge: String) -> Option<HeaderValue> {
    site_cookie(site, CHALLENGE, challenge, Duration::minutes(5))
}

/// Forgets the challenge of a login.
pub(crate) fn drop_challenge(site: &Site) -> Option<HeaderValue> {
    site_cookie(site, CHALLENGE, String::new(), Duration::ZERO)
}

/// What a cookie of the whole site is called: by HTTPS no other host can set one of that name.
fn of_the_site(site: &Site, name: &str) -> String {
    let prefix = if site.secure_cookies {
        edge::HOST_PREFIX
    } else {
        ""
    };
    format!("{prefix}{name}")
}

/// What a cookie of some paths is called: by HTTPS none can be set over plain HTTP.
fn of_a_part(secure: bool, name: &str) -> String {
    let prefix = if secure { edge::SECURE_PREFIX } else { "" };
    format!("{prefix}{name}")
}

/// Remembers the cart for 30 days from now.
pub(crate) fn keep_cart(site: &Site, cart: CartId) -> Option<HeaderValue> {
    cart_cookie(site, cart.to_string(), LIFETIME)
}

/// Tells the page's script how many units are in the cart. It is the one cookie that a script
/// reads: it says a number and opens nothing.
pub(crate) fn keep_units(site: &Site, units: i64) -> Option<HeaderValue> {
    let age = if units > 0 {
        LIFETIME.whole_seconds()
    } else {
        0
    };
    let name = of_the_site(site, UNITS);
    let secure = if site.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{name}={units}; SameSite=Lax{secure}; Path=/; Max-Age={age}");
    HeaderValue::from_str(&cookie).ok()
}

/// Forgets the cart.
pub(crate) fn drop_cart(site: &Site) -> impl Iterator<Item = HeaderValue> {
    let cart = cart_cookie(site, String::new(), Duration::ZERO);
    cart.into_iter().chain(keep_units(site, 0))
}

fn cart_cookie(site: &Site, value: String, max_age: Duration) -> Option<HeaderValue> {
    site_cookie(site, CART, value, max_age)
}

fn site_cookie(site: &Site, name: &str, value: String, max_age: Duration) -> Option<HeaderValue> {
    let cookie = NewCookie {
        name: of_the_site(site, name),
        value,
        path: "/".to_owned(),
        max_age,
        secure: site.secure_cookies,
    };
    cookie.header()
}

/// Lets this browser see an order in both languages, for as long as somebody follows it.
pub(crate) fn keep_phone(
    site: &Site,
    number: &OrderNumber,
    phone: &Phone,
) -> impl Iterator<Item = HeaderValue> {
    Lang::ALL.into_iter().filter_map(move |lang| {
        let cookie = NewCookie {
            name: phone_name(site.secure_cookies, number),
            value: phone.to_string(),
            path: visit::link(lang, &links::order(number)),
            max_age: FOLLOWED,
            secure: site.secure_cookies,
        };
        cookie.header()
    })
}

fn phone_name(secure: bool, number: &OrderNumber) -> String {
    of_a_part(secure, &format!("dhakacart_phone_{number}"))
}

/// Lets this browser see an order in both languages.
pub(crate) fn keep_order<'a>(
    site: &'a Site,
    number: &'a OrderNumber,
    token: &'a str,
) -> impl Iterator<Item = HeaderValue> + 'a {
    Lang::ALL.into_iter().filter_map(move |lang| {
        let cookie = NewCookie {
            name: order_name(site.secure_cookies, number),
            value: token.to_owned(),
            path: visit::link(lang, &links::order(number)),
            max_age: LIFETIME,
            secure: site.secure_cookies,
        };
        cookie.header()
    })
}

fn order_name(secure: bool, number: &OrderNumber) -> String {
    of_a_part(secure, &format!("dhakacart_order_{number}"))
}
