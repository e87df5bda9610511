//! The stack: the one layer around a face, and all that happens to every request.
//!
//! On the way in: request id, client address, CORS preflight, rate limit, same origin, the gate. Around the
//! handler: a time limit and a net for panics. On the way out: every [`Problem`] is written (JSON
//! or a page) with its request id and logged if it is ours, what concerns somebody's access goes to
//! the security log, headers are added, metrics counted.
//!
//! It is one layer on purpose: in axum each layer costs every request a box and a clone of all
//! below it, and a product page is to cost little more than its bytes. The steps are plain
//! functions in files of their own; this file says what can be chosen, `stack/service.rs` has the
//! order of things, `stack/finish.rs` the way out.

mod finish;
mod meter;
mod service;

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, Uri};
use axum::response::Response;
use domain::Ambient;
use ipnet::IpNet;
use tower::Layer;

use self::meter::Meter;
use self::service::StackService;
use crate::cors::Cors;
use crate::limits::Limits;
use crate::request_id::{RequestId, RequestIds};
use crate::security_headers::SecurityHeaders;
use crate::security_log::SecurityLog;
use crate::{Front, Gate, Problem};

/// Longest that a handler may take unless its route says otherwise.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The layer. Put it on the whole router, last, and exactly once.
#[derive(Clone)]
pub struct Stack(Arc<Face>);

/// What a page about a problem is made from.
#[derive(Debug, Clone)]
pub struct PageContext {
    /// The request's method.
    pub method: Method,
    /// The request's path and query.
    pub uri: Uri,
    /// The request's id, for the visitor to quote.
    pub request_id: RequestId,
}

/// A header's value for the `Host` that a request was sent to.
type ByHost = dyn Fn(Option<&HeaderValue>) -> HeaderValue + Send + Sync;
type Renderer = dyn Fn(&Problem, &PageContext) -> Response + Send + Sync;

/// All that was chosen.
#[derive(Clone)]
struct Face {
    ids: Arc<RequestIds>,
    /// `None`: problems are JSON.
    render: Option<Arc<Renderer>>,
    headers: SecurityHeaders,
    security_log: SecurityLog,
    by_host: Option<(HeaderName, Arc<ByHost>)>,
    trusted_proxies: Vec<IpNet>,
    cors: Option<Cors>,
    limits: Option<Limits>,
    same_origin: bool,
    gate: Gate,
    time_limit: Duration,
    route_time_limits: Vec<(&'static str, Duration)>,
}

impl Stack {
    /// The stack of a JSON API: problems are JSON documents.
    #[must_use]
    pub fn api(ambient: &Ambient) -> Self {
        Self::new(ambient, None, SecurityHeaders::api())
    }

    /// The stack of a site: every problem that leaves the router becomes the page that `render`
    /// makes of it, whether a handler, an extractor or the stack itself refused. The page gets
    /// the problem's status and headers; one that redirects keeps its own status. Forms are taken
    /// from this site's own pages only.
    #[must_use]
    pub fn pages(
        ambient: &Ambient,
        render: impl Fn(&Problem, &PageContext) -> Response + Send + Sync + 'static,
    ) -> Self {
        let mut stack = Self::new(ambient, Some(Arc::new(render)), SecurityHeaders::pages());
        stack.face().same_origin = true;
        stack
    }

    fn new(ambient: &Ambient, render: Option<Arc<Renderer>>, headers: SecurityHeaders) -> Self {
        Stack(Arc::new(Face {
            ids: Arc::new(RequestIds::new(ambient)),
            render,
            headers,
            security_log: SecurityLog::new(ambient),
            by_host: None,
            trusted_proxies: Vec::new(),
            cors: None,
            limits: None,
            same_origin: false,
            gate: Gate::default(),
            time_limit: TIME_LIMIT,
            route_time_limits: Vec::new(),
        }))
    }

    /// What this face shares with the others of its process.
    #[must_use]
    pub fn front(mut self, front: &Front) -> Self {
        let face = self.face();
        face.gate = front.gate.clone();
        face.headers.https(front.https);
        self
    }

    /// Whose `X-Forwarded-For` is believed; nobody's by default.
    #[must_use]
    pub fn trusted_proxies(mut self, proxies: Vec<IpNet>) -> Self {
        self.face().trusted_proxies = proxies;
        self
    }

    /// Which other origins may call; none by default.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.face().cors = Some(cors);
        self
    }

    /// How many calls a client may make; `None`, the default, is no limit.
    #[must_use]
    pub fn limits(mut self, limits: Option<Limits>) -> Self {
        self.face().limits = limits;
        self
    }

    /// How long a handler may take before the client gets 503 `timed_out`; 30 s by default.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.face().time_limit = limit;
        self
    }

    /// Another time limit for one route, named by its template as it was registered.
    #[must_use]
    pub fn route_time_limit(mut self, route: &'static str, limit: Duration) -> Self {
        self.face().route_time_limits.push((route, limit));
        self
    }

    /// Adds a header to every answer, or replaces one of the defaults. A handler that sets it
    /// itself has the last word.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.face().headers.set(name, value);
        self
    }

    /// A header whose value follows from the request's `Host`, instead of a default one. A handler
    /// that sets it itself has the last word.
    #[must_use]
    pub fn header_by_host(
        mut self,
        name: HeaderName,
        value: impl Fn(Option<&HeaderValue>) -> HeaderValue + Send + Sync + 'static,
    ) -> Self {
        self.face().by_host = Some((name, Arc::new(value)));
        self
    }

    /// Still ours alone while it is being built.
    fn face(&mut self) -> &mut Face {
        Arc::make_mut(&mut self.0)
    }
}

impl Face {
    fn time_limit_of(&self, route: &str) -> Duration {
        let own = self
            .route_time_limits
            .iter()
            .find(|(template, _)| *template == route);
        own.map_or(self.time_limit, |(_, limit)| *limit)
    }
}

impl<S> Layer<S> for Stack {
    type Service = StackService<S>;

    /// The router calls this once per route, so that each route counts on meters of its own.
    fn layer(&self, inner: S) -> Self::Service {
        StackService::new(inner, self.0.clone(), Arc::new(Meter::default()))
    }
}
