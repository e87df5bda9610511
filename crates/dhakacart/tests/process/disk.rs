//! A disk that is full, under SQLite: clear errors while it lasts, nothing lost, back by itself.

use serde_json::{Value, json};

use crate::support::{
    ADMIN, Disk, Good, Ledger, PATIENCE, ShopProcess, Told, command, eventually, good, hire_admin,
    import, machine, verified,
};

const IRON: Good = good("iron", 1_800, 500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_gets_room_again() {
    in_the_middle_of_a_sale(Disk::small()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_takes_no_byte_more_does_again() {
    in_the_middle_of_a_sale(Disk::limited()).await;
}

async fn in_the_middle_of_a_sale(disk: Disk) {
    let _quiet = machine::quiet().await;
    let shop = disk.open_shop().await;
    let url = disk.url();
    disk.inside(&shop, hire_admin(&url)).succeed();
    disk.inside(&shop, import(&url, &[IRON])).succeed();
    let guest = shop.guest();
    eventually("the iron is on sale", PATIENCE, async || {
        (guest.get("/api/products/iron").await.status == 200).then_some(())
    })
    .await;

    let mut ledger = Ledger::of(IRON);
    let order = ledger.an_order(&guest).await;
    let mut storm = ledger
        .storm("full", std::slice::from_ref(&guest), 10, 40)
        .await;
    storm.until(20, Told::Decided).await;
    disk.fill(&shop);
    storm.until(1, Told::Later).await;
    nothing_can_be_written(&shop, &order).await;
    assert!(ledger.add(storm).await > 0);

    // Not restarted: there is room again, and that is all.
    disk.free(&shop);
    guest.order("on-a-full-disk", &order).await.expect(201);
    ledger.note("on-a-full-disk", order);
    ledger.settle(&guest).await;
    ledger.check(&shop).await;
    verified(disk.inside(&shop, command("verify").on(&url)));
    assert_eq!(shop.terminate().code(), Some(0));
}

async fn nothing_can_be_written(shop: &ShopProcess, order: &Value) {
    let (guest, visitor) = (shop.guest(), shop.visitor());
    let (username, password) = ADMIN;
    let credentials = json!({"username": username, "password": password});
    // What little room a refused order left behind is soon used up.
    eventually(
        "no cart fits any more, and no session",
        PATIENCE,
        async || {
            let cart = guest.post("/api/carts", &json!({})).await;
            let session = guest.post("/api/auth/login", &credentials).await;
            (cart.status != 201 && session.status != 200).then(|| {
                cart.unavailable();
                session.unavailable();
            })
        },
    )
    .await;
    guest.order("on-a-full-disk", order).await.unavailable();
    guest.get("/api/products/iron").await.expect(200);
    guest.get("/health").await.expect(200);
    assert_eq!(visitor.get("/products/iron").await.status, 200);
}
