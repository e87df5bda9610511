//! One process for each role is the same shop.

use store::testing::{Engine, TestDb};

use crate::support::{
    Good, PATIENCE, ShopProcess, eventually, furnish, good, machine, order_body, serve_on, verify,
};

const CLOCK: Good = good("clock", 600, 9);

on_both!(each_role_does_its_part);

async fn each_role_does_its_part(engine: Engine) {
    let _quiet = machine::quiet().await;
    let db = TestDb::new(engine).await;
    furnish(db.url(), &[CLOCK]);
    let role = async |name| ShopProcess::open(serve_on(db.url()).arg("--role").arg(name)).await;
    let (api, storefront) = (role("api").await, role("storefront").await);
    assert!(!api.printed().contains("storefront") && !storefront.printed().contains("API"));
    let guest = api.guest();
    let order = order_body(&guest.cart(&[("CLOCK", 5)]).await, 307_000);
    guest.order("for-the-worker", &order).await.expect(201);
    let visitor = storefront.visitor();
    eventually("the page has the new stock", PATIENCE, async || {
        visitor
            .get("/products/clock")
            .await
            .text()
            .contains("Only 4 left")
            .then_some(())
    })
    .await;

    // What was left for the worker is done once there is one.
    let done = r#"dhakacart_jobs_run_total{result="done"} 1"#;
    for idle in [&api, &storefront] {
        assert!(!idle.monitor().get("/metrics").await.text().contains(done));
    }
    let worker = role("worker").await;
    let monitor = worker.monitor();
    eventually("the buyer's message is sent", PATIENCE, async || {
        monitor
            .get("/metrics")
            .await
            .text()
            .contains(done)
            .then_some(())
    })
    .await;
    for role in [api, storefront, worker] {
        assert_eq!(role.terminate().code(), Some(0));
    }
    verify(db.url());
}
