//! Quantities, and carts with nothing in them.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::buying::ADDRESS;
use crate::site::Site;

#[tokio::test]
async fn quantities_are_set_and_refused() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("BUDS-1", "1").await;
        let set = visitor
            .post("/cart/items/BUDS-1", &[("quantity", "৩")])
            .await;
        visitor.follow(&set).await.assert_has("৳4,498.50");
        for wrong in ["-1", "100", "x", "", "1.5", "99999999999999999999"] {
            let page = visitor
                .post("/cart/items/BUDS-1", &[("quantity", wrong)])
                .await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
            page.assert_has("a number from 1 to 99");
            page.assert_has("value=\"3\"");
            let page = visitor
                .post("/cart/items", &[("sku", "FAN-56"), ("quantity", wrong)])
                .await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
        let page = visitor
            .post("/cart/items", &[("sku", "NOPE"), ("quantity", "1")])
            .await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        page.assert_has("no longer sold");
        let removed = visitor
            .post("/cart/items/BUDS-1", &[("quantity", "0")])
            .await;
        visitor
            .follow(&removed)
            .await
            .assert_has("Your cart is empty");
        // A SKU with characters that mean something in an address.
        site.count("LAMP/1#2", 5).await;
        let cart = visitor.put("LAMP/1#2", "1").await;
        cart.assert_has("action=\"/cart/items/LAMP%2F1%232\"");
        let removed = visitor
            .post("/cart/items/LAMP%2F1%232", &[("quantity", "0")])
            .await;
        visitor
            .follow(&removed)
            .await
            .assert_has("Your cart is empty");
    }
}

#[tokio::test]
async fn an_empty_cart_has_no_checkout() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for action in ["start", "update", "place"] {
        let page = visitor.post("/checkout", &[("action", action)]).await;
        assert_eq!(page.location(), "/cart", "{action}");
    }
    assert_eq!(visitor.get("/bn/checkout").await.location(), "/bn/cart");
    let mut form: Vec<(&str, &str)> = ADDRESS.to_vec();
    let stranger = "00000000-0000-4000-8000-000000000000";
    form.extend([
        ("action", "place"),
        ("cart", stranger),
        ("key", "k"),
        ("expected_total", "1"),
    ]);
    assert_eq!(visitor.post("/checkout", &form).await.location(), "/cart");
}
