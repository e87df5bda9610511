//! Secrets in files change while the shop is open: nobody restarts it and nobody is logged out.

use std::path::Path;

use serde_json::json;
use store::testing::{Engine, TestDb};
use tempfile::TempDir;

use crate::support::{PATIENCE, Person, Run, ShopProcess, eventually, serve_on, verify};

pub(crate) const FIRST: &str = "f1a7c3e95b2d80461a9c3e7f5d2b80463f1c9a7e";
pub(crate) const SECOND: &str = "9d04b6e2718fa35c90de4712b86fa3c55e0d917b";

/// Puts a file in another's place in one step, as Kubernetes does.
fn swap(path: &Path, text: &str) {
    let beside = path.with_extension("new");
    std::fs::write(&beside, text).unwrap();
    std::fs::rename(&beside, path).unwrap();
}

/// A secret in a file, in a folder that goes away with the test.
fn file(text: &str) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    swap(&path, text);
    (folder, path)
}

/// A shop that signs with `FIRST` or whatever else `settings` say.
pub(crate) fn signing(run: Run, name: &str, value: &str) -> Run {
    run.env("DHAKACART_JWT_SECRET", "")
        .env("DHAKACART_LOG", "info")
        .env(name, value)
}

/// Somebody who registers, signed in.
pub(crate) async fn customer(shop: &ShopProcess, username: &str) -> Person {
    let body = json!({"username": username, "password": "Jamuna-river-73"});
    let answer = shop
        .guest()
        .post("/api/auth/register", &body)
        .await
        .expect(201);
    shop.guest().with_token(answer["token"].as_str().unwrap())
}

