//! A database that takes no writes: pages go on, buyers are told to come back, and once it takes
//! them nobody restarts anything.

use serde_json::json;
use store::testing::{Engine, TestDb};

use crate::support::{
    Good, Ledger, PATIENCE, Sealed, ShopProcess, Told, bound, command, eventually, furnish, good,
    import, machine, serve_on, verify,
};

const LAMP: Good = good("lamp", 450, 500);

/// A PostgreSQL that turned into a standby: sessions break, new ones are read-only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_is_promoted() {
    let _quiet = machine::quiet().await;
    let db = TestDb::new(Engine::Postgres).await;
    furnish(db.url(), &[LAMP]);
    let standby = Standby::of(&db).await;
    let shop = ShopProcess::start(&standby.url).await;
    let guest = shop.guest();
    let mut ledger = Ledger::of(LAMP);
    let order = ledger.an_order(&guest).await;

    let mut storm = ledger
        .storm("standby", std::slice::from_ref(&guest), 20, 10)
        .await;
    storm.until(30, Told::Decided).await;
    standby.takes_writes(false).await;
    storm.until(1, Told::Later).await;
    assert!(ledger.add(storm).await > 0);
    guest.order("on-a-standby", &order).await.unavailable();
    guest.post("/api/carts", &json!({})).await.unavailable();
    guest.get("/api/products/lamp").await.expect(200);
    assert_eq!(shop.visitor().get("/products/lamp").await.status, 200);

    standby.takes_writes(true).await;
    let number = guest
        .order_decided("on-a-standby", &order)
        .await
        .order_number();
    assert_eq!(
        guest.order("on-a-standby", &order).await.order_number(),
        number
    );
    ledger.note("on-a-standby", order);
    ledger.settle(&guest).await;
    ledger.check(&shop).await;
    assert_eq!(shop.terminate().code(), Some(0));
    standby.takes_writes(true).await;
    db.execute(&format!("DROP ROLE {}", standby.role))
        .await
        .unwrap();
    verify(db.url());
}

/// A role of the test's own, whose sessions alone are made read-only.
struct Standby<'a> {
    db: &'a TestDb,
    role: String,
    url: String,
}

impl<'a> Standby<'a> {
    async fn of(db: &'a TestDb) -> Self {
        let (_, schema) = db.url().rsplit_once("%3D").unwrap();
        let role = format!("standby_{schema}");
        let make = format!(
            "DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN SUPERUSER PASSWORD 'standby'"
        );
        db.execute(&make).await.unwrap();
        let (_, server) = db.url().split_once('@').unwrap();
        let url = format!("postgres://{role}:standby@{server}");
        Self { db, role, url }
    }

    async fn takes_writes(&self, writes: bool) {
        let (role, only) = (&self.role, if writes { "off" } else { "on" });
        let change = format!("ALTER ROLE {role} SET default_transaction_read_only = {only}");
        self.db.execute(&change).await.unwrap();
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'"
        );
        self.db.execute(&end).await.unwrap();
    }
}

/// A SQLite file that somebody may read and not write.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_may_be_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/shop.db", folder.path().display());
    furnish(&url, &[LAMP]);
    let mut ledger = Ledger::of(LAMP);
    let shop = ShopProcess::start(&url).await;
    let order = ledger.an_order(&shop.guest()).await;
    // Killed: what stopped well left a file that can't even be read without writing beside it.
    shop.kill();

    let sealed = Sealed::folder(folder.path());
    let shop = ShopProcess::open(bound(serve_on(&url))).await;
    let guest = shop.guest();
    for _ in 0..2 {
        guest.order("not-to-be-written", &order).await.unavailable();
        guest.post("/api/carts", &json!({})).await.unavailable();
    }
    guest.get("/api/products/lamp").await.expect(200);
    assert_eq!(shop.visitor().get("/products/lamp").await.status, 200);
    let said = bound(import(&url, &[good("fan", 2_500, 7)])).fail();
    assert!(said.contains("read-only"), "{said}");
    bound(command("verify").on(&url)).succeed();

    drop(sealed);
    eventually("the order goes through", PATIENCE, async || {
        (guest.order("not-to-be-written", &order).await.status == 201).then_some(())
    })
    .await;
    ledger.note("not-to-be-written", order);
    ledger.settle(&guest).await;
    ledger.check(&shop).await;
    assert_eq!(shop.terminate().code(), Some(0));
    verify(&url);

    // Stopped well, and sealed again: there is nothing to serve from, and the shop says why.
    let _sealed = Sealed::folder(folder.path());
    let said = bound(serve_on(&url)).fail();
    assert!(
        said.contains("can't open the database") && said.contains("shop.db"),
        "{said}"
    );
}
