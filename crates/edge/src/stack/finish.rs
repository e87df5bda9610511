//! The way out: what becomes of an answer between the handler and the client.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use axum::response::Response;

use super::meter::{Meter, method_label};
use super::{Face, PageContext};
use crate::Problem;
use crate::context::RequestContext;
use crate::cors::Cors;
use crate::limits::Counted;
use crate::request_id::{RequestId, X_REQUEST_ID};
use crate::security_log::{Asked, SecurityEvent};

/// The route of what no route matched.
const UNMATCHED: &str = "unmatched";

/// What a request is counted as when the client hung up before the answer was there (nginx's
/// convention; no client ever sees it).
const CLIENT_CLOSED: u16 = 499;

/// An answer that takes longer is worth a line in the log.
const SLOW: Duration = Duration::from_secs(1);

/// A request that the stack let in and that hasn't been answered yet.
pub(super) struct Underway {
    face: Arc<Face>,
    meter: Arc<Meter>,
    route: Option<MatchedPath>,
    method: &'static str,
    id: RequestId,
    client: IpAddr,
    started: Instant,
    allowed_origin: Option<HeaderValue>,
    counted: Option<Counted>,
    page: Option<Box<PageContext>>,
    /// Only where a header depends on it.
    host: Option<HeaderValue>,
    finished: bool,
}

impl Underway {
    pub(super) fn begin(
        face: &Arc<Face>,
        meter: &Arc<Meter>,
        request: &Request,
        context: &RequestContext,
    ) -> Self {
        let page = face.render.is_some().then(|| {
            let (method, uri) = (request.method().clone(), request.uri().clone());
            Box::new(PageContext {
                method,
                uri,
                request_id: context.id.clone(),
            })
        });
        Underway {
            face: face.clone(),
            meter: meter.clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
            method: method_label(request.method()),
            id: context.id.clone(),
            client: context.client,
            started: Instant::now(),
            allowed_origin: None,
            counted: None,
            page,
            host: face
                .by_host
                .as_ref()
                .and_then(|_| request.headers().get(HOST).cloned()),
            finished: false,
        }
    }

    pub(super) fn allow_origin(&mut self, origin: Option<HeaderValue>) {
        self.allowed_origin = origin;
    }

    /// What the limit says; the problem if it says no.
    pub(super) fn counted(&mut self, counted: Counted) -> Option<Problem> {
        let refusal = counted.refusal();
        self.counted = Some(counted);
        refusal
    }

    pub(super) fn time_limit(&self) -> Duration {
        self.face.time_limit_of(self.route())
    }

    /// The template, never the path: a path may hold a cart's id, which is a secret.
    fn route(&self) -> &str {
        self.route.as_ref().map_or(UNMATCHED, MatchedPath::as_str)
    }

    /// Makes the answer whole, and counts and logs it.
    pub(super) fn finish(mut self, mut response: Response) -> Response {
        let problem = response.extensions_mut().remove::<Problem>();
        let event = response.extensions_mut().remove::<SecurityEvent>();
        let event = event.or_else(|| problem.as_ref().and_then(SecurityEvent::of_problem));
        if let Some(problem) = &problem {
            response = self.write(problem, response);
        }
        let headers = response.headers_mut();
        if self.face.cors.is_some() {
            Cors::write_headers(self.allowed_origin.take(), headers);
        }
        if let Some(counted) = self.counted.take() {
            counted.write_headers(headers);
        }
        if let Some((name, value)) = &self.face.by_host
            && !headers.contains_key(name)
        {
            headers.insert(name.clone(), value(self.host.as_ref()));
        }
        self.face.headers.write(headers);
        headers.insert(X_REQUEST_ID, self.id.header());

        let (status, took) = (response.status().as_u16(), self.started.elapsed());
        self.finished = true;
        self.meter
            .count(self.route(), self.method, status, Some(took));
        self.log(status, took, problem.as_ref());
        if let Some(event) = event {
            let asked = Asked {
                client: self.client,
                request_id: self.id.as_str(),
                method: self.method,
                route: self.route(),
                status,
            };
            self.face.security_log.write(event, &asked);
        }
        response
    }

    /// The problem's body with the request id in it; what else the answer had, its headers above
    /// all, stays.
    fn write(&self, problem: &Problem, mut answer: Response) -> Response {
        let (Some(render), Some(page)) = (&self.face.render, &self.page) else {
            let document = problem.document(Some(self.id.as_str()));
            let headers = answer.headers_mut();
            headers.remove(CONTENT_LENGTH);
            headers.remove(CONTENT_ENCODING);
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(crate::PROBLEM_JSON));
            *answer.body_mut() = document.into_body();
            return answer;
        };
        let mut rendered = render(problem, page);
        if !rendered.status().is_redirection() {
            *rendered.status_mut() = problem.status();
        }
        problem.write_headers(rendered.headers_mut());
        rendered
    }

    /// One line for what went wrong on our side, with its cause, or took long; anything else is
    /// for debugging.
    fn log(&self, status: u16, took: Duration, problem: Option<&Problem>) {
        let (id, method, route) = (self.id.as_str(), self.method, self.route());
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        if status < 500 {
            if took > SLOW {
                tracing::info!(request_id = id, method, route, status, ms, "slow answer");
            } else {
                tracing::debug!(request_id = id, method, route, status, ms, "answered");
            }
            return;
        }
        let code = problem.map_or("", Problem::code);
        let cause = problem.map(Problem::cause).unwrap_or_default();
        if status == 500 {
            tracing::error!(
                request_id = id,
                method,
                route,
                status,
                ms,
                code,
                cause,
                "request failed"
            );
        } else {
            tracing::warn!(
                request_id = id,
                method,
                route,
                status,
                ms,
                code,
                cause,
                "request not served"
            );
        }
    }
}

impl Drop for Underway {
    /// The client hung up: hyper drops the request where it is.
    fn drop(&mut self) {
        if !self.finished {
            self.meter
                .count(self.route(), self.method, CLIENT_CLOSED, None);
            tracing::debug!(
                request_id = self.id.as_str(),
                method = self.method,
                route = self.route(),
                "the client hung up"
            );
        }
    }
}
