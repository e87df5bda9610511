//! Many clients, slow clients, and clients that give up.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use edge::{Drain, Front, Gate, RawBody, ServeOptions, Stack, body_limit, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::world::{self, ambient, fetch};

/// What a handler that waits has seen.
#[derive(Clone, Default)]
struct Seen {
    begun: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
    changed: Arc<Notify>,
}

struct Work(Seen);

impl Work {
    fn begin(seen: &Seen) -> Self {
        seen.begun.fetch_add(1, SeqCst);
        seen.changed.notify_waiters();
        Work(seen.clone())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, SeqCst);
        self.0.changed.notify_waiters();
    }
}

impl Seen {
    async fn until(&self, what: &AtomicUsize, count: usize) {
        loop {
            let changed = self.changed.notified();
            if what.load(SeqCst) >= count {
                return;
            }
            changed.await;
        }
    }

    /// Waits for ever, once asked.
    fn waits(&self) -> impl Fn() -> std::future::Pending<&'static str> + Clone + use<> {
        let seen = self.clone();
        move || {
            std::mem::forget(Work::begin(&seen));
            std::future::pending()
        }
    }
}

async fn forever(seen: Seen) -> &'static str {
    let _work = Work::begin(&seen);
    std::future::pending::<()>().await;
    "never"
}

fn router(seen: &Seen, gate: Gate) -> Router {
    let wait = seen.clone();
    let search = seen.clone();
    let large = Bytes::from(vec![b'x'; 16 * 1024 * 1024]);
    Router::new()
        .route("/wait", get(async move || forever(wait).await))
        .route("/checkout", post(seen.waits()).get(async || "form"))
        .route(
            "/search",
            get(async move || {
                search.begun.fetch_add(1, SeqCst);
                "found"
            }),
        )
        .route("/large", get(async move || large))
        .route("/health", get(async || "alive"))
        .route(
            "/upload",
            post(async |RawBody(body): RawBody| body.len().to_string()),
        )
        .layer(body_limit(1024, Duration::from_millis(50)))
        .layer(Stack::api(&ambient()).front(&Front { https: true, gate }))
}

async fn run(seen: &Seen, options: ServeOptions) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = router(seen, Gate::default());
    tokio::spawn(serve(listener, router, Drain::new(), options));
    address
}

async fn send(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    // A reset ends a connection as well as a close.
    let _ = stream.read_to_end(&mut rest).await;
    rest
}

#[tokio::test]
async fn in_a_crowd_search_is_refused_before_anything_is_done_for_it() {
    let seen = Seen::default();
    let router = router(&seen, Gate::new(8));
    let mut inside = Vec::new();
    for _ in 0..8 {
        let router = router.clone();
        inside.push(tokio::spawn(async move {
            let order = world::get("/checkout").method("POST");
            world::send(&router, order.body(axum::body::Body::empty()).unwrap()).await
        }));
    }
    seen.until(&seen.begun, 8).await;
    let refused = fetch(&router, "/search").await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.code(), "overloaded");
    assert_eq!(refused.header("retry-after"), "10");
    assert!(
        refused
            .header("strict-transport-security")
            .contains("max-age=31536000")
    );
    assert_eq!(seen.begun.load(SeqCst), 8, "nothing was done");
    assert_eq!(fetch(&router, "/health").await.body, "alive");
    // One leaves, and there is room again: half the places are for searches too.
    for request in inside.drain(..5) {
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
    }
    assert_eq!(fetch(&router, "/search").await.body, "found");
}

