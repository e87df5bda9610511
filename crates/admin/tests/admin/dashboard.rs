//! The dashboard: whole as it is sent, and live while it is open.

use std::time::Duration;

use axum::http::StatusCode;
use futures_util::StreamExt as _;
use shop::{IdempotencyKey, PlaceOrder};
use store::testing::Engine;

use crate::markup;
use crate::office::{Caller, Office};

/// A guest's cart with one fan, ordered at the right price or at a wrong one.
async fn order(office: &Office, key: &str, total: i64) -> Result<(), shop::PlaceOrderError> {
    let nobody = shop::Caller::Anonymous;
    let cart = office.shop.create_cart(&nobody).await.unwrap();
    let cart = office
        .shop
        .set_line(&nobody, cart.id, "FAN-56", 1)
        .await
        .unwrap();
    let order = PlaceOrder {
        cart: cart.id,
        expected_total: domain::Paisa::new(total),
        contact: domain::Contact::parse("Rahima Khatun", "01712345678", None).unwrap(),
        address: domain::Address::parse("House 7, Road 4", "Dhanmondi", "dhaka").unwrap(),
        payment_method: domain::PaymentMethod::Cod,
        lang: domain::Lang::Bn,
        fingerprint: shop::fingerprint(key.as_bytes()),
    };
    let key = IdempotencyKey::parse(key).unwrap();
    office.shop.place_order(&nobody, key, order).await.map(drop)
}

#[tokio::test]
async fn what_happened_today_is_on_the_page() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        office.sell_fans(3).await;
        let staff = office.browser(Caller::Staff).await;
        let empty = staff.get("/admin").await;
        empty.assert_has("No order was refused.");
        order(&office, "one", 327_000).await.unwrap();
        order(&office, "two", 1).await.unwrap_err();
        office.shop.write_refusals().await.unwrap();
        // Figures are kept for a few seconds, for whoever else looks.
        staff
            .get("/admin")
            .await
            .assert_has("No order was refused.");
        office.clock.advance(Duration::from_secs(5));
        let page = staff.get("/admin").await;
        for text in [
            "1 order to confirm",
            "0 orders to pack",
            "Rahima Khatun",
            "৳3,270",
            "50.0 %",
            "0 last week by this time",
            "The price had changed",
            "1 product low in stock",
            "2 left",
            "href=\"/admin/stock/FAN-56\"",
        ] {
            page.assert_has(text);
        }
        let orders = office
            .shop
            .list_orders(Default::default(), Default::default());
        let number = &orders.await.unwrap().items[0].number;
        page.assert_has(&format!("<a href=\"/admin/orders/{number}\">{number}</a>"));
        let bangla = staff.get("/bn/admin").await;
        bangla.assert_has("১টি অর্ডার নিশ্চিত করতে হবে");
        bangla.assert_has("৫০.০ %");
        bangla.assert_has("href=\"/bn/admin/stock/FAN-56\"");
        bangla.assert_has(&format!("href=\"/bn/admin/orders/{number}\""));
        for page in [page, bangla] {
            assert_eq!(markup::faults(page.html()), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn an_open_dashboard_is_sent_what_changes_until_the_process_drains() {
    let office = Office::open(Engine::Sqlite).await;
    office.sell_fans(3).await;
    let staff = office.browser(Caller::Staff).await;
    let (head, body) = staff.open("/bn/admin/events").await;
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(head.headers["content-type"], "text/event-stream");
    assert!(!head.headers.contains_key("content-encoding"));
    let mut events = body.into_data_stream();
    let first = events.next().await.unwrap().unwrap();
    let text = std::str::from_utf8(&first).unwrap();
    assert!(text.contains("event: figures"), "{text}");
    assert!(text.contains("০টি অর্ডার নিশ্চিত করতে হবে"), "{text}");
    office.drain.begin();
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn there_is_room_for_so_many_listeners_and_no_more() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let mut open = Vec::new();
    for _ in 0..64 {
        let (head, body) = staff.open("/admin/events").await;
        assert_eq!(head.status, StatusCode::OK);
        open.push(body);
    }
    let (refused, _) = staff.open("/admin/events").await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers["retry-after"], "30");
    open.pop();
    let (head, _body) = staff.open("/admin/events").await;
    assert_eq!(head.status, StatusCode::OK);
}
