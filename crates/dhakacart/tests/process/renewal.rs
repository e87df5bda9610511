//! A CA that wants a certificate renewed early says so (ARI, RFC 9773), and gets its way without
//! anybody restarting anything.
//!
//! The CA is pebble; the one that Debian has knows nothing of ARI, so its directory is shown to the shop
//! by somebody who does.

use std::fs;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use edge::{Certificate, Certificates, Drain, ServeOptions, Tls};
use reqwest::Client;
use serde_json::{Value, json};
use store::testing::{Engine, TestDb};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use tokio::net::TcpListener;

use crate::support::{HttpsShop, PATIENCE, Pebble, eventually, verify};

/// Shows pebble's directory with one line more, and wants the first certificate back at once.
#[derive(Clone)]
struct Ari {
    client: Client,
    pebble: String,
    own: String,
    /// The certificates it was asked about.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Ari {
    /// With pebble's own certificate: the shop trusts no other.
    async fn before(pebble: &Pebble) -> Self {
        let read = |file| fs::read(pebble.folder.path().join(file)).unwrap();
        let (own, key) = (read("ca.pem"), read("ca.key"));
        let certificate = Certificate::from_pem(&own, &key, now()).unwrap();
        let tls = Tls::new(Certificates::new(certificate)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = reqwest::Certificate::from_pem(&own).unwrap();
        let client = Client::builder().no_proxy().tls_certs_only([root]);
        let ari = Self {
            client: client.build().unwrap(),
            pebble: format!("https://localhost:{}/dir", pebble.directory.port()),
            own: format!(
                "https://localhost:{}",
                listener.local_addr().unwrap().port()
            ),
            asked: Arc::default(),
        };
        let router = Router::new()
            .route("/dir", get(directory))
            .route("/renewal-info/{id}", get(renewal_info))
            .with_state(ari.clone());
        let (drain, options) = (Drain::new(), ServeOptions::default());
        tokio::spawn(edge::serve_tls(listener, router, drain, options, tls));
        ari
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the shop and pebble go by the clock on the wall"
)]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

async fn directory(State(ari): State<Ari>) -> Json<Value> {
    let answer = ari.client.get(&ari.pebble).send().await.unwrap();
    let mut directory: Value = answer.json().await.unwrap();
    directory["renewalInfo"] = json!(format!("{}/renewal-info", ari.own));
    Json(directory)
}

async fn renewal_info(
    State(ari): State<Ari>,
    Path(id): Path<String>,
) -> ([(&'static str, &'static str); 1], Json<Value>) {
    let mut asked = ari.asked.lock().unwrap();
    if !asked.contains(&id) {
        asked.push(id.clone());
    }
    // The first is wanted back since an hour, any other in a month.
    let from = match asked.first() == Some(&id) {
        true => now() - Duration::hours(2),
        false => now() + Duration::days(30),
    };
    let told = |time: OffsetDateTime| time.format(&Rfc3339).unwrap();
    let window = json!({"start": told(from), "end": told(from + Duration::hours(1))});
    (
        [("Retry-After", "21600")],
        Json(json!({"suggestedWindow": window})),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_the_ca_wants_back_is_renewed_at_once() {
    let db = TestDb::new(Engine::Sqlite).await;
    let pebble = Pebble::start().await;
    let root = pebble.try_root().await.unwrap();
    let ari = Ari::before(&pebble).await;
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("acme");
    let run = pebble
        .shop_on(db.url())
        .env("DHAKACART_ACME_DIRECTORY", &format!("{}/dir", ari.own))
        .env("DHAKACART_ACME_FOLDER", kept.to_str().unwrap())
        .env("DHAKACART_LOG", "info");
    let shop = HttpsShop::open(run).await;
    eventually("both were asked about", PATIENCE, async || {
        (ari.asked().len() == 2).then_some(())
    })
    .await;
    let obtained = || {
        shop.child
            .stderr()
            .matches("a new certificate is in force")
            .count()
    };
    assert_eq!(obtained(), 2, "{}", shop.child.stderr());
    shop.becomes_trusted_by(&root).await;
    // The second stays, and is what is kept.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!((ari.asked().len(), obtained()), (2, 2));
    let pem = fs::read(kept.join("certificate.pem")).unwrap();
    let kept = Certificate::from_pem(&pem, &pem, now()).unwrap();
    assert!(
        ari.asked()[1].ends_with(&base64(kept.serial())),
        "{:?}",
        ari.asked()
    );
    shop.stop();
    verify(db.url());
}

/// base64url, as the names of certificates have it (RFC 9773, section 4.1).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let digit = |six: &[u8]| {
        let six = std::str::from_utf8(six).unwrap();
        let value = usize::from_str_radix(&format!("{six:0<6}"), 2).unwrap();
        char::from(DIGITS[value])
    };
    bits.as_bytes().chunks(6).map(digit).collect()
}
