//! No secret is in anything that the binary prints: every secret setting is given one that is easy
//! to recognise, everything is logged down to `trace`, and things go wrong on purpose.

use serde_json::json;
use store::testing::{Engine, TestDb};

use crate::support::{ADMIN, Moto, Run, ShopProcess, command, hire_admin, serve_on};

/// Every secret setting with a value of its own that others could not have by chance.
const SECRETS: &[(&str, &str)] = &[
    ("DATABASE_PASSWORD", "needle-database-4b7Qx2LmZ9vKp"),
    (
        "DHAKACART_JWT_SECRET",
        "needle-jwt-b7Qx2LmZ9vKp4TyR8wNc1HdJ6gFs3E",
    ),
    (
        "DHAKACART_JWT_SECRET_PREVIOUS",
        "needle-before-7Qx2LmZ9vKp4TyR8wNc1HdJ6gFs3",
    ),
    ("DHAKACART_S3_SECRET_KEY", "needle-s3-b7Qx2LmZ9vKp4TyR8wNc"),
];
/// What people type.
const PASSWORDS: [&str; 2] = ["needle-Padma-river-71", "needle-wrong-river-72"];
/// In a URL, before the `@` and in the query.
const IN_URLS: [&str; 2] = ["needle-url-9vKp4TyR", "needle-query-9vKp4TyR"];
/// Where a secret may hide: as it is, in base64 after a few other bytes it isn't looked for.
const NEEDLE: &str = "needle-";

#[track_caller]
fn tells_nothing(told: &str) {
    assert!(told.len() > 20, "it told nothing at all: {told}");
    for line in told.lines() {
        let unescaped = line.replace('\\', "");
        assert!(!unescaped.contains(NEEDLE), "{line}");
    }
}

/// Everything secret given, everything logged.
fn loud(run: Run) -> Run {
    let run = run
        .env("DHAKACART_LOG", "trace")
        .env("DHAKACART_MEDIA", "s3://shop-pictures/media")
        .env("DHAKACART_S3_ENDPOINT", "http://127.0.0.1:9")
        .env("DHAKACART_S3_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE");
    SECRETS
        .iter()
        .filter(|(name, _)| *name != "DATABASE_PASSWORD")
        .fold(run, |run, (name, value)| run.env(name, value))
}

#[test]
fn every_secret_setting_is_looked_for() {
    let reference = command("config --reference").succeed();
    let secret = reference.lines().filter(|line| line.contains("| secret: "));
    let names: Vec<&str> = secret.map(|line| line.split('`').nth(1).unwrap()).collect();
    let ours: Vec<&str> = SECRETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ours, "a new one is given a value in SECRETS");
}

#[test]
fn commands_tell_no_secret_whatever_goes_wrong() {
    let gone = "postgres://shop@127.0.0.1:9/shop";
    let with_password = format!("postgres://shop:{}@127.0.0.1:9/shop", IN_URLS[0]);
    let in_query = format!("postgres://shop@127.0.0.1:9/shop?password={}", IN_URLS[1]);
    let no_url = format!("postgres://shop:{}@127.0.0.1:nowhere/shop", IN_URLS[0]);
    for words in ["serve", "migrate", "verify", "export"] {
        let password = SECRETS[0].1;
        tells_nothing(
            &loud(command(words).on(gone))
                .env("DATABASE_PASSWORD", password)
                .fail(),
        );
        for url in [&with_password, &in_query, &no_url] {
            tells_nothing(&loud(command(words).on(url)).fail());
        }
    }
    for url in [&with_password, &in_query] {
        tells_nothing(&loud(command("config").on(url)).succeed());
    }
    // Wrong alone, wrong together, and in each other's place.
    for (name, _) in SECRETS {
        for wrong in ["needle-\n-needle", &with_password] {
            let run = command("config")
                .env(name, wrong)
                .env("DHAKACART_ENV", "production");
            let outcome = run.outcome();
            tells_nothing(&(outcome.stdout + &outcome.stderr));
        }
    }
    for (name, value) in SECRETS {
        for suffix in ["_FILE", "_AWS"] {
            let run = command("config").env(&format!("{name}{suffix}"), &format!("{value} "));
            tells_nothing(&run.fail());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_that_logs_everything_tells_no_secret() {
    let db = TestDb::new(Engine::Sqlite).await;
    hire_admin(db.url()).succeed();
    let moto = Moto::start().await;
    moto.create(
        "prod/shop",
        &json!({"key": SECRETS[3].1, "other": "needle-other"}).to_string(),
    )
    .await;
    let run = loud(moto.before(serve_on(db.url())))
        .env("DHAKACART_S3_SECRET_KEY", "")
        .env("DHAKACART_S3_SECRET_KEY_AWS", "prod/shop#key")
        .env("DHAKACART_SECRETS_REFRESH", "1s");
    let shop = ShopProcess::open(run).await;
    let guest = shop.guest();
    let account = json!({"username": "rahima", "password": PASSWORDS[0]});
    let made = guest.post("/api/auth/register", &account).await.expect(201);
    let token = made["token"].as_str().unwrap().to_owned();
    guest
        .log_in("rahima", PASSWORDS[0])
        .await
        .get("/api/auth/me")
        .await
        .expect(200);
    let wrong = json!({"username": "rahima", "password": PASSWORDS[1]});
    guest
        .post("/api/auth/login", &wrong)
        .await
        .refused(401, "wrong_credentials");
    guest
        .with_token(&format!("{token}x"))
        .get("/api/auth/me")
        .await
        .refused(401, "unauthorized");
    // A picture is asked for of a bucket that isn't there.
    let picture = format!("/media/{}-160x160.jpg", "0".repeat(64));
    shop.visitor().get(&picture).await;
    let page = settings_page(&shop).await;
    assert!(page.contains("DHAKACART_JWT_SECRET_PREVIOUS"), "{page}");
    tells_nothing(&page);
    shop.says("GetSecretValue").await;

    let told = shop.tells_all();
    assert!(told.contains("TRACE"), "{told}");
    tells_nothing(&told);
    // Nor what stands for somebody who is logged in, or for us.
    let signature = token.rsplit('.').next().unwrap();
    assert!(!told.contains(signature), "a session's token");
    assert!(!told.contains("moto-believes-any-key"), "a key of AWS");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_generated_key_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let db = TestDb::new(Engine::Sqlite).await;
    let run = serve_on(db.url()).env("DHAKACART_JWT_SECRET", "");
    let key = run.path("var/jwt-secret");
    let shop = ShopProcess::open(run).await;
    let mode = key.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let made = std::fs::read_to_string(&key).unwrap();
    assert!(!shop.tells_all().contains(made.trim()));
}

/// The back office's page of settings, as an administrator sees it.
async fn settings_page(shop: &ShopProcess) -> String {
    let client = reqwest::Client::builder().cookie_store(true).no_proxy();
    let client = client.build().unwrap();
    let storefront = format!("http://{}", shop.storefront_address());
    let (username, password) = ADMIN;
    let form = format!("username={username}&password={password}");
    let login = client
        .post(format!("{storefront}/login"))
        .header("Origin", &storefront)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    assert!(login.send().await.unwrap().status().is_success());
    let page = client.get(format!("{storefront}/admin/settings")).send();
    page.await.unwrap().text().await.unwrap()
}
