//! Where a visitor is: the language and the address of a request.
//!
//! An address is kept without its language, so that a page knows its own place once: `/cart` is
//! shown at `/cart` and at `/bn/cart`. Invariant: every address made here begins with exactly one
//! slash, so no link and no redirect leads to another host, whatever was asked for.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::Lang;

use crate::links;

/// The language and place of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The language of the page.
    pub lang: Lang,
    /// The path without the language's prefix.
    pub path: String,
    /// What follows `?`, as it was sent.
    pub query: Option<String>,
}

impl Visit {
    /// Reads a request's address.
    #[must_use]
    pub fn new(uri: &Uri) -> Self {
        let (lang, path) = split(uri.path());
        Visit {
            lang,
            path: format!("/{}", path.trim_start_matches('/')),
            query: uri
                .query()
                .filter(|query| !query.is_empty())
                .map(str::to_owned),
        }
    }

    /// The address of `path` in the visit's language.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        link(self.lang, path)
    }

    /// Path and query, without the language.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// 303: the answer to a form. `path` is one of ours and without its language.
    #[must_use]
    pub fn see_other(&self, path: &str) -> Response {
        redirect(StatusCode::SEE_OTHER, &self.link(path))
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Visit::new(&parts.uri))
    }
}

/// The language that a path says, and what follows it.
#[must_use]
pub fn split(path: &str) -> (Lang, &str) {
    match path.strip_prefix("/bn") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => (Lang::Bn, rest),
        _ => (Lang::En, path),
    }
}

/// The address of `path` in `lang`: `/cart`, `/bn/cart`.
#[must_use]
pub fn link(lang: Lang, path: &str) -> String {
    match (lang, path) {
        (Lang::En, path) => path.to_owned(),
        (Lang::Bn, path) => format!("/bn{path}"),
    }
}

/// A redirect within the shop; `to` is percent-encoded as addresses are.
#[must_use]
pub fn redirect(status: StatusCode, to: &str) -> Response {
    let ascii = links::ascii(to);
    let location = HeaderValue::from_str(&ascii).unwrap_or(HeaderValue::from_static("/"));
    (status, [(header::LOCATION, location)]).into_response()
}

/// Where to go after logging in, if it is a place in this shop: a path that no browser reads as
/// the address of another host.
#[must_use]
pub fn local_path(next: &str) -> Option<&str> {
    let own = next.starts_with('/') && !next.starts_with("//");
    // Browsers drop tabs and line breaks and read `\` as `/` (URL standard, 4.4).
    let plain = !next.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\');
    (own && plain && next.len() <= 512).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(uri: &str) -> Visit {
        Visit::new(&uri.parse().unwrap())
    }

    #[test]
    fn the_prefix_says_the_language() {
        assert_eq!(visit("/cart").lang, Lang::En);
        assert_eq!(visit("/bn").path, "/");
        assert_eq!(visit("/bn/").path, "/");
        let bangla = visit("/bn/search?q=fan&page=2");
        assert_eq!((bangla.lang, bangla.path.as_str()), (Lang::Bn, "/search"));
        assert_eq!(bangla.place(), "/search?q=fan&page=2");
        assert_eq!(visit("/bnx/cart").lang, Lang::En);
    }

    #[test]
    fn no_address_leads_to_another_host() {
        assert_eq!(visit("/bn//evil.example/x").path, "/evil.example/x");
        assert_eq!(visit("//evil.example/x").path, "/evil.example/x");
        for next in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "evil",
            "",
            "/\t/evil.example",
            "/ok\nSet-Cookie: a=b",
            "javascript:alert(1)",
            " /cart",
        ] {
            assert_eq!(local_path(next), None, "{next:?}");
        }
        assert_eq!(local_path("/account?page=2"), Some("/account?page=2"));
        assert_eq!(local_path("/bn/cart"), Some("/bn/cart"));
    }
}
