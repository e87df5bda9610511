//! HTTPS with certificates from files and from a CA: an ACME server (pebble) that really asks back.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use nix::sys::signal::Signal;
use reqwest::{Certificate, Client};
use store::testing::{Engine, TestDb};
use tempfile::TempDir;

use crate::support::{Child, PATIENCE, Person, Run, eventually, serve_on, verify};

const NAME: &str = "shop.example";

/// A certificate and its key, PEM.
fn certificate(name: &str) -> (String, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let wanted = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    (wanted.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

/// A shop that speaks HTTPS.
struct Shop {
    child: Child,
    folder: TempDir,
    api: SocketAddr,
    plain: String,
    metrics: String,
}

impl Shop {
    async fn open(run: Run) -> Self {
        let (mut child, folder) = run.start();
        let printed = eventually("the addresses are printed", PATIENCE, async || {
            let printed = child.stdout();
            assert!(!child.has_ended(), "it ended instead: {}", child.stderr());
            printed.contains("/metrics\n").then_some(printed)
        })
        .await;
        let address = |what: &str, scheme: &str| {
            let line = printed.lines().find(|line| line.starts_with(what)).unwrap();
            let rest = line.split(scheme).nth(1).unwrap();
            rest.split('/').next().unwrap().to_owned()
        };
        Shop {
            api: address("API", "https://").parse().unwrap(),
            plain: address("redirects", "http://"),
            metrics: address("metrics", "http://"),
            child,
            folder,
        }
    }

    /// Asks for `/health` by HTTPS, trusting this certificate alone.
    async fn health(&self, trusted: &str) -> Option<reqwest::Response> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .no_proxy()
            .timeout(PATIENCE)
            .resolve(NAME, self.api)
            .tls_certs_only([Certificate::from_pem(trusted.as_bytes()).unwrap()])
            .build()
            .unwrap();
        let url = format!("https://{NAME}:{}/health", self.api.port());
        client.get(url).send().await.ok()
    }

    async fn becomes_trusted_by(&self, certificate: &str) -> reqwest::Response {
        eventually("the certificate is shown", PATIENCE, async || {
            self.health(certificate).await
        })
        .await
    }

    fn stop(self) -> TempDir {
        self.child.signal(Signal::SIGTERM);
        let outcome = self.child.wait(PATIENCE);
        assert_eq!(outcome.status.code(), Some(0), "{}", outcome.stderr);
        self.folder
    }
}

fn write(folder: &Path, (certificate, key): &(String, String)) {
    fs::write(folder.join("tls.crt"), certificate).unwrap();
    fs::write(folder.join("tls.key"), key).unwrap();
}

fn https_on(url: &str) -> Run {
    serve_on(url)
        .env("DHAKACART_TLS_CERT", "tls.crt")
        .env("DHAKACART_TLS_KEY", "tls.key")
        .env("DHAKACART_HTTP_ADDR", "127.0.0.1:0")
        .env("DHAKACART_PUBLIC_URL", "https://shop.example")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_from_files_are_shown_replaced_and_never_lost() {
    let db = TestDb::new(Engine::Sqlite).await;
    let (first, second) = (certificate(NAME), certificate(NAME));
    let run = https_on(db.url());
    write(&run.path(""), &first);
    let shop = Shop::open(run).await;
    let answer = shop.becomes_trusted_by(&first.0).await;
    let hsts = answer.headers()["strict-transport-security"]
        .to_str()
        .unwrap();
    assert_eq!(hsts, "max-age=31536000; includeSubDomains");
    assert!(shop.health(&second.0).await.is_none());

    let redirect = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let answer = redirect
        .get(format!("http://{}/cart?a=b", shop.plain))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 308);
    assert_eq!(
        answer.headers()["location"],
        "https://shop.example/cart?a=b"
    );
    let metrics = Person::at(&shop.metrics).get("/metrics").await;
    assert!(
        metrics
            .text()
            .contains("tls_certificate_not_after_timestamp_seconds ")
    );

    write(shop.folder.path(), &second);
    shop.child.signal(Signal::SIGHUP);
    shop.becomes_trusted_by(&second.0).await;

    // A key that isn't the certificate's: told, and nothing changes.
    fs::write(shop.folder.path().join("tls.key"), &first.1).unwrap();
    shop.child.signal(Signal::SIGHUP);
    eventually("the bad file is told", PATIENCE, async || {
        let told = shop.child.stderr();
        told.contains("the private key is not the certificate's")
            .then_some(())
    })
    .await;
    assert!(shop.health(&second.0).await.is_some());
    shop.stop();
    verify(db.url());
}

#[tokio::test]
async fn what_can_not_be_used_stops_the_start() {
    let db = TestDb::new(Engine::Sqlite).await;
    let missing = https_on(db.url()).fail();
    assert!(
        missing.contains("DHAKACART_TLS_CERT") && missing.contains("tls.crt can't be read"),
        "{missing}"
    );
    let (ours, other) = (certificate(NAME), certificate(NAME));
    let run = https_on(db.url());
    write(&run.path(""), &(ours.0, other.1));
    let mismatched = run.fail();
    assert!(
        mismatched.contains("the private key is not the certificate's"),
        "{mismatched}"
    );
    let half = serve_on(db.url())
        .env("DHAKACART_TLS_CERT", "tls.crt")
        .fail();
    assert!(half.contains("DHAKACART_TLS_KEY"), "{half}");
}

/// An address that nobody listens on just now.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

/// Pebble, and a name server that says that every name is this machine.
struct Pebble {
    children: Vec<Child>,
    folder: TempDir,
    directory: SocketAddr,
    management: SocketAddr,
    /// Where it asks for challenges.
    asks: SocketAddr,
}

impl Pebble {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (directory, management, asks, names) = (free(), free(), free(), free());
        let (own, key) = certificate("localhost");
        fs::write(folder.path().join("ca.pem"), own).unwrap();
        fs::write(folder.path().join("ca.key"), key).unwrap();
        let config = serde_json::json!({"pebble": {
            "listenAddress": directory.to_string(),
            "managementListenAddress": management.to_string(),
            "certificate": folder.path().join("ca.pem"),
            "privateKey": folder.path().join("ca.key"),
            "httpPort": asks.port(),
            "tlsPort": free().port(),
            "ocspResponderURL": "",
            "externalAccountBindingRequired": false,
        }});
        let settings = folder.path().join("pebble.json");
        fs::write(&settings, config.to_string()).unwrap();
        let mut resolver = Command::new("pebble-challtestsrv");
        resolver.args([
            "-dns01",
            &names.to_string(),
            "-management",
            &free().to_string(),
        ]);
        resolver.args([
            "-http01",
            "",
            "-https01",
            "",
            "-tlsalpn01",
            "",
            "-defaultIPv6",
            "",
        ]);
        let mut pebble = Command::new("pebble");
        pebble
            .arg("-config")
            .arg(settings)
            .args(["-dnsserver", &names.to_string()]);
        pebble.env("PEBBLE_VA_NOSLEEP", "1");
        let start = |command: &mut Command| Child::start(command, b"");
        let pebble = Pebble {
            children: vec![start(&mut resolver), start(&mut pebble)],
            folder,
            directory,
            management,
            asks,
        };
        eventually("pebble is up", PATIENCE, async || pebble.try_root().await).await;
        pebble
    }

    async fn try_root(&self) -> Option<String> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let own = fs::read(self.folder.path().join("ca.pem")).unwrap();
        let client = Client::builder()
            .no_proxy()
            .resolve("localhost", self.management)
            .tls_certs_only([Certificate::from_pem(&own).unwrap()])
            .build()
            .unwrap();
        let url = format!("https://localhost:{}/roots/0", self.management.port());
        client.get(url).send().await.ok()?.text().await.ok()
    }

    fn shop_on(&self, url: &str) -> Run {
        let directory = format!("https://localhost:{}/dir", self.directory.port());
        let root = self.folder.path().join("ca.pem");
        serve_on(url)
            .env("DHAKACART_ACME_DOMAINS", "shop.example,www.shop.example")
            .env("DHAKACART_ACME_CONTACT", "help@shop.example")
            .env("DHAKACART_ACME_DIRECTORY", &directory)
            .env("DHAKACART_ACME_CA", root.to_str().unwrap())
            .env("DHAKACART_HTTP_ADDR", &self.asks.to_string())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ca_signs_the_certificate_and_it_is_kept() {
    let db = TestDb::new(Engine::Sqlite).await;
    let pebble = Pebble::start().await;
    let root = pebble.try_root().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("acme");
    let run = || {
        pebble
            .shop_on(db.url())
            .env("DHAKACART_ACME_FOLDER", kept.to_str().unwrap())
    };

    let shop = Shop::open(run()).await;
    shop.becomes_trusted_by(&root).await;
    let plain = Person::at(&shop.plain);
    assert_eq!(
        plain.get("/.well-known/acme-challenge/guess").await.status,
        404
    );
    shop.stop();
    for file in ["account.json", "certificate.pem"] {
        let mode = fs::metadata(kept.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    let first = fs::read(kept.join("certificate.pem")).unwrap();

    // With the CA gone the shop starts with what it has, and doesn't wait for anybody.
    let settings = run();
    drop(pebble.children);
    let shop = Shop::open(settings).await;
    assert!(shop.health(&root).await.is_some());
    shop.stop();
    assert_eq!(fs::read(kept.join("certificate.pem")).unwrap(), first);
    verify(db.url());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ca_that_is_away_keeps_nobody_from_opening() {
    let db = TestDb::new(Engine::Sqlite).await;
    let run = serve_on(db.url())
        .env("DHAKACART_ACME_DOMAINS", NAME)
        .env(
            "DHAKACART_ACME_DIRECTORY",
            &format!("https://{}/dir", free()),
        )
        .env("DHAKACART_HTTP_ADDR", "127.0.0.1:0");
    let shop = Shop::open(run).await;
    eventually("the failure is told", PATIENCE, async || {
        let told = shop.child.stderr();
        told.contains("no new certificate; next attempt in 5 min")
            .then_some(())
    })
    .await;
    // Redirects go to the name that the certificate is to be for.
    assert_eq!(Person::at(&shop.plain).get("/health").await.status, 200);
    shop.stop();
    verify(db.url());
}
