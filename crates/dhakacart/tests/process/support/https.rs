//! Shops that speak HTTPS, and an ACME server (pebble) that really asks back.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::process::Command;

use nix::sys::signal::Signal;
use reqwest::{Certificate, Client};
use tempfile::TempDir;

use super::{Child, PATIENCE, Run, eventually, serve_on};

/// What the shop is called in tests.
pub(crate) const NAME: &str = "shop.example";

/// A certificate and its key, PEM.
pub(crate) fn certificate(name: &str) -> (String, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let wanted = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    (wanted.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

/// A shop that speaks HTTPS.
pub(crate) struct HttpsShop {
    pub(crate) child: Child,
    pub(crate) folder: TempDir,
    pub(crate) api: SocketAddr,
    pub(crate) plain: String,
    pub(crate) metrics: String,
}

impl HttpsShop {
    pub(crate) async fn open(run: Run) -> Self {
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
        Self {
            api: address("API", "https://").parse().unwrap(),
            plain: address("redirects", "http://"),
            metrics: address("metrics", "http://"),
            child,
            folder,
        }
    }

    /// Asks for `/health` by HTTPS, trusting this certificate alone.
    pub(crate) async fn health(&self, trusted: &str) -> Option<reqwest::Response> {
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

    pub(crate) async fn becomes_trusted_by(&self, certificate: &str) -> reqwest::Response {
        eventually("the certificate is shown", PATIENCE, async || {
            self.health(certificate).await
        })
        .await
    }

    pub(crate) fn stop(self) -> TempDir {
        self.child.signal(Signal::SIGTERM);
        let outcome = self.child.wait(PATIENCE);
        assert_eq!(outcome.status.code(), Some(0), "{}", outcome.stderr);
        self.folder
    }
}

/// An address that nobody listens on just now.
pub(crate) fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

/// Pebble, and a name server that says that every name is this machine.
pub(crate) struct Pebble {
    pub(crate) children: Vec<Child>,
    pub(crate) folder: TempDir,
    pub(crate) directory: SocketAddr,
    pub(crate) management: SocketAddr,
    /// Where it asks for challenges.
    pub(crate) asks: SocketAddr,
}

impl Pebble {
    pub(crate) async fn start() -> Self {
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

    pub(crate) async fn try_root(&self) -> Option<String> {
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

    pub(crate) fn shop_on(&self, url: &str) -> Run {
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
