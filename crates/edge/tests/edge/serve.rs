//! Connections: protocols, bounds, and the drain.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use edge::{ClientAddress, Drain, Json, ServeOptions, Served, Stack, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::world::ambient;

/// Asks as a client would. Other crates of the workspace switch TLS on in `reqwest`, and a client
/// with TLS wants a provider, needed or not.
async fn fetch(url: String) -> reqwest::Result<reqwest::Response> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::get(url).await
}

struct Running {
    address: SocketAddr,
    drain: Drain,
    /// A request has reached `/wait`.
    arrived: Arc<Notify>,
    /// Lets `/wait` answer.
    go: Arc<Notify>,
    served: JoinHandle<Served>,
}

async fn run(options: ServeOptions) -> Running {
    let (arrived, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let wait = {
        let (arrived, go) = (arrived.clone(), go.clone());
        async move || {
            arrived.notify_one();
            go.notified().await;
            "done"
        }
    };
    let router = Router::new()
        .route("/", get(async || "home"))
        .route(
            "/client",
            get(async |ClientAddress(client): ClientAddress| client.to_string()),
        )
        .route("/wait", get(wait))
        .route("/json", post(async |Json(n): Json<i64>| Json(n)))
        .fallback(edge::not_found)
        .layer(Stack::api(&ambient()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let drain = Drain::new();
    let served = tokio::spawn(serve(listener, router, drain.clone(), options));
    Running {
        address,
        drain,
        arrived,
        go,
        served,
    }
}

impl Running {
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn stop(self) -> Served {
        self.drain.begin();
        self.served.await.unwrap()
    }
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// Reads until the body `home` of an answer has come.
async fn read_home(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    while !text.ends_with(b"home") {
        assert_ne!(
            stream.read_buf(&mut text).await.unwrap(),
            0,
            "closed before the answer"
        );
    }
    String::from_utf8(text).unwrap()
}

/// Everything until the server closes.
async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    // A reset ends a connection as well as a close.
    let _ = stream.read_to_end(&mut rest).await;
    rest
}

#[tokio::test]
async fn http1_is_served_with_the_peers_address() {
    let server = run(ServeOptions::default()).await;
    assert_eq!(
        fetch(server.url("/client"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap(),
        "127.0.0.1"
    );
    assert_eq!(server.stop().await, Served { cut: 0 });
}

#[tokio::test]
async fn http2_is_served_to_those_who_know() {
    let header_timeout = Duration::from_millis(40);
    let server = run(ServeOptions {
        header_timeout,
        ..ServeOptions::default()
    })
    .await;
    let mut stream = server.connect().await;
    // Preface, empty SETTINGS, then HEADERS of stream 1: GET http / of authority x (RFC 7541's
    // static table: 2, 6, 4, and 1 with a literal value).
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .await
        .unwrap();
    stream
        .write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0])
        .await
        .unwrap();
    stream
        .write_all(&[0, 0, 6, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84, 0x41, 1, b'x'])
        .await
        .unwrap();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.unwrap();
        let length = usize::from(head[2]) + 256 * usize::from(head[1]);
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await.unwrap();
        if head[3] == 1 {
            // 8 of the static table is :status 200.
            assert_eq!(payload[0], 0x88);
            break;
        }
    }
    // This client never acknowledges the farewell (GOAWAY), and isn't waited for.
    assert_eq!(server.stop().await, Served { cut: 0 });
}

#[tokio::test]
async fn a_drain_finishes_what_is_in_flight_and_takes_nothing_new() {
    let server = run(ServeOptions::default()).await;
    let mut idle = server.connect().await;
    idle.write_all(GET).await.unwrap();
    read_home(&mut idle).await;
    let answer = tokio::spawn(fetch(server.url("/wait")));
    server.arrived.notified().await;

    server.drain.begin();
    // The idle connection is closed while the request is still waiting.
    assert_eq!(read_to_end(&mut idle).await, b"");
    assert!(!server.served.is_finished());
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    server.go.notify_one();
    assert_eq!(answer.await.unwrap().unwrap().text().await.unwrap(), "done");
    assert_eq!(server.served.await.unwrap(), Served { cut: 0 });
}

#[tokio::test]
async fn what_does_not_finish_in_time_is_cut() {
    let options = ServeOptions {
        drain: Duration::from_millis(50),
        ..ServeOptions::default()
    };
    let server = run(options).await;
    let answer = tokio::spawn(fetch(server.url("/wait")));
    server.arrived.notified().await;
    assert_eq!(server.stop().await, Served { cut: 1 });
    assert!(answer.await.unwrap().is_err());
}

#[tokio::test]
async fn while_still_accepting_newcomers_are_served() {
    let options = ServeOptions {
        still_accepting: Duration::from_secs(60),
        ..ServeOptions::default()
    };
    let server = run(ServeOptions {
        drain: Duration::from_secs(60),
        ..options
    })
    .await;
    server.drain.begin();
    assert_eq!(
        fetch(server.url("/")).await.unwrap().text().await.unwrap(),
        "home"
    );
    server.served.abort();
}

#[tokio::test]
async fn a_header_that_does_not_end_is_cut_off() {
    let options = ServeOptions {
        header_timeout: Duration::from_millis(40),
        ..ServeOptions::default()
    };
    let server = run(options).await;
    for beginning in [
        &b"GET / HTTP/1.1\r\nHo"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"PRI",
    ] {
        let mut stream = server.connect().await;
        stream.write_all(beginning).await.unwrap();
        let rest = read_to_end(&mut stream).await;
        assert!(!rest.starts_with(b"HTTP/1.1 200"), "{rest:?}");
    }
    assert_eq!(server.stop().await, Served { cut: 0 });
}

#[tokio::test]
async fn a_silent_connection_is_closed_and_a_slow_request_is_not() {
    let options = ServeOptions {
        header_timeout: Duration::from_millis(20),
        idle_timeout: Duration::from_millis(40),
        ..ServeOptions::default()
    };
    let server = run(options).await;
    let answer = tokio::spawn(fetch(server.url("/wait")));
    server.arrived.notified().await;
    let mut never_spoke = server.connect().await;
    assert_eq!(read_to_end(&mut never_spoke).await, b"");
    let mut spoke_once = server.connect().await;
    spoke_once.write_all(GET).await.unwrap();
    read_home(&mut spoke_once).await;
    assert_eq!(read_to_end(&mut spoke_once).await, b"");
    // By now the waiting request has been silent for longer than both.
    server.go.notify_one();
    assert_eq!(answer.await.unwrap().unwrap().text().await.unwrap(), "done");
    assert_eq!(server.stop().await, Served { cut: 0 });
}

#[tokio::test]
async fn who_uploads_too_much_still_hears_why() {
    let server = run(ServeOptions::default()).await;
    for (path, status) in [("/json", 413), ("/nowhere", 404)] {
        let mut stream = server.connect().await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
             Content-Length: 10000000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // A simple client: it looks for an answer once it has sent everything, and not before.
        stream.write_all(&[b' '; 10_000_000]).await.unwrap();
        let answer = String::from_utf8(read_to_end(&mut stream).await).unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
        assert!(answer.contains(&format!("\"status\":{status}")), "{answer}");
    }
    assert_eq!(server.stop().await, Served { cut: 0 });
}

#[tokio::test]
async fn who_was_let_in_by_the_system_is_served_even_if_the_drain_has_begun() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap())
        .await
        .unwrap();
    let drain = Drain::new();
    drain.begin();
    let router = Router::new().route("/", get(async || "home"));
    let served = tokio::spawn(serve(listener, router, drain, ServeOptions::default()));
    stream.write_all(GET).await.unwrap();
    read_home(&mut stream).await;
    assert_eq!(served.await.unwrap(), Served { cut: 0 });
}

#[tokio::test]
async fn past_the_most_connections_newcomers_wait_for_room() {
    let server = run(ServeOptions {
        max_connections: 1,
        ..ServeOptions::default()
    })
    .await;
    let mut first = server.connect().await;
    first.write_all(GET).await.unwrap();
    read_home(&mut first).await;
    let mut second = server.connect().await;
    second.write_all(GET).await.unwrap();
    // The first is served again and again while the second waits in the queue.
    for _ in 0..20 {
        first.write_all(GET).await.unwrap();
        read_home(&mut first).await;
    }
    assert!(
        second
            .try_read(&mut [0; 1])
            .is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock)
    );
    drop(first);
    read_home(&mut second).await;
    drop(second);
    assert_eq!(server.stop().await, Served { cut: 0 });
}

#[tokio::test]
async fn open_connections_are_counted() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let server = run(ServeOptions::default()).await;
    let mut stream = server.connect().await;
    stream.write_all(GET).await.unwrap();
    read_home(&mut stream).await;
    assert!(
        handle.render().contains("http_connections_open 1"),
        "{}",
        handle.render()
    );
    server.stop().await;
    assert!(
        handle.render().contains("http_connections_open 0"),
        "{}",
        handle.render()
    );
}
