//! Pages for what went wrong: in the visitor's language, with a way on, and never with internals.
//!
//! Handlers answer a [`Problem`]; edge's stack logs it, sets its status and headers, and asks
//! [`Pages::render`] for the page. The request id is shown where staff could need it.

use std::sync::Arc;

use askama::Template;
use axum::http::{Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use edge::{PageContext, Problem};
use shop::Shop;

use crate::frame::Frame;
use crate::home::{Tile, tiles};
use crate::strings::Strings;
use crate::visit::{Texts as _, Visit};
use crate::{Site, log_in, respond};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    heading: &'static str,
    message: &'static str,
    /// For what the shop is to blame.
    request_id: Option<String>,
    /// Where to go on.
    tiles: Vec<Tile>,
}

/// Makes the pages.
pub(crate) struct Pages {
    shop: Shop,
    site: Arc<Site>,
}

impl Pages {
    /// For this shop.
    pub(crate) fn new(shop: Shop, site: Arc<Site>) -> Self {
        Pages { shop, site }
    }

    /// The page for a problem.
    pub(crate) fn render(&self, problem: &Problem, at: &PageContext) -> Response {
        let visit = Visit::new(&at.uri);
        let status = problem.status();
        if status == StatusCode::UNAUTHORIZED {
            let wanted = if at.method == Method::GET {
                visit.link(&visit.place())
            } else {
                String::new()
            };
            return visit.see_other(&log_in::place("/login", &wanted));
        }
        if problem.code() == "second_factor_missing" {
            return visit.see_other("/admin/security");
        }
        let snapshot = self.shop.catalogue().snapshot();
        let (heading, message) = words(status, problem.code(), visit.t());
        let lost = status == StatusCode::NOT_FOUND;
        let page = ErrorPage {
            // A form's action can't be opened again; in the other language neither.
            frame: match at.method {
                Method::GET | Method::HEAD => Frame::new(&self.site, &visit, &snapshot, heading),
                _ => Frame::new(&self.site, &visit, &snapshot, heading).placed_at("/"),
            },
            heading,
            message,
            request_id: (!lost).then(|| at.request_id.as_str().to_owned()),
            tiles: if lost {
                tiles(&snapshot, &visit)
            } else {
                Vec::new()
            },
        };
        let caching = [(header::CACHE_CONTROL, respond::PERSONAL)];
        match page.render() {
            Ok(html) => (status, caching, Html(html)).into_response(),
            Err(_) => (status, caching, heading).into_response(),
        }
    }
}

/// Heading and explanation.
fn words(status: StatusCode, code: &str, t: &'static Strings) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (t.not_found, t.not_found_more),
        StatusCode::FORBIDDEN => (t.forbidden, t.forbidden_more),
        StatusCode::PAYLOAD_TOO_LARGE => (t.too_large, t.too_large_more),
        StatusCode::TOO_MANY_REQUESTS if code == "too_many_attempts" => {
            (t.too_many_requests, t.too_many_attempts)
        }
        StatusCode::TOO_MANY_REQUESTS => (t.too_many_requests, t.too_many_requests_more),
        StatusCode::SERVICE_UNAVAILABLE => (t.unavailable, t.unavailable_more),
        status if status.is_server_error() => (t.internal_error, t.internal_error_more),
        _ => (t.bad_request, t.bad_request_more),
    }
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    #[test]
    fn every_status_has_words_that_fit() {
        for lang in Lang::ALL {
            let t = Strings::of(lang);
            for (status, code, heading) in [
                (404, "not_found", t.not_found),
                (403, "cross_site", t.forbidden),
                (413, "too_large", t.too_large),
                (429, "rate_limited", t.too_many_requests),
                (503, "timed_out", t.unavailable),
                (500, "internal", t.internal_error),
                (502, "gateway", t.internal_error),
                (400, "invalid_input", t.bad_request),
                (405, "method_not_allowed", t.bad_request),
            ] {
                let status = StatusCode::from_u16(status).unwrap();
                assert_eq!(words(status, code, t).0, heading, "{status}");
            }
        }
    }
}
