//! `http_requests_total` and `http_request_duration_seconds`, without a registry lookup per
//! request.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use axum::http::Method;
use metrics::{Counter, Histogram, counter, histogram};

/// More than a route ever has of methods and statuses.
const MAX_KNOWN: usize = 64;

/// The counters of one route, found once and kept.
///
/// A recorder must be installed before the first request, or that route counts into nothing.
#[derive(Default)]
pub(super) struct Meter {
    known: RwLock<Vec<Known>>,
}

struct Known {
    route: String,
    method: &'static str,
    status: u16,
    requests: Counter,
    duration: Histogram,
}

impl Meter {
    /// Counts an answer. `took` is `None` for one that never came.
    pub(super) fn count(
        &self,
        route: &str,
        method: &'static str,
        status: u16,
        took: Option<Duration>,
    ) {
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = known.iter().find(|known| known.is(route, method, status)) {
                known.count(took);
                return;
            }
        }
        let new = Known::new(route, method, status);
        new.count(took);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MAX_KNOWN {
            known.push(new);
        }
    }
}

impl Known {
    fn new(route: &str, method: &'static str, status: u16) -> Self {
        let route = route.to_owned();
        Known {
            requests: counter!(
                "http_requests_total",
                "method" => method, "route" => route.clone(), "status" => status.to_string()
            ),
            duration: histogram!(
                "http_request_duration_seconds",
                "method" => method, "route" => route.clone()
            ),
            route,
            method,
            status,
        }
    }

    fn is(&self, route: &str, method: &'static str, status: u16) -> bool {
        self.status == status && self.method == method && self.route == route
    }

    fn count(&self, took: Option<Duration>) {
        self.requests.increment(1);
        if let Some(took) = took {
            self.duration.record(took);
        }
    }
}

/// The methods that there are; anything else is a client's invention and must not become a label.
pub(super) fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::CONNECT => "CONNECT",
        Method::TRACE => "TRACE",
        _ => "OTHER",
    }
}
