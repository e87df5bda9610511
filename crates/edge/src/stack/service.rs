//! A request's way through the stack.

use std::any::Any;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::Version;
use axum::http::header::HOST;
use axum::response::{IntoResponse as _, Response};
use pin_project_lite::pin_project;
use tokio::time::Sleep;
use tower::Service;

use super::Face;
use super::finish::Underway;
use super::meter::Meter;
use crate::client_address::{client_address, peer};
use crate::context::RequestContext;
use crate::gate::{Entry, Permit, Ticket, priority};
use crate::limits::{Asked, Counted};
use crate::same_origin::same_origin;
use crate::{Priority, Problem, code};

/// A route with the stack around it.
#[derive(Clone)]
pub struct StackService<S> {
    inner: S,
    face: Arc<Face>,
    meter: Arc<Meter>,
    /// How urgent this route is, once a request has come to it; `Some(None)`: never refused.
    priority: Arc<OnceLock<Option<Priority>>>,
}

impl<S> StackService<S> {
    pub(super) fn new(inner: S, face: Arc<Face>, meter: Arc<Meter>) -> Self {
        StackService {
            inner,
            face,
            meter,
            priority: Arc::default(),
        }
    }
}

impl<S> Service<Request> for StackService<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = StackFuture<S>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let context = self.context(&request);
        let mut underway = Underway::begin(&self.face, &self.meter, &request, &context);
        let work = match self.before(&request, &context, &mut underway) {
            Before::Answer(response) => Work::answered(response),
            Before::Go => {
                request.extensions_mut().insert(context);
                self.go(request)
            }
            Before::Ask(asked) => {
                request.extensions_mut().insert(context);
                let service = self.handed_over();
                Work::Asking {
                    asking: Box::pin(async move {
                        Decided {
                            counted: asked.decide().await,
                            service,
                            request,
                        }
                    }),
                }
            }
        };
        StackFuture {
            work,
            underway: Some(underway),
        }
    }
}

impl<S> StackService<S> {
    fn context(&self, request: &Request) -> RequestContext {
        let (headers, peer) = (request.headers(), peer(request.extensions()));
        RequestContext {
            id: self.face.ids.of(headers),
            client: client_address(peer, headers, &self.face.trusted_proxies),
        }
    }

    /// The way through the gate; no permit is needed for what is never refused.
    fn enter(&self, request: &Request) -> Result<Option<Permit>, Entry> {
        let urgency = *self.priority.get_or_init(|| {
            let route = request.extensions().get::<MatchedPath>();
            priority(route.map_or("", MatchedPath::as_str))
        });
        let Some(urgency) = urgency else {
            return Ok(None);
        };
        match self.face.gate.enter(urgency) {
            Entry::Now(permit) => Ok(Some(permit)),
            other => Err(other),
        }
    }

    /// What needs no handler: preflights, calls past the limit, forms from elsewhere.
    fn before(
        &self,
        request: &Request,
        context: &RequestContext,
        underway: &mut Underway,
    ) -> Before {
        let (face, method, headers) = (&self.face, request.method(), request.headers());
        if let Some(cors) = &face.cors {
            underway.allow_origin(cors.allowed(headers));
            if let Some(response) = cors.preflight(method, headers) {
                return Before::Answer(response);
            }
        }
        let limits = face.limits.as_ref();
        let asked =
            limits.and_then(|limits| limits.ask(method, request.uri(), headers, context.client));
        let refusal = match asked {
            None => None,
            Some(asked) => match asked.at_once() {
                Some(counted) => underway.counted(counted),
                None => return Before::Ask(asked),
            },
        };
        match refusal.or_else(|| face.refuses(request)) {
            Some(problem) => Before::Answer(problem.into_response()),
            None => Before::Go,
        }
    }
}

impl<S> StackService<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    /// On to the handler, through the gate.
    fn go(&mut self, request: Request) -> Work<S> {
        match self.enter(&request) {
            Ok(permit) => self.run(request, permit),
            Err(Entry::Wait(ticket)) => Work::Waiting {
                waiting: Some(Box::new(Waiting {
                    ticket,
                    request,
                    service: self.handed_over(),
                })),
            },
            Err(Entry::Refused(problem)) => Work::answered(problem.into_response()),
            // A permit is no error.
            Err(Entry::Now(_)) => Work::answered(Response::default()),
        }
    }

    fn run(&mut self, request: Request, permit: Option<Permit>) -> Work<S> {
        Work::Running {
            handler: self.inner.call(request),
            deadline: None,
            permit,
        }
    }

    /// Itself, for a request that goes on later: the handler that was found ready goes along.
    fn handed_over(&mut self) -> Self {
        let clone = self.inner.clone();
        StackService {
            inner: std::mem::replace(&mut self.inner, clone),
            face: self.face.clone(),
            meter: self.meter.clone(),
            priority: self.priority.clone(),
        }
    }
}

/// What becomes of a request before its handler.
enum Before {
    Answer(Response),
    Go,
    /// The limit is counted elsewhere: that takes a round trip.
    Ask(Asked),
}

