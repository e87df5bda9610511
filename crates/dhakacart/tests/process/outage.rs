//! The database goes away, or stops answering, and comes back: pages go on, buyers are told to
//! come back, nobody restarts anything.

use std::time::Duration;

use serde_json::{Value, json};
use store::testing::{Engine, TestDb};

use crate::support::{
    ADMIN, Good, Ledger, PATIENCE, Person, Proxy, ShopProcess, Told, eventually, furnish, good,
    import, machine, verify,
};

const RADIO: Good = good("radio", 900, 500);
/// How long somebody waits at most to be told that it can't be done right now.
const BOUND: Duration = Duration::from_secs(8);
/// How long the shop takes at most to find that the database is back.
const BACK: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone_comes_back() {
    an_outage(async |proxy| proxy.cut().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_hangs_comes_back() {
    an_outage(async |proxy| proxy.hang()).await;
}

async fn an_outage(fail: impl AsyncFnOnce(&mut Proxy)) {
    let _quiet = machine::quiet().await;
    let db = TestDb::new(Engine::Postgres).await;
    furnish(db.url(), &[RADIO]);
    let (mut proxy, through) = Proxy::before(db.url()).await;
    let shop = ShopProcess::start(&through).await;
    let guest = shop.guest();
    let mut ledger = Ledger::of(RADIO);
    let before = Before::of(&shop, &ledger).await;

    // In the middle of a sale.
    let mut storm = ledger
        .storm("outage", std::slice::from_ref(&guest), 20, 10)
        .await;
    storm.until(30, Told::Decided).await;
    fail(&mut proxy).await;
    storm.until(1, Told::Later).await;
    before.buyers_are_told_to_come_back().await;
    pages_go_on(&shop).await;
    assert!(ledger.add(storm).await > 0);

    let jobs_done = jobs_done(&shop).await;
    proxy.restore().await;
    shop.becomes_ready(BACK).await;
    before.everything_works_again().await;
    // So does what nobody waits for: the worker, and the follower of the catalogue.
    let dearer = Good { taka: 950, ..RADIO };
    import(db.url(), &[dearer]).succeed();
    eventually("the new price is seen", PATIENCE, async || {
        let radio = guest.get("/api/products/radio").await.expect(200);
        (radio["price_paisa"] == 95_000).then_some(())
    })
    .await;
    import(db.url(), &[RADIO]).succeed();
    eventually("messages go out again", PATIENCE, async || {
        (self::jobs_done(&shop).await > jobs_done).then_some(())
    })
    .await;
    ledger.note("in-an-outage", before.order);
    ledger.settle(&guest).await;
    ledger.check(&shop).await;
    assert_eq!(shop.terminate().code(), Some(0));
    verify(db.url());
}

/// What people had in hand when the database went away.
struct Before {
    guest: Person,
    admin: Person,
    cart: String,
    order: Value,
}

impl Before {
    async fn of(shop: &ShopProcess, ledger: &Ledger) -> Self {
        let (guest, admin) = (shop.guest(), shop.admin().await);
        let order = ledger.an_order(&guest).await;
        let cart = order["cart_id"].as_str().unwrap().to_owned();
        Self {
            guest,
            admin,
            cart,
            order,
        }
    }

    /// Everything that needs the database says so, all at once and in time.
    async fn buyers_are_told_to_come_back(&self) {
        let Self {
            guest,
            admin,
            cart,
            order,
        } = self;
        let (username, password) = ADMIN;
        let credentials = json!({"username": username, "password": password});
        let somebody = json!({"username": "rahima", "password": "Padma-river-72"});
        let (line, cart) = (
            format!("/api/carts/{cart}/items/RADIO"),
            format!("/api/carts/{cart}"),
        );
        let (quote, district) = (format!("{cart}/quote"), json!({"district": "dhaka"}));
        let (two, nothing) = (json!({"quantity": 2}), json!({}));
        let (ordered, new_cart, shown, changed, quoted, logged_in, registered, protected, mine) = tokio::join!(
            guest.order("in-an-outage", order),
            guest.post("/api/carts", &nothing),
            guest.get(&cart),
            guest.put(&line, &two),
            guest.post(&quote, &district),
            guest.post("/api/auth/login", &credentials),
            guest.post("/api/auth/register", &somebody),
            admin.get("/api/protected"),
            admin.get("/api/orders"),
        );
        for answer in [
            ordered, new_cart, shown, changed, quoted, logged_in, registered, protected, mine,
        ] {
            answer.unavailable_within(BOUND);
        }
    }

    /// The order that was not placed goes through, once; who was signed in still is.
    async fn everything_works_again(&self) {
        let Self {
            guest,
            admin,
            cart,
            order,
        } = self;
        guest.get(&format!("/api/carts/{cart}")).await.expect(200);
        guest.cart(&[("RADIO", 1)]).await;
        admin.get("/api/protected").await.expect(200);
        let number = guest.order("in-an-outage", order).await.order_number();
        let again = guest.order("in-an-outage", order).await;
        assert_eq!(
            (again.order_number(), again.header("idempotency-replayed")),
            (number, "true")
        );
    }
}

/// Jobs that the worker has finished.
async fn jobs_done(shop: &ShopProcess) -> u64 {
    const DONE: &str = r#"dhakacart_jobs_run_total{result="done"} "#;
    let metrics = shop.monitor().get("/metrics").await;
    let line = metrics
        .text()
        .lines()
        .find_map(|line| line.strip_prefix(DONE));
    line.map_or(0, |count| count.parse().unwrap())
}

/// What comes from memory is there as ever, and the process says how it is.
async fn pages_go_on(shop: &ShopProcess) {
    let (guest, visitor, monitor) = (shop.guest(), shop.visitor(), shop.monitor());
    for path in [
        "/health",
        "/",
        "/api/products",
        "/api/products?q=radio",
        "/api/products/radio",
        "/api/categories",
    ] {
        guest.get(path).await.expect(200);
    }
    for path in [
        "/",
        "/bn/",
        "/products/radio",
        "/bn/products/radio",
        "/search?q=radio",
    ] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
    }
    assert_eq!(
        guest.get("/ready").await.expect(503)["status"],
        "unavailable"
    );
    let metrics = monitor.get("/metrics").await;
    assert_eq!(metrics.status, 200);
    assert!(
        metrics
            .text()
            .contains(r#"route="/api/orders",status="503""#),
        "{}",
        metrics.text()
    );
}
