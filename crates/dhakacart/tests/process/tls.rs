//! HTTPS with certificates from files and from a CA: an ACME server (pebble) that really asks back.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use nix::sys::signal::Signal;
use reqwest::Client;
use store::testing::{Engine, TestDb};

use crate::support::{
    HttpsShop, NAME, PATIENCE, Pebble, Person, Run, certificate, eventually, free, serve_on, verify,
};

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
    let shop = HttpsShop::open(run).await;
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

    let shop = HttpsShop::open(run()).await;
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
    let shop = HttpsShop::open(settings).await;
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
    let shop = HttpsShop::open(run).await;
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