#[tokio::test]
async fn a_request_that_was_given_up_on_stops() {
    let seen = Seen::default();
    let address = run(&seen, ServeOptions::default()).await;
    let stream = send(address, b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n").await;
    seen.until(&seen.begun, 1).await;
    drop(stream);
    seen.until(&seen.dropped, 1).await;
}

/// `PRI`, empty SETTINGS.
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

/// HEADERS that ask for `path` of host x, and the stream is ended.
fn headers(stream: u32, path: &str) -> Vec<u8> {
    let length = u8::try_from(path.len()).unwrap();
    let block = [
        &[0x82, 0x86, 0x04, length],
        path.as_bytes(),
        &[0x41, 1, b'x'],
    ]
    .concat();
    let size = u8::try_from(block.len()).unwrap();
    [&[0, 0, size, 1, 5][..], &stream.to_be_bytes(), &block].concat()
}

/// RST_STREAM, CANCEL.
fn reset(stream: u32) -> Vec<u8> {
    [&[0, 0, 4, 3, 0][..], &stream.to_be_bytes(), &[0, 0, 0, 8]].concat()
}

#[tokio::test]
async fn a_stream_that_was_reset_stops_and_its_connection_goes_on() {
    let seen = Seen::default();
    let address = run(&seen, ServeOptions::default()).await;
    let mut stream = send(address, HTTP2).await;
    stream.write_all(&headers(1, "/wait")).await.unwrap();
    seen.until(&seen.begun, 1).await;
    stream.write_all(&reset(1)).await.unwrap();
    seen.until(&seen.dropped, 1).await;
    stream.write_all(&headers(3, "/health")).await.unwrap();
    let mut answer = Vec::new();
    while !answer.windows(5).any(|window| window == b"alive") {
        assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn who_opens_and_resets_streams_for_ever_is_cut_off() {
    let seen = Seen::default();
    let address = run(&seen, ServeOptions::default()).await;
    let mut flood = HTTP2.to_vec();
    for stream in (1..40_000).step_by(2) {
        flood.extend(headers(stream, "/wait"));
        flood.extend(reset(stream));
    }
    let mut stream = TcpStream::connect(address).await.unwrap();
    // It may be cut off before it has sent everything.
    let _ = stream.write_all(&flood).await;
    rest(&mut stream).await;
    let begun = seen.begun.load(SeqCst);
    assert!(begun < 2_000, "{begun} of 20,000 were begun");
}

#[tokio::test]
async fn who_does_not_read_the_answer_is_cut_off() {
    let seen = Seen::default();
    let options = ServeOptions {
        header_timeout: Duration::from_millis(40),
        write_timeout: Duration::from_millis(60),
        ..ServeOptions::default()
    };
    let address = run(&seen, options).await;
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    stream
        .write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    // The connection is reset without a byte having been taken.
    while !matches!(stream.take_error(), Ok(Some(_))) {
        let ready = stream.ready(tokio::io::Interest::ERROR | tokio::io::Interest::READABLE);
        if ready.await.unwrap().is_error() || is_reset(&stream) {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert!(rest(&mut stream).await.len() < 16 * 1024 * 1024);
}

/// Whether looking at the stream says that it was reset.
fn is_reset(stream: &TcpStream) -> bool {
    let peeked = socket2::SockRef::from(stream).peek(&mut [std::mem::MaybeUninit::new(0)]);
    peeked.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
}

#[tokio::test]
async fn a_body_that_trickles_is_given_up() {
    let seen = Seen::default();
    let address = run(&seen, ServeOptions::default()).await;
    let head = b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc";
    let mut stream = send(address, head).await;
    let answer = String::from_utf8(rest(&mut stream).await).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("body_timeout"), "{answer}");
}

#[tokio::test]
async fn with_all_places_taken_by_the_idle_a_probe_gets_its_answer() {
    let seen = Seen::default();
    // No time limit would throw them out.
    let options = ServeOptions {
        max_connections: 16,
        header_timeout: Duration::from_secs(3600),
        idle_timeout: Duration::from_secs(3600),
        ..ServeOptions::default()
    };
    let address = run(&seen, options).await;
    let mut silent = Vec::new();
    for beginning in [&b""[..], b"GET / HT"] {
        for _ in 0..9 {
            silent.push(send(address, beginning).await);
        }
    }
    let probe = async {
        let asked = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        rest(&mut send(address, asked).await).await
    };
    // Long enough for anything that happens at all.
    let answer = tokio::time::timeout(Duration::from_secs(60), probe)
        .await
        .unwrap();
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.ends_with("alive"), "{answer}");
}
