//! What the log tells of who comes in and who is turned away, how much of it a flood can write, and
//! what it never tells.

use serde_json::{Value, json};
use store::testing::{Engine, TestDb};

use crate::support::{ADMIN, Person, ShopProcess, hire_admin, serve_on};

const PASSWORD: &str = "Padma-river-71";
/// Typed into the wrong field, as people do.
const TYPED: &str = "needle_password_1";

/// The lines of the security log, by what happened.
struct Lines(Vec<Value>);

impl Lines {
    fn of(told: &str) -> Self {
        let lines = told
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        Self(
            lines
                .filter(|line: &Value| line["target"] == "security")
                .collect(),
        )
    }

    fn about(&self, event: &str) -> Vec<&Value> {
        let lines = self.0.iter().filter(|line| line["event"] == event);
        lines.collect()
    }

    /// The only one about this.
    fn one(&self, event: &str, client: &str) -> &Value {
        let about = self.about(event);
        let mut lines = about.into_iter().filter(|line| line["client"] == client);
        let line = lines
            .next()
            .unwrap_or_else(|| panic!("{event}: {:#?}", self.0));
        assert!(lines.next().is_none(), "{event}: {:#?}", self.0);
        line
    }
}

/// Sends the form of the login page.
async fn fill_in(shop: &ShopProcess, origin: &str, password: &str) -> u16 {
    let client = reqwest::Client::builder().no_proxy();
    let client = client.redirect(reqwest::redirect::Policy::none());
    let (username, _) = ADMIN;
    let form = client
        .build()
        .unwrap()
        .post(format!("http://{}/login", shop.storefront_address()))
        .header("Origin", origin)
        .header("X-Forwarded-For", "203.0.113.4")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(format!("username={username}&password={password}"));
    form.send().await.unwrap().status().as_u16()
}

async fn open(engine: Engine) -> (ShopProcess, TestDb) {
    let db = TestDb::new(engine).await;
    hire_admin(db.url()).succeed();
    let serve = serve_on(db.url())
        .env("DHAKACART_LOG", "warn,security=info")
        .env("DHAKACART_TRUSTED_PROXIES", "127.0.0.1")
        .env("DHAKACART_LOGIN_LIMIT", "5/15m")
        .env("DHAKACART_RATE_LIMIT", "20/15m");
    (ShopProcess::open(serve).await, db)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logins_and_refusals_are_in_the_log_and_no_secret_is() {
    let (shop, _db) = open(Engine::Sqlite).await;
    let from = |address: &str| -> Person { shop.guest().from(address) };

    // Whoever comes in and goes.
    let account = json!({"username": "rahima", "password": PASSWORD});
    let made = from("203.0.113.1")
        .post("/api/auth/register", &account)
        .await;
    let token = made.expect(201)["token"].as_str().unwrap().to_owned();
    let rahima = from("203.0.113.2").log_in("rahima", PASSWORD).await;
    let id = rahima.get("/api/auth/me").await.expect(200)["id"].clone();
    rahima
        .get("/api/admin/users")
        .await
        .refused(403, "forbidden");
    rahima
        .post("/api/auth/logout", &json!({}))
        .await
        .expect(200);
    // Whoever doesn't.
    let stranger = from("203.0.113.3");
    let forged = stranger.with_token(&format!("{token}x"));
    forged
        .get("/api/auth/me")
        .await
        .refused(401, "unauthorized");
    stranger
        .guess(TYPED, "Jamuna-river-72", "203.0.113.3")
        .await
        .refused(401, "wrong_credentials");

    let told = shop.tells_all();
    for secret in [TYPED, PASSWORD, "Jamuna-river-72", ADMIN.1, token.as_str()] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    let lines = Lines::of(&told);
    assert_eq!(
        lines.one("logged_in", "203.0.113.1")["route"],
        "/api/auth/register"
    );
    for (event, status) in [("logged_in", 200), ("forbidden", 403), ("logged_out", 200)] {
        let line = lines.one(event, "203.0.113.2");
        assert_eq!(
            (&line["user"], &line["status"]),
            (&id, &json!(status)),
            "{line}"
        );
        assert!(
            line["request_id"].as_str().is_some_and(|id| !id.is_empty()),
            "{line}"
        );
    }
    assert_eq!(
        lines.one("unauthorized", "203.0.113.3")["route"],
        "/api/auth/me"
    );
    assert_eq!(
        lines.one("wrong_credentials", "203.0.113.3")["method"],
        "POST"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_log_like_the_api() {
    let (shop, _db) = open(Engine::Sqlite).await;
    let ours = format!("http://{}", shop.storefront_address());
    assert_eq!(fill_in(&shop, &ours, "Jamuna-river-72").await, 401);
    let evil = "https://evil.example";
    assert_eq!(fill_in(&shop, evil, "Jamuna-river-72").await, 403);
    assert_eq!(fill_in(&shop, &ours, ADMIN.1).await, 303);
    let told = shop.tells_all();
    for secret in ["Jamuna-river-72", ADMIN.0, ADMIN.1] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    let lines = Lines::of(&told);
    for (event, status) in [
        ("wrong_credentials", 401),
        ("cross_site", 403),
        ("logged_in", 303),
    ] {
        let line = lines.one(event, "203.0.113.4");
        let asked = (&line["route"], &line["status"]);
        assert_eq!(asked, (&json!("/login"), &json!(status)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_is_told_in_a_few_lines() {
    let (shop, _db) = open(Engine::Sqlite).await;
    let flood = shop.guest().from("203.0.113.9");
    for _ in 0..100 {
        flood.get("/api/products").await;
    }
    for guess in 0..8 {
        let guessed = format!("Jamuna-river-{guess}0");
        shop.guest().guess("rahima", &guessed, "203.0.113.8").await;
    }
    let told = shop.tells_all();
    let lines = Lines::of(&told);
    let refused = lines.about("rate_limited").len() + lines.about("blocked").len();
    assert!((2..=20).contains(&refused), "{refused}");
    assert_eq!(lines.about("wrong_credentials").len(), 5);
    let stopped = lines.about("too_many_attempts");
    assert_eq!(stopped.len(), 3);
    let left_out = lines.0.iter().filter_map(|line| line["left_out"].as_u64());
    assert!(left_out.sum::<u64>() > 50, "{told}");
}
