//! Every page of the storefront and whom it is for: the authorisation table.
//!
//! Paths are written without the language; each page is served at both. A test reads the routes out
//! of `lib.rs` and fails when one isn't in the table; `tests/storefront/authorisation.rs` walks the
//! table as everybody.

/// Whom a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody; what is personal on it (a cart) is their own, found by their own cookie.
    Everyone,
    /// Whoever has just given the right password of an account with a second factor; others are sent
    /// to log in.
    HalfSignedIn,
    /// Everybody who is signed in; others are sent to log in. It shows their own things alone, and a
    /// review is taken from who had the product delivered.
    SignedIn,
    /// Whose address it is, signed in; for others it doesn't exist.
    ItsOwner,
    /// Whose order it is, signed in or with the order's cookie, and staff who handle orders; for
    /// others it doesn't exist.
    ItsBuyer,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The method, in capitals. `GET` stands for `HEAD` too.
    pub method: &'static str,
    /// The path as a template, without the language.
    pub path: &'static str,
    /// Whom it is for.
    pub who: Who,
}

const fn rule(who: Who, method: &'static str, path: &'static str) -> Rule {
    Rule { method, path, who }
}

use Who::{Everyone, HalfSignedIn, ItsBuyer, ItsOwner, SignedIn};

/// Every page.
pub const TABLE: &[Rule] = &[
    rule(Everyone, "GET", "/"),
    rule(Everyone, "GET", "/categories/{slug}"),
    rule(Everyone, "GET", "/search"),
    rule(Everyone, "GET", "/products/{slug}"),
    rule(Everyone, "GET", "/products/{slug}/reviews"),
    rule(SignedIn, "GET", "/products/{slug}/review"),
    rule(SignedIn, "POST", "/products/{slug}/review"),
    rule(Everyone, "GET", "/compare"),
    rule(Everyone, "GET", "/recent"),
    rule(Everyone, "GET", "/track"),
    rule(Everyone, "POST", "/track"),
    rule(Everyone, "GET", "/cart"),
    rule(Everyone, "POST", "/cart/items"),
    rule(Everyone, "POST", "/cart/coupon"),
    rule(Everyone, "POST", "/cart/items/{sku}"),
    rule(Everyone, "GET", "/checkout"),
    rule(Everyone, "POST", "/checkout"),
    rule(ItsBuyer, "GET", "/orders/{number}"),
    rule(ItsBuyer, "POST", "/orders/{number}/cancel"),
    rule(Everyone, "GET", "/login"),
    rule(Everyone, "POST", "/login"),
    rule(HalfSignedIn, "GET", "/login/code"),
    rule(HalfSignedIn, "POST", "/login/code"),
    rule(Everyone, "POST", "/logout"),
    rule(Everyone, "GET", "/password-reset"),
    rule(Everyone, "POST", "/password-reset"),
    rule(Everyone, "GET", "/password-reset/code"),
    rule(Everyone, "POST", "/password-reset/code"),
    rule(Everyone, "GET", "/register"),
    rule(Everyone, "POST", "/register"),
    rule(SignedIn, "GET", "/account"),
    rule(SignedIn, "GET", "/account/wishlist"),
    rule(SignedIn, "POST", "/account/wishlist"),
    rule(SignedIn, "GET", "/account/reviews"),
    rule(SignedIn, "GET", "/account/addresses"),
    rule(ItsOwner, "GET", "/account/addresses/{id}"),
    rule(ItsOwner, "POST", "/account/addresses/{id}"),
    rule(SignedIn, "GET", "/account/contact"),
    rule(SignedIn, "POST", "/account/contact"),
    rule(SignedIn, "GET", "/account/password"),
    rule(SignedIn, "POST", "/account/password"),
    rule(SignedIn, "GET", "/account/phone"),
    rule(SignedIn, "POST", "/account/phone"),
    rule(SignedIn, "POST", "/account/phone/code"),
    rule(SignedIn, "GET", "/account/sessions"),
    rule(SignedIn, "POST", "/account/sessions"),
    rule(Everyone, "GET", "/back-in-stock"),
    rule(Everyone, "POST", "/back-in-stock"),
    rule(Everyone, "GET", "/about"),
    rule(Everyone, "GET", "/contact"),
    rule(Everyone, "GET", "/returns"),
    rule(Everyone, "GET", "/terms"),
    rule(Everyone, "GET", "/privacy"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policies::Policy;

    /// `(method, path)` of every page that `lib.rs` routes per language, read from its text.
    fn routed() -> Vec<(&'static str, String)> {
        let source = include_str!("lib.rs");
        let (_, body) = source.split_once("\nfn browsing(").unwrap();
        let (body, rest) = body
            .split_once("\n/// What is sent as it lies ready")
            .unwrap();
        let routes = body.split(".route(").skip(1).chain(
            rest.split(".route(\"")
                .skip(1)
                .filter(|route| route.starts_with("/products")),
        );
        let mut found = Vec::new();
        for route in routes {
            let path = if route.starts_with("home") {
                "/"
            } else if route.starts_with("/products") {
                route.split('"').next().unwrap()
            } else if let Some((_, path)) = route.split_once("at(\"") {
                path.split('"').next().unwrap()
            } else {
                continue;
            };
            let get = route.contains(" get(") || route.contains("\tget(");
            let post = route.contains("post(");
            found.extend(get.then(|| ("GET", path.to_owned())));
            found.extend(post.then(|| ("POST", path.to_owned())));
        }
        found.extend(Policy::ALL.map(|policy| ("GET", policy.path().to_owned())));
        found
    }

    #[test]
    fn every_page_stands_in_the_table_once_and_no_other() {
        let routed = routed();
        for (method, path) in &routed {
            let lines = TABLE
                .iter()
                .filter(|rule| rule.method == *method && rule.path == path);
            assert_eq!(
                lines.count(),
                1,
                "{method} {path} in the authorisation table"
            );
        }
        for rule in TABLE {
            let there = routed
                .iter()
                .any(|(method, path)| rule.method == *method && rule.path == path);
            assert!(
                there,
                "{} {} is in the table and nowhere else",
                rule.method, rule.path
            );
        }
    }
}
