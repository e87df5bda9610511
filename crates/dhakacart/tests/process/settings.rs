//! Settings: what is in force and why, what is refused, and that the reference is the truth.

use tempfile::TempDir;

use crate::support::{Run, ShopProcess, command, serve, serve_on};

const SECRET: &str = "3f1c9a7e5b2d80461a9c3e7f5d2b80463f1c9a7e";

#[test]
fn every_setting_is_printed_with_its_origin_and_no_secret() {
    let printed = command("config")
        .env("DHAKACART_JWT_SECRET", SECRET)
        .env(
            "DATABASE_URL",
            "postgres://shop:hunter2-hunter2@db.example/shop",
        )
        .env("DHAKACART_LOG", "debug")
        .succeed();
    for name in settings() {
        let line = printed
            .lines()
            .find(|line| line.starts_with(&format!("{name} = ")));
        assert!(line.is_some(), "no {name} in {printed}");
    }
    assert!(
        printed.contains("DHAKACART_LOG = debug  (environment)"),
        "{printed}"
    );
    assert!(
        printed.contains("DHAKACART_LOGIN_LIMIT = 5/15m  (default)"),
        "{printed}"
    );
    assert!(
        printed.contains("postgres://shop:") && printed.contains("@db.example/shop"),
        "{printed}"
    );
    assert!(
        !printed.contains(SECRET) && !printed.contains("hunter2"),
        "{printed}"
    );
}

/// The names in the reference.
fn settings() -> Vec<String> {
    let reference = command("config --reference").succeed();
    let rows = reference
        .lines()
        .filter_map(|line| line.strip_prefix("| `"));
    let names: Vec<String> = rows
        .map(|row| row.split('`').next().unwrap().to_owned())
        .collect();
    assert!(names.len() >= 15, "{reference}");
    names
}

#[test]
fn the_reference_in_docs_is_what_the_binary_prints() {
    let written = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
    let written = std::fs::read_to_string(written).unwrap_or_default();
    let printed = command("config --reference").succeed();
    assert_eq!(
        written, printed,
        "run `dhakacart config --reference > docs/settings.md`"
    );
}

#[test]
fn a_wrong_value_stops_everything_and_names_its_setting() {
    for (name, value) in [
        ("DATABASE_URL", "mysql://root@db/shop"),
        ("DATABASE_POOL", "0"),
        ("DHAKACART_ENV", "staging"),
        ("DHAKACART_API_ADDR", "everywhere"),
        ("DHAKACART_STOREFRONT_ADDR", "127.0.0.1"),
        ("DHAKACART_METRICS_ADDR", ":9464"),
        ("DHAKACART_ALLOWED_ORIGINS", "shop.example"),
        ("DHAKACART_TRUSTED_PROXIES", "10.0.0.0/99"),
        ("DHAKACART_JWT_SECRET", "short"),
        ("DHAKACART_JWT_SECRET_PREVIOUS", "short,shorter"),
        ("DHAKACART_MEDIA", "var/media"),
        ("DHAKACART_S3_ENDPOINT", "minio:9000"),
        ("DHAKACART_S3_REGION", "Dhaka"),
        ("DHAKACART_S3_ACCESS_KEY", "a:b"),
        ("DHAKACART_S3_SECRET_KEY", "short"),
        ("DHAKACART_RATE_LIMIT", "100"),
        ("DHAKACART_LOGIN_LIMIT", "5/never"),
        ("DHAKACART_STAFF_SECOND_FACTOR", "perhaps"),
        ("DHAKACART_BREACHED_PASSWORDS", "/no/such/file"),
        ("DHAKACART_LOG", "shout=="),
        ("DHAKACART_LOG_FORMAT", "xml"),
        ("DHAKACART_DEMO", "perhaps"),
        ("DHAKACART_DRAIN_SECONDS", "-1"),
        ("DHAKACART_CHECKOUT_HOLD", "a while"),
        ("DHAKACART_DELIVERY_CHARGES", "dhaka:free"),
        ("DHAKACART_STORFRONT_ADDR", "127.0.0.1:8080"),
    ] {
        for words in ["config", "serve", "import nothing.csv"] {
            let said = command(words).env(name, value).fail();
            assert!(said.contains(name), "{words} with {name}={value}: {said}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_all_at_once() {
    let said = command("serve")
        .env("DHAKACART_DEMO", "perhaps")
        .env("DATABASE_POOL", "many")
        .fail();
    assert!(
        said.contains("DHAKACART_DEMO") && said.contains("DATABASE_POOL"),
        "{said}"
    );
}

#[test]
fn a_value_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (secret, file) = (
        folder.path().join("secret"),
        folder.path().join("shop.toml"),
    );
    std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
    std::fs::write(&file, "drain_seconds = 7\n").unwrap();
    let printed = command("config")
        .env("DHAKACART_JWT_SECRET_FILE", secret.to_str().unwrap())
        .env("DHAKACART_CONFIG", file.to_str().unwrap())
        .succeed();
    assert!(
        printed.contains("DHAKACART_DRAIN_SECONDS = 7  "),
        "{printed}"
    );
    assert!(
        printed.contains(secret.to_str().unwrap()) && !printed.contains(SECRET),
        "{printed}"
    );
}

/// A production shop on SQLite that lacks nothing.
fn production() -> (TempDir, String, Run) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/shop.db", folder.path().display());
    let run = serve()
        .env("DHAKACART_ENV", "production")
        .env("DHAKACART_JWT_SECRET", SECRET);
    (folder, url.clone(), run.env("DATABASE_URL", &url))
}

#[test]
fn production_takes_no_chances() {
    for (name, value) in [
        ("DHAKACART_JWT_SECRET", ""),
        (
            "DHAKACART_JWT_SECRET",
            "change-me-change-me-change-me-please",
        ),
        (
            "DHAKACART_JWT_SECRET",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ),
        ("DHAKACART_DEMO", "true"),
    ] {
        let (_folder, _, run) = production();
        let said = run.env(name, value).fail();
        assert!(said.contains(name), "{name}={value}: {said}");
    }
    let (_folder, _, run) = production();
    let said = run.env("DHAKACART_REPLICAS", "3").fail();
    assert!(
        said.contains("DHAKACART_RATE_LIMIT") && said.contains("DHAKACART_LOGIN_LIMIT"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn production_refuses_the_demos_staff_user() {
    let (_folder, url, run) = production();
    let shop = ShopProcess::open(serve_on(&url).env("DHAKACART_ENV", "production")).await;
    assert_eq!(
        shop.guest().get("/").await.expect(200)["environment"],
        "production"
    );
    assert_eq!(shop.terminate().code(), Some(0));
    // The same database, after somebody tried the demo on it.
    let demo = ShopProcess::open(serve_on(&url).env("DHAKACART_DEMO", "true")).await;
    assert_eq!(demo.terminate().code(), Some(0));
    let said = run.fail();
    assert!(said.contains("demo staff user"), "{said}");
}
