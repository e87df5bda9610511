//! HTTPS: what is agreed on, a certificate that is replaced, and who doesn't speak TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use edge::{Certificate, Certificates, Drain, ServeOptions, Tls, serve_tls, to_https};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion, version};
use time::OffsetDateTime;
use time::macros::datetime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::world::{ambient, fetch};

const NAME: &str = "shop.example";
const NOW: OffsetDateTime = datetime!(2026-11-01 12:00 UTC);

/// A certificate as a client and as the server know it.
struct Issued {
    pem: String,
    certificate: Certificate,
}

fn issue() -> Issued {
    let mut wanted = rcgen::CertificateParams::new(vec![NAME.to_owned()]).unwrap();
    wanted.not_before = datetime!(2020-01-01 0:00 UTC);
    wanted.not_after = datetime!(2100-01-01 0:00 UTC);
    let key = rcgen::KeyPair::generate().unwrap();
    let pem = wanted.self_signed(&key).unwrap().pem();
    let key = key.serialize_pem();
    let certificate = Certificate::from_pem(pem.as_bytes(), key.as_bytes(), NOW).unwrap();
    Issued { pem, certificate }
}

struct Server {
    address: SocketAddr,
    certificates: Arc<Certificates>,
}

async fn run(first: &Issued, options: ServeOptions) -> Server {
    let certificates = Certificates::new(first.certificate.clone());
    let tls = Tls::new(certificates.clone()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/", get(async || "home"));
    tokio::spawn(serve_tls(listener, router, Drain::new(), options, tls));
    Server {
        address,
        certificates,
    }
}

impl Server {
    async fn connect(
        &self,
        trusted: &Issued,
        version: &'static SupportedProtocolVersion,
        protocols: &[&str],
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(trusted.pem.as_bytes()).unwrap())
            .unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|p| p.as_bytes().to_vec()).collect();
        let socket = TcpStream::connect(self.address).await.unwrap();
        let name = ServerName::try_from(NAME).unwrap();
        TlsConnector::from(Arc::new(config))
            .connect(name, socket)
            .await
    }
}

async fn ask<S: AsyncReadWrite>(stream: &mut S) -> String {
    let request = b"GET / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    // Some clients of the library want the server to take its leave; it has.
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

trait AsyncReadWrite: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin {}
impl<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin> AsyncReadWrite for S {}

#[tokio::test]
async fn both_versions_are_spoken_and_http2_is_preferred() {
    let issued = issue();
    let server = run(&issued, ServeOptions::default()).await;
    for (spoken, named) in [
        (&version::TLS12, ProtocolVersion::TLSv1_2),
        (&version::TLS13, ProtocolVersion::TLSv1_3),
    ] {
        let both = server.connect(&issued, spoken, &["http/1.1", "h2"]).await;
        let (_, session) = both.as_ref().unwrap().get_ref();
        assert_eq!(session.alpn_protocol(), Some(&b"h2"[..]));
        assert_eq!(session.protocol_version(), Some(named));
        let mut old = server
            .connect(&issued, spoken, &["http/1.1"])
            .await
            .unwrap();
        assert!(ask(&mut old).await.ends_with("home"));
        let mut silent = server.connect(&issued, spoken, &[]).await.unwrap();
        assert!(ask(&mut silent).await.ends_with("home"));
        assert!(server.connect(&issued, spoken, &["spdy/3"]).await.is_err());
    }
}

#[tokio::test]
async fn a_new_certificate_is_shown_to_newcomers_and_disturbs_nobody() {
    let (first, second) = (issue(), issue());
    let server = run(&first, ServeOptions::default()).await;
    let mut before = server.connect(&first, &version::TLS13, &[]).await.unwrap();
    server.certificates.replace(second.certificate.clone());
    assert!(server.connect(&first, &version::TLS13, &[]).await.is_err());
    let mut after = server.connect(&second, &version::TLS13, &[]).await.unwrap();
    assert!(ask(&mut before).await.ends_with("home"));
    assert!(ask(&mut after).await.ends_with("home"));
}

#[tokio::test]
async fn who_speaks_plain_http_is_told() {
    let server = run(&issue(), ServeOptions::default()).await;
    let mut plain = TcpStream::connect(server.address).await.unwrap();
    let answer = ask(&mut plain).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(
        answer.contains("HTTPS") && !answer.contains("home"),
        "{answer}"
    );
}

#[tokio::test]
async fn who_never_finishes_the_handshake_is_cut_off() {
    let options = ServeOptions {
        handshake_timeout: Duration::from_millis(30),
        ..ServeOptions::default()
    };
    let server = run(&issue(), options).await;
    // Nothing at all; a record that says it goes on; something that is neither TLS nor HTTP.
    for beginning in [&b""[..], &[22, 3, 1, 1, 0, 1], &[0, 1, 2, 3]] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(beginning).await.unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
        assert!(!rest.starts_with(b"HTTP"), "{rest:?}");
    }
}

#[tokio::test]
async fn plain_http_is_sent_on_to_the_shops_own_name() {
    let origin = || Some("https://shop.example".to_owned());
    let router = to_https(&ambient(), origin, None);
    let attacked = crate::world::get("/products/x?y=%20z")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = crate::world::send(&router, attacked).await;
    assert_eq!(answer.status, 308);
    assert_eq!(
        answer.header("location"),
        "https://shop.example/products/x?y=%20z"
    );
    let answer = fetch(&router, "//evil.example/").await;
    assert_eq!(
        answer.header("location"),
        "https://shop.example//evil.example/"
    );
    let nowhere = to_https(&ambient(), || None, None);
    assert_eq!(fetch(&nowhere, "/").await.status, 400);
    assert_eq!(fetch(&nowhere, "/health").await.status, 200);
}

#[tokio::test]
async fn challenges_of_a_ca_are_answered_and_nothing_else_is_told() {
    let answers: edge::Challenges =
        Arc::new(|token| (token == "abc").then(|| "abc.thumbprint".to_owned()));
    let origin = || Some("https://shop.example".to_owned());
    let router = to_https(&ambient(), origin, Some(answers));
    let answer = fetch(&router, "/.well-known/acme-challenge/abc").await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_str()),
        (200, "abc.thumbprint")
    );
    assert_eq!(
        fetch(&router, "/.well-known/acme-challenge/abd")
            .await
            .status,
        404
    );
}