impl Face {
    /// Why a request that the limit lets through is refused, if it is.
    fn refuses(&self, request: &Request) -> Option<Problem> {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        // Two servers could each believe another one (RFC 9112 §3.2).
        if headers.get_all(HOST).iter().nth(1).is_some() {
            let detail = "The request names its host more than once";
            return Some(Problem::new(code::INVALID_REQUEST, detail));
        }
        // The same section; hyper leaves it to us. What comes through no socket is a call of our own.
        let from_socket = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let named = headers.contains_key(HOST) || request.version() != Version::HTTP_11;
        if from_socket.is_some() && !named {
            let detail = "A request of HTTP/1.1 names its host: send a Host header";
            return Some(Problem::new(code::INVALID_REQUEST, detail));
        }
        let refused = || same_origin(method, uri, headers).err();
        self.same_origin.then(refused).flatten()
    }
}

/// A request whose limit was counted elsewhere.
struct Decided<S> {
    counted: Counted,
    service: StackService<S>,
    request: Request,
}

/// A request before the gate.
struct Waiting<S> {
    ticket: Ticket,
    request: Request,
    service: StackService<S>,
}

type Asking<S> = Pin<Box<dyn Future<Output = Decided<S>> + Send>>;

pin_project! {
    /// The answer, finished.
    pub struct StackFuture<S: Service<Request>> {
        #[pin]
        work: Work<S>,
        underway: Option<Underway>,
    }
}

pin_project! {
    #[project = WorkProjection]
    enum Work<S: Service<Request>> {
        Answered { response: Option<Response> },
        Asking { asking: Asking<S> },
        Waiting { waiting: Option<Box<Waiting<S>>> },
        Running {
            #[pin]
            handler: S::Future,
            // Only set once the handler has to wait: most answers are there at the first look.
            #[pin]
            deadline: Option<Sleep>,
            permit: Option<Permit>,
        },
    }
}

impl<S: Service<Request>> Work<S> {
    fn answered(response: Response) -> Self {
        Work::Answered {
            response: Some(response),
        }
    }
}

impl<S> Future for StackFuture<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let response = loop {
            match this.work.as_mut().project() {
                WorkProjection::Answered { response } => break response.take().unwrap_or_default(),
                WorkProjection::Asking { asking } => {
                    let mut decided = ready!(asking.as_mut().poll(cx));
                    let underway = this.underway.as_mut();
                    let refusal = underway.and_then(|told| told.counted(decided.counted));
                    let refusal =
                        refusal.or_else(|| decided.service.face.refuses(&decided.request));
                    this.work.set(match refusal {
                        Some(problem) => Work::answered(problem.into_response()),
                        None => decided.service.go(decided.request),
                    });
                }
                WorkProjection::Waiting { waiting } => {
                    let Some(at_the_gate) = waiting.as_mut() else {
                        break Response::default();
                    };
                    let called = ready!(Pin::new(&mut at_the_gate.ticket).poll(cx));
                    let next = match (called, waiting.take()) {
                        (Ok(permit), Some(mut let_in)) => {
                            let_in.service.run(let_in.request, Some(permit))
                        }
                        (Err(problem), _) => Work::answered(problem.into_response()),
                        (Ok(_), None) => Work::answered(Response::default()),
                    };
                    this.work.set(next);
                }
                WorkProjection::Running {
                    handler, deadline, ..
                } => break ready!(run(handler, deadline, this.underway.as_ref(), cx)),
            }
        };
        // Its place is free, whether or not anybody looks at this future again.
        this.work.set(Work::Answered { response: None });
        Poll::Ready(Ok(match this.underway.take() {
            Some(underway) => underway.finish(response),
            None => response,
        }))
    }
}

/// The handler's answer, or the problem that it panicked or took too long.
fn run<F>(
    handler: Pin<&mut F>,
    mut deadline: Pin<&mut Option<Sleep>>,
    underway: Option<&Underway>,
    cx: &mut Context<'_>,
) -> Poll<Response>
where
    F: Future<Output = Result<Response, Infallible>>,
{
    // The handler is never looked at again after a panic, so it can't be seen half changed.
    match catch_unwind(AssertUnwindSafe(|| handler.poll(cx))) {
        Ok(Poll::Ready(Ok(response))) => return Poll::Ready(response),
        Ok(Poll::Pending) => {}
        Err(panic) => {
            return Poll::Ready(Problem::internal(Panicked::from(&*panic)).into_response());
        }
    }
    if deadline.is_none() {
        let limit = underway.map(Underway::time_limit).unwrap_or_default();
        deadline.set(Some(tokio::time::sleep(limit)));
    }
    let Some(sleep) = deadline.as_pin_mut() else {
        return Poll::Pending;
    };
    ready!(sleep.poll(cx));
    let problem = Problem::new(
        code::TIMED_OUT,
        "This took too long and was given up; whether it was done is not known",
    );
    Poll::Ready(problem.retry_after(1).into_response())
}

/// A handler that panicked, with what it said.
#[derive(Debug, thiserror::Error)]
#[error("the handler panicked: {0}")]
struct Panicked(String);

impl From<&(dyn Any + Send)> for Panicked {
    fn from(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let said = text.or_else(|| panic.downcast_ref::<String>().cloned());
        Panicked(said.unwrap_or_else(|| "without a word".to_owned()))
    }
}
