//! One connection from its first byte to its last.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::HttpBody;
use axum::extract::ConnectInfo;
use axum::http::header::HOST;
use axum::http::{HeaderValue, Request};
use axum::response::Response;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use metrics::gauge;
use pin_project_lite::pin_project;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tower::Service;

use super::activity::{Activity, InFlight, Watched};
use super::relief::Relief;
use super::request_body::Uploading;
use super::stream::Stream;
use super::watchdog::{Verdict, Watchdog};
use super::{Phase, ServeOptions};
use crate::Tls;

/// Bytes of a request's line and headers at most; more is 431.
const MAX_HEADER_BYTES: usize = 64 * 1024;
/// Requests at once on one HTTP/2 connection.
const MAX_STREAMS: u32 = 128;
/// Streams that an HTTP/2 peer opened and reset before they were looked at, and streams that we had
/// to reset: more, and the connection is closed (CVE-2023-44487, "rapid reset", and its kin).
const MAX_RESETS: usize = 32;
const MAX_OWN_RESETS: usize = 128;
/// Bytes of answers that wait on one HTTP/2 stream for the peer to take them.
const MAX_WAITING: usize = 64 * 1024;
/// What the system keeps of a peer's answers. Its own measure goes up to megabytes for each peer.
const SYSTEM_BUFFER: usize = 128 * 1024;
/// HTTP/2 asks a silent peer so often whether it is still there, and waits so long for its answer.
const PING: Duration = Duration::from_secs(20);
/// What a client still sends when it has its answer is thrown away for so long, up to so much.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 32 * 1024 * 1024;

/// A client that has just connected gets so long to send what it connected for, even in a drain.
const FIRST_REQUEST: Duration = Duration::from_millis(500);

/// How HTTP is spoken.
pub(super) type Protocol = auto::Builder<TokioExecutor>;

pub(super) fn protocol() -> Protocol {
    let mut protocol = auto::Builder::new(TokioExecutor::new());
    // The watchdog times headers: hyper's own timer would close idle connections just as fast.
    protocol
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_buf_size(MAX_HEADER_BYTES);
    protocol
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(MAX_HEADER_BYTES as u32)
        .max_pending_accept_reset_streams(MAX_RESETS)
        .max_local_error_reset_streams(MAX_OWN_RESETS)
        .max_send_buf_size(MAX_WAITING)
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING);
    protocol
}

/// What a connection needs to know.
pub(super) struct Connection {
    pub(super) router: Router,
    pub(super) protocol: Arc<Protocol>,
    pub(super) phase: watch::Receiver<Phase>,
    pub(super) options: ServeOptions,
    pub(super) tls: Option<Tls>,
    pub(super) relief: Arc<Relief>,
    pub(super) peer: SocketAddr,
}

impl Connection {
    /// Serves the connection until either side ends it.
    pub(super) async fn run(self, socket: TcpStream) {
        let _open = Open::count();
        // A small answer must not wait for the acknowledgement of the one before.
        let _ = socket.set_nodelay(true);
        let _ = socket2::SockRef::from(&socket).set_send_buffer_size(SYSTEM_BUFFER);
        let activity = Arc::new(Activity::default());
        let _place = self.relief.enter(activity.clone());
        tokio::select! {
            biased;
            () = activity.evicted() => metrics::counter!("http_connections_evicted_total").increment(1),
            () = self.live(socket, &activity) => return,
        }
        // Who waits for an answer isn't here; who doesn't read one needs no farewell.
        if activity.seen().blocked
            && let Some(stream) = activity.returned()
        {
            stream.discard();
        }
    }

    /// The handshake, if there is one, the requests, and the end.
    async fn live(mut self, socket: TcpStream, activity: &Arc<Activity>) {
        let Some(stream) = self.handshake(socket).await else {
            return;
        };
        let ended = self
            .serve(Watched::new(stream, activity.clone()), activity)
            .await;
        if ended == Ended::Abruptly
            && let Some(stream) = activity.returned()
        {
            stream.discard();
        }
        if ended == Ended::InOrder
            && let Some(stream) = activity.half_closed()
        {
            tokio::select! {
                () = linger(stream) => {}
                // A drain has better things to wait for.
                _ = self.phase.wait_for(|phase| *phase != Phase::Serving) => {}
            }
        }
    }

