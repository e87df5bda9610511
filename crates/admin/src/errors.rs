//! Pages for what went wrong: in the visitor's language, with a way on, and never with internals.
//!
//! Handlers answer a [`Problem`]; edge's stack logs it, sets its status and headers, and asks
//! [`render`] for the page. No problem is kept by a cache: edge sees to that. Whoever isn't signed
//! in is sent to log in and comes back afterwards.

use askama::Template;
use axum::http::{Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use edge::{PageContext, Problem};
use pages::{Visit, links};

use crate::frame::Frame;
use crate::strings::Common;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    heading: &'static str,
    message: &'static str,
    /// Whether the back office is closed to whoever asks.
    closed: bool,
    /// For the log.
    request_id: String,
}

/// The page for a problem.
pub(crate) fn render(problem: &Problem, at: &PageContext) -> Response {
    let visit = Visit::new(&at.uri);
    let status = problem.status();
    if status == StatusCode::UNAUTHORIZED {
        // A form that is sent after the session has ended can't be sent again from its address.
        let next = match at.method {
            Method::GET | Method::HEAD => visit.link(&visit.place()),
            _ => visit.link("/admin"),
        };
        return visit.see_other(&links::with_query("/login", [("next", next.as_str())]));
    }
    if problem.code() == "second_factor_missing" {
        return visit.see_other("/admin/security");
    }
    let (heading, message) = words(status, problem.code(), Common::of(visit.lang));
    let page = ErrorPage {
        frame: Frame::outside(&visit, heading),
        heading,
        message,
        closed: problem.code() == "forbidden",
        request_id: at.request_id.as_str().to_owned(),
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, heading).into_response(),
    }
}

/// Heading and explanation.
fn words(status: StatusCode, code: &str, t: &'static Common) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (t.not_found, t.not_found_more),
        StatusCode::FORBIDDEN if code == "forbidden" => (t.forbidden, t.forbidden_more),
        StatusCode::FORBIDDEN => (t.cross_site, t.cross_site_more),
        StatusCode::CONFLICT => (t.conflict, t.conflict_more),
        StatusCode::PAYLOAD_TOO_LARGE => (t.too_large, t.too_large_more),
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
            let t = Common::of(lang);
            for (status, code, heading) in [
                (404, "not_found", t.not_found),
                (403, "forbidden", t.forbidden),
                (403, "cross_site", t.cross_site),
                (409, "conflict", t.conflict),
                (413, "body_too_large", t.too_large),
                (429, "rate_limited", t.too_many_requests),
                (503, "timed_out", t.unavailable),
                (500, "internal", t.internal_error),
                (400, "invalid_input", t.bad_request),
                (405, "method_not_allowed", t.bad_request),
            ] {
                let status = StatusCode::from_u16(status).unwrap();
                assert_eq!(words(status, code, t).0, heading, "{status}");
            }
        }
    }
}
