//! What one process changes, the others show within 2 seconds (the contract's promise).

use std::time::Duration;

use serde_json::{Value, json};
use store::testing::{Engine, TestDb};

use crate::support::{
    Person, ShopProcess, eventually, furnish, good, import, machine, order_body, verify,
};

/// From a change's answer until every process shows it.
const PROMISED: Duration = Duration::from_secs(2);

on_both!(a_change_is_seen_everywhere);

async fn a_change_is_seen_everywhere(engine: Engine) {
    let _quiet = machine::quiet().await;
    let db = TestDb::new(engine).await;
    furnish(db.url(), &[good("kettle", 1_150, 20)]);
    let here = ShopProcess::start(db.url()).await;
    let there = ShopProcess::start(db.url()).await;
    let admin = here.admin().await;

    reprice(&admin, 1_399).await;
    shows(&there, "kettle", "৳1,399", |product| {
        product["price_paisa"] == 139_900
    })
    .await;
    shows(&here, "kettle", "৳1,399", |product| {
        product["price_paisa"] == 139_900
    })
    .await;

    let adjustment = json!({"to": 3, "reason": "counted again"});
    admin
        .post("/api/admin/stock/KETTLE/adjustments", &adjustment)
        .await
        .expect(200);
    shows(&there, "kettle", "Only 3 left", |product| {
        product["stock"] == 3
    })
    .await;

    let guest = here.guest();
    let cart = guest.cart(&[("KETTLE", 2)]).await;
    let order = order_body(&cart, guest.quote(&cart).await);
    guest.order("one-for-everybody", &order).await.expect(201);
    shows(&there, "kettle", "Only 1 left", |product| {
        product["stock"] == 1
    })
    .await;

    // A process that isn't a server at all.
    import(db.url(), &[good("fan", 2_500, 7), good("kettle", 999, 20)]).succeed();
    shows(&there, "fan", "৳2,500", |product| product["stock"] == 7).await;
    shows(&here, "kettle", "৳999", |product| {
        product["price_paisa"] == 99_900
    })
    .await;
    verify(db.url());
}

/// Gives the kettle another price, as staff do: read, change, write back.
async fn reprice(admin: &Person, taka: i64) {
    let read = admin.get("/api/admin/products/kettle").await.expect(200);
    let body = json!({
        "revision": read["revision"],
        "title": "The kettle",
        "brand": "Rupsha",
        "status": "active",
        "variants": [{"sku": "KETTLE", "price_paisa": taka * 100}],
    });
    admin
        .put("/api/admin/products/kettle", &body)
        .await
        .expect(200);
}

/// The product's JSON and its page both show it in time.
async fn shows(shop: &ShopProcess, slug: &str, on_page: &str, in_json: impl Fn(&Value) -> bool) {
    let (guest, visitor) = (shop.guest(), shop.visitor());
    eventually(on_page, PROMISED, async || {
        let product = guest.get(&format!("/api/products/{slug}")).await;
        let page = visitor.get(&format!("/products/{slug}")).await;
        let shown =
            product.status == 200 && in_json(&product.value()) && page.text().contains(on_page);
        shown.then_some(())
    })
    .await;
}