    async fn handshake(&mut self, socket: TcpStream) -> Option<Stream> {
        let opened = timeout(
            self.options.handshake_timeout,
            Stream::open(socket, self.tls.as_ref()),
        );
        tokio::select! {
            opened = opened => match opened {
                Ok(Ok(stream)) => Some(stream),
                Ok(Err(error)) => {
                    tracing::debug!(%error, "no TLS with this client");
                    None
                }
                Err(_) => None,
            },
            _ = self.phase.wait_for(|phase| *phase == Phase::Cut) => None,
        }
    }

    async fn serve(&mut self, stream: Watched, activity: &Arc<Activity>) -> Ended {
        let ServeOptions {
            header_timeout,
            idle_timeout,
            write_timeout,
            ..
        } = self.options;
        let mut watchdog = Watchdog::new(header_timeout, idle_timeout, write_timeout);
        let mut looks = interval(Watchdog::period(header_timeout));
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        looks.reset();

        let requests = Requests {
            router: self.router.clone(),
            peer: self.peer,
            activity: activity.clone(),
        };
        let requests = TowerToHyperService::new(requests);
        let mut serving = pin!(
            self.protocol
                .serve_connection(TokioIo::new(stream), requests)
        );
        let mut closing = pin!(closing(self.phase.clone(), activity));
        let mut closed = false;
        loop {
            tokio::select! {
                ended = serving.as_mut() => {
                    let Err(error) = ended else { return Ended::InOrder };
                    tracing::debug!(error, "connection ended badly");
                    return Ended::Abruptly;
                }
                () = closing.as_mut(), if !closed => {
                    closed = true;
                    watchdog.closing();
                    serving.as_mut().graceful_shutdown();
                }
                _ = self.phase.wait_for(|phase| *phase == Phase::Cut) => return Ended::Abruptly,
                _ = looks.tick() => match watchdog.look(activity.seen()) {
                    Verdict::Fine => {}
                    Verdict::Close => serving.as_mut().graceful_shutdown(),
                    Verdict::Cut => return Ended::Abruptly,
                },
            }
        }
    }
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Every answer was given, and the peer was told that no more will come.
    InOrder,
    /// Cut or broken.
    Abruptly,
}

/// Returns when it is time for this connection to end in good order.
async fn closing(mut phase: watch::Receiver<Phase>, activity: &Activity) {
    let _ = phase.wait_for(|phase| *phase != Phase::Serving).await;
    if activity.seen().requests == 0 {
        tokio::time::sleep(FIRST_REQUEST).await;
    }
}

/// Takes in what the client is still sending. A socket closed with unread bytes in it resets the
/// connection, and the reset may overtake the answer: a client that is uploading 10 MB would never
/// see the 413.
async fn linger(mut stream: Stream) {
    // An idle connection that was closed hasn't been told so yet.
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut rest = [0; 4096];
    let mut taken = 0;
    let _ = timeout(LINGER, async {
        while let Ok(read @ 1..) = stream.read(&mut rest).await {
            taken += read;
            if taken > LINGER_BYTES {
                break;
            }
        }
    })
    .await;
}

/// `http_connections_open`, up while it lives.
struct Open;

impl Open {
    fn count() -> Self {
        gauge!("http_connections_open").increment(1.0);
        Open
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        gauge!("http_connections_open").decrement(1.0);
    }
}

/// The router as this connection sees it: it tells requests where they come from, and the
/// connection that they are there.
#[derive(Clone)]
struct Requests {
    router: Router,
    peer: SocketAddr,
    activity: Arc<Activity>,
}

impl<B: HttpBody> Service<Request<B>> for Requests
where
    Router: Service<Request<Uploading<B>>, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answering<<Router as Service<Request<Uploading<B>>>>::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.router.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        name_host(&mut request);
        let activity = &self.activity;
        let request = request.map(|body| Uploading::new(body, activity));
        Answering {
            in_flight: self.activity.request(),
            answer: self.router.call(request),
        }
    }
}

/// Whoever names the host in the request's line (HTTP/2 does, and proxies in HTTP/1.1) has named
/// it: a `Host` beside it doesn't count (RFC 9112 §3.2.2, RFC 9113 §8.3.1).
fn name_host<B>(request: &mut Request<B>) {
    let named = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    if let Some(Ok(host)) = named.map(HeaderValue::try_from) {
        request.headers_mut().insert(HOST, host);
    }
}

pin_project! {
    struct Answering<F> {
        in_flight: InFlight,
        #[pin]
        answer: F,
    }
}

impl<F: Future> Future for Answering<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.project().answer.poll(cx)
    }
}