/// Whether somebody is logged in at another process of the same shop.
pub(crate) async fn known_at(person: &Person, shop: &ShopProcess) -> bool {
    let there = person.at_address(shop.api_address());
    match there.get("/api/auth/me").await.status {
        200 => true,
        401 => false,
        other => panic!("/api/auth/me answered {other}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_of_tokens_is_followed_in_its_file() {
    let db = TestDb::new(Engine::Sqlite).await;
    let (_folder, path) = file(FIRST);
    let run = signing(
        serve_on(db.url()),
        "DHAKACART_JWT_SECRET_FILE",
        path.to_str().unwrap(),
    );
    let shop = ShopProcess::open(run).await;
    let before = customer(&shop, "rahima").await;

    // One that isn't taken changes nothing, and is not told.
    swap(&path, "hunter2-too-short");
    shop.says("which is too short").await;
    assert!(known_at(&before, &shop).await);

    swap(&path, SECOND);
    shop.says("a changed secret is in use").await;
    let after = customer(&shop, "karim").await;
    assert!(known_at(&before, &shop).await, "nobody is logged out");
    assert!(known_at(&after, &shop).await);
    let applied = r#"dhakacart_settings_reloads_total{result="applied"} 1"#;
    let counted = shop
        .monitor()
        .get("/metrics")
        .await
        .text()
        .contains(applied);
    assert!(counted);

    // Another process, which knows the new key alone, takes what was signed with it alone.
    let other = signing(serve_on(db.url()), "DHAKACART_JWT_SECRET", SECOND);
    let other = ShopProcess::open(other).await;
    assert!(known_at(&after, &other).await);
    assert!(!known_at(&before, &other).await, "signed with the old key");
    assert_eq!(other.terminate().code(), Some(0));

    let told = shop.tells_all();
    for secret in [FIRST, SECOND, "hunter2"] {
        assert!(!told.contains(secret), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn production_refuses_a_guessable_key_at_run_time_too() {
    let db = TestDb::new(Engine::Sqlite).await;
    let (_folder, path) = file(FIRST);
    let run = signing(
        serve_on(db.url()),
        "DHAKACART_JWT_SECRET_FILE",
        path.to_str().unwrap(),
    );
    let shop = ShopProcess::open(run.env("DHAKACART_ENV", "production")).await;
    let before = customer(&shop, "rahima").await;
    swap(&path, "change-me-change-me-change-me-please");
    shop.says("looks like an example's").await;
    assert!(known_at(&before, &shop).await);
    let after = customer(&shop, "karim").await;
    let other = signing(serve_on(db.url()), "DHAKACART_JWT_SECRET", FIRST);
    let other = ShopProcess::open(other).await;
    assert!(known_at(&after, &other).await, "the old key signs");
    assert_eq!(other.terminate().code(), Some(0));
    assert_eq!(shop.terminate().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_change_over_is_named() {
    let db = TestDb::new(Engine::Sqlite).await;
    let (_folder, path) = file("5/15m");
    let run = serve_on(db.url())
        .env("DHAKACART_LOGIN_LIMIT", "")
        .env("DHAKACART_LOGIN_LIMIT_FILE", path.to_str().unwrap());
    let shop = ShopProcess::open(run).await;
    swap(&path, "6/15m");
    shop.says("DHAKACART_LOGIN_LIMIT changed: that takes a restart")
        .await;
    assert_eq!(shop.terminate().code(), Some(0));
}

/// A role of PostgreSQL that needs its password, and goes away with the test.
struct Role<'a> {
    db: &'a TestDb,
    name: String,
}

impl<'a> Role<'a> {
    async fn new(db: &'a TestDb, password: &str) -> Self {
        // `cargo xtask` lets everybody in but the members of this role. Another test may be making it.
        let _ = db.execute("CREATE ROLE checked NOLOGIN").await;
        let name = format!("rotation_{}", std::process::id());
        let role =
            format!("CREATE ROLE {name} LOGIN SUPERUSER PASSWORD '{password}' IN ROLE checked");
        db.execute(&role).await.unwrap();
        Self { db, name }
    }

    /// The database's address with this role in it and no password.
    fn url(&self) -> String {
        let (scheme, rest) = self.db.url().split_once("://").unwrap();
        let (_, place) = rest.split_once('@').unwrap();
        format!("{scheme}://{}@{place}", self.name)
    }

    async fn change_password(&self, password: &str) {
        let change = format!("ALTER ROLE {} PASSWORD '{password}'", self.name);
        self.db.execute(&change).await.unwrap();
    }

    /// Ends its connections: what comes now needs the password of now.
    async fn cut(&self) {
        let cut = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{}'",
            self.name
        );
        self.db.execute(&cut).await.unwrap();
    }

    async fn remove(self) {
        self.cut().await;
        let remove = format!("DROP OWNED BY {0}; DROP ROLE {0}", self.name);
        self.db.execute(&remove).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_databases_password_is_followed_in_its_file() {
    const NEW: &str = "Ø p@ss/word? of 100%";
    let db = TestDb::new(Engine::Postgres).await;
    let role = Role::new(&db, "old-passphrase").await;
    let (_folder, path) = file("old-passphrase");
    let run = serve_on(&role.url())
        .env("DATABASE_PASSWORD_FILE", path.to_str().unwrap())
        .env("DHAKACART_LOG", "info");
    let shop = ShopProcess::open(run).await;

    // The file is ahead of the server: the shop goes on with what it has, and tries again.
    swap(&path, NEW);
    shop.says("password authentication failed").await;
    assert_eq!(shop.guest().get("/ready").await.status, 200);
    role.change_password(NEW).await;
    shop.says("a changed secret is in use").await;

    role.cut().await;
    let customer = eventually(
        "new connections have the new password",
        PATIENCE,
        async || {
            let body = json!({"username": "rahima", "password": "Jamuna-river-73"});
            let answer = shop.guest().post("/api/auth/register", &body).await;
            (answer.status == 201).then_some(answer)
        },
    );
    customer.await;
    let told = shop.tells_all();
    for secret in ["old-passphrase", "p@ss/word", "p%40ss"] {
        assert!(!told.contains(secret), "{told}");
    }
    role.remove().await;
    verify(db.url());
}
