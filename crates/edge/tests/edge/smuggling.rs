//! Requests that two servers could read differently: each is refused or read in the one way that
//! RFC 9112 leaves, and the connection ends there, so that nothing behind it is taken for a
//! request of its own.

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::{any, get};
use edge::{Drain, ServeOptions, Stack, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::world::ambient;

/// What must never be reached by what lies behind a doubtful request.
const HIDDEN: &str = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

async fn exchange(bytes: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let host = async |headers: HeaderMap| {
        let host = headers
            .get("host")
            .map(|host| host.to_str().unwrap().to_owned());
        format!("host={}", host.unwrap_or_default())
    };
    let router = Router::new()
        .route("/", any(async |body: String| format!("body={body};")))
        .route("/host", get(host))
        .route("/hidden", get(async || "HIDDEN"))
        .layer(Stack::api(&ambient()));
    tokio::spawn(serve(
        listener,
        router,
        Drain::new(),
        ServeOptions::default(),
    ));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// The request, and what an attacker hides behind it.
async fn with_more_behind(request: &str) -> String {
    exchange(format!("{request}{HIDDEN}").as_bytes()).await
}

/// What is doubtful, and a request that is.
const DOUBTFUL: &[(&str, &str)] = &[
    (
        "two lengths",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
    ),
    (
        "a list of lengths",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 5\r\n\r\nabc",
    ),
    (
        "a signed length",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
    ),
    (
        "a negative length",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\nabc",
    ),
    (
        "a length in hexadecimal",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc",
    ),
    (
        "another encoding",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "chunked not last",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    ),
    (
        "a blank before the colon",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "a folded header",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "chunked in HTTP/1.0",
        "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    (
        "a NUL in a value",
        "GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    ),
    (
        "a lone CR in a value",
        "GET / HTTP/1.1\r\nHost: x\r\nX: a\rb: c\r\n\r\n",
    ),
    (
        "a blank in a name",
        "GET / HTTP/1.1\r\nHost: x\r\nX Y: a\r\n\r\n",
    ),
    ("no colon", "GET / HTTP/1.1\r\nHost: x\r\nhello\r\n\r\n"),
    (
        "a blank in the target",
        "GET / x HTTP/1.1\r\nHost: x\r\n\r\n",
    ),
    ("another protocol", "GET / HTTP/9.1\r\nHost: x\r\n\r\n"),
    (
        "two hosts",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
    ),
    ("no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
];

#[tokio::test]
async fn doubtful_requests_are_refused_and_the_connection_closed() {
    for (doubt, request) in DOUBTFUL {
        let answer = with_more_behind(request).await;
        assert!(
            !answer.contains("HIDDEN") && !answer.contains("HTTP/1.1 200"),
            "{doubt}: {answer}"
        );
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{doubt}: {answer}"
        );
    }
}

#[tokio::test]
async fn a_client_of_http_1_0_need_not_name_a_host() {
    let answer = exchange(b"GET /host HTTP/1.0\r\n\r\n").await;
    assert!(answer.contains("host="), "{answer}");
    let answer = exchange(b"GET /host HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    assert!(answer.contains("send a Host header"), "{answer}");
}

#[tokio::test]
async fn a_length_beside_chunks_does_not_count_and_ends_the_connection() {
    let chunks = "3\r\nabc\r\n0\r\n\r\n";
    for lengths in [
        "Content-Length: 30\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 30",
        "Transfer-Encoding: chunked\r\nContent-Length: 0",
    ] {
        let request = format!("POST / HTTP/1.1\r\nHost: x\r\n{lengths}\r\n\r\n{chunks}");
        let answer = with_more_behind(&request).await;
        assert!(answer.contains("body=abc;"), "{lengths}: {answer}");
        assert!(!answer.contains("HIDDEN"), "{lengths}: {answer}");
    }
}

#[tokio::test]
async fn chunks_that_are_none_end_the_connection() {
    let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for chunks in [
        "-3\r\nabc\r\n0\r\n\r\n",
        "zz\r\n",
        "fffffffffffffffff\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
    ] {
        let answer = with_more_behind(&format!("{head}{chunks}")).await;
        assert!(
            !answer.contains("HIDDEN") && !answer.contains("200 OK"),
            "{chunks:?}: {answer}"
        );
    }
}

#[tokio::test]
async fn the_host_in_the_requests_line_is_the_host() {
    let request =
        b"GET http://shop.example/host HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    let answer = exchange(request).await;
    assert!(answer.ends_with("host=shop.example"), "{answer}");
}

#[tokio::test]
async fn headers_that_are_too_large_or_too_many_are_refused() {
    let long = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n",
        "a".repeat(100_000)
    );
    let many = format!(
        "GET / HTTP/1.1\r\nHost: x\r\n{}\r\n",
        "X: a\r\n".repeat(1_000)
    );
    let path = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(70_000));
    for request in [long, many, path] {
        let answer = with_more_behind(&request).await;
        let refused = answer.starts_with("HTTP/1.1 431") || answer.starts_with("HTTP/1.1 414");
        assert!(answer.is_empty() || refused, "{answer}");
        assert!(!answer.contains("HIDDEN"), "{answer}");
    }
}

/// An HTTP/2 request with one literal header; the stream's answer, as far as it came.
async fn http2(name: &str, value: &str) -> Vec<u8> {
    let literal = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let block = [
        &[0x82, 0x86, 0x84, 0x41, 1, b'x', 0][..],
        &literal(name),
        &literal(value),
    ]
    .concat();
    let size = u8::try_from(block.len()).unwrap();
    let bytes = [
        &b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"[..],
        &[0, 0, size, 1, 5, 0, 0, 0, 1],
        &block,
        // GOAWAY: nothing more is asked.
        &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    exchange(&bytes).await.into_bytes()
}

#[tokio::test]
async fn http2_takes_no_headers_of_http1_connections() {
    assert!(String::from_utf8_lossy(&http2("x-fine", "a").await).contains("body=;"));
    for (name, value) in [
        ("connection", "close"),
        ("transfer-encoding", "chunked"),
        ("upgrade", "h2c"),
        ("te", "gzip"),
        ("content-length", "5"),
        ("X-Upper", "a"),
        ("x", "a\r\nb: c"),
        (":path", "/hidden"),
    ] {
        let answer = http2(name, value).await;
        assert!(
            !String::from_utf8_lossy(&answer).contains("body="),
            "{name}: {value}"
        );
    }
}
