//! Coupons and flash sales over JSON: what a cart says, what an order costs, what staff see.

use serde_json::{Value, json};

use crate::support::{TestApp, on_both, order_body};

async fn make_coupon(app: &TestApp, code: &str, more: Value) {
    let mut body = json!({"code": code, "kind": "fixed", "amount_paisa": 10_000});
    for (field, value) in more.as_object().unwrap() {
        body[field] = value.clone();
    }
    let maker = app.staff(&format!("s{}", code.to_lowercase())).await;
    maker.post("/api/admin/coupons", &body).await.expect(201);
}

fn sale(now: time::OffsetDateTime, paisa: i64) -> Value {
    let at = |minutes| {
        let at = now + time::Duration::minutes(minutes);
        at.format(&time::format_description::well_known::Rfc3339)
            .unwrap()
    };
    json!({"name": "Winter hours", "name_bn": "শীতের প্রহর", "starts_at": at(0), "ends_at": at(60),
        "lines": [{"sku": "KETTLE", "price_paisa": paisa, "units_per_customer": 2}]})
}

on_both! {
    async fn a_cart_says_what_its_coupon_does(app) {
        app.sell("kettle", 600, 10).await;
        make_coupon(&app, "HUNDRED", json!({"min_subtotal_paisa": 100_000})).await;
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 1)]).await;
        let path = format!("/api/carts/{cart}/coupon");
        let answer = guest.put(&path, &json!({"code": "hundred"})).await.expect(200);
        let coupon = &answer["coupon"];
        assert_eq!((&coupon["code"], &coupon["counts"]), (&json!("HUNDRED"), &json!(false)));
        assert_eq!(coupon["reason"], "below_minimum");
        assert!(coupon["message"].as_str().unwrap().contains("৳400"), "{coupon}");
        assert!(coupon["message_bn"].as_str().unwrap().contains("৳৪০০"), "{coupon}");
        let answer = guest.put(&format!("/api/carts/{cart}/items/KETTLE"), &json!({"quantity": 2})).await.expect(200);
        assert_eq!((&answer["coupon"]["counts"], &answer["coupon"]["discount_paisa"]), (&json!(true), &json!(10_000)));
        let quote = guest.post(&format!("/api/carts/{cart}/quote"), &json!({"district": "dhaka"})).await.expect(200);
        assert_eq!((&quote["discount_paisa"], &quote["total_paisa"]), (&json!(10_000), &json!(117_000)));
        assert_eq!(guest.put(&path, &json!({"code": "NOBODY"})).await.wrong_fields(), ["code"]);
        assert_eq!(guest.put(&path, &json!({})).await.wrong_fields(), ["code"]);
        let answer = guest.delete(&path).await.expect(200);
        assert_eq!(answer["coupon"], Value::Null);
    }

    async fn an_order_with_coupon_and_sale_takes_at_most_12_statements(app) {
        app.sell("kettle", 1_000, 50).await;
        app.sell("fan", 2_000, 50).await;
        make_coupon(&app, "HUNDRED", json!({"max_uses": 5, "max_uses_per_customer": 1})).await;
        let now = app.shop.ambient().now();
        app.staff("salma").await.post("/api/admin/flash-sales", &sale(now, 90_000)).await.expect(201);
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 2), ("FAN", 1)]).await;
        guest.put(&format!("/api/carts/{cart}/coupon"), &json!({"code": "hundred"})).await.expect(200);
        let body = order_body(&cart, guest.quoted(&cart).await);
        let before = app.statements();
        let order = guest.order("key-1", &body).await.expect(201)["order"].clone();
        let took = app.statements() - before;
        assert!(took <= 12, "it took {took} statements");
        assert_eq!((&order["coupon"], &order["discount_paisa"]), (&json!("HUNDRED"), &json!(10_000)));
        assert_eq!(order["subtotal_paisa"], json!(380_000));
    }

    async fn a_coupon_that_ended_meanwhile_changes_the_price_and_says_why(app) {
        app.sell("kettle", 600, 10).await;
        make_coupon(&app, "HUNDRED", json!({})).await;
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 1)]).await;
        guest.put(&format!("/api/carts/{cart}/coupon"), &json!({"code": "hundred"})).await.expect(200);
        let body = order_body(&cart, guest.quoted(&cart).await);
        let ended = app.staff("salma").await.post("/api/admin/coupons/hundred/end", &json!({})).await.expect(200);
        assert_eq!(ended["state"], "ended");
        let refused = guest.order("key-1", &body).await;
        refused.refused(409, "price_changed");
        let problem = refused.problem();
        assert_eq!(problem["total_paisa"], json!(67_000));
        assert_eq!((&problem["coupon"]["code"], &problem["coupon"]["reason"]), (&json!("HUNDRED"), &json!("ended")));
    }

    async fn a_sale_is_in_products_carts_and_orders(app) {
        app.sell("kettle", 1_000, 50).await;
        let now = app.shop.ambient().now();
        let salma = app.staff("salma").await;
        let made = salma.post("/api/admin/flash-sales", &sale(now, 90_000)).await.expect(201);
        assert_eq!((&made["state"], &made["lines"][0]["regular_paisa"]), (&json!("running"), &json!(100_000)));
        app.shop.catalogue().refresh().await.unwrap();
        let guest = app.guest();
        let shown = guest.get("/api/products/kettle").await.expect(200);
        assert_eq!((&shown["price_paisa"], &shown["compare_at_paisa"]), (&json!(90_000), &json!(100_000)));
        assert_eq!(shown["sale_ends_at"], made["ends_at"]);
        assert_eq!(shown["variants"][0]["units_per_customer"], json!(2));
        let found = guest.get("/api/products?max_price=900").await.expect(200);
        assert_eq!(found["total"], json!(1), "filters go by what one pays");
        let cart = guest.cart(&[("KETTLE", 3)]).await;
        let item = guest.get(&format!("/api/carts/{cart}")).await.expect(200)["items"][0].clone();
        assert_eq!((&item["unit_price_paisa"], &item["compare_at_paisa"]), (&json!(90_000), &json!(100_000)));
        let refused = guest.order("key-1", &order_body(&cart, guest.quoted(&cart).await)).await;
        refused.refused(409, "sale_limit");
        let problem = refused.problem();
        assert_eq!(problem["items"], json!([{"sku": "KETTLE", "requested": 3, "allowed": 2}]));
        let path = format!("/api/admin/flash-sales/{}", made["id"].as_str().unwrap());
        salma.post(&format!("{path}/end"), &json!({})).await.expect(200);
        app.shop.catalogue().refresh().await.unwrap();
        let shown = guest.get("/api/products/kettle").await.expect(200);
        assert_eq!((&shown["price_paisa"], &shown["sale_ends_at"]), (&json!(100_000), &Value::Null));
        guest.order("key-2", &order_body(&cart, 277_000)).await.refused(409, "price_changed");
    }

    async fn staff_change_coupons_from_what_they_read(app) {
        make_coupon(&app, "HUNDRED", json!({})).await;
        let salma = app.staff("salma").await;
        let path = "/api/admin/coupons/hundred";
        let read = salma.get(path).await.expect(200);
        assert_eq!((&read["uses"], &read["revision"]), (&json!(0), &json!(1)));
        let change = json!({"kind": "percent", "percent": 5, "revision": 1});
        let changed = salma.put(path, &change).await.expect(200);
        assert_eq!((&changed["percent"], &changed["code"]), (&json!(5), &json!("HUNDRED")));
        let stale = salma.put(path, &change).await;
        stale.refused(409, "stale");
        assert_eq!(stale.problem()["revision"], json!(2));
        let wrong = json!({"kind": "percent", "percent": 0, "revision": 2, "max_uses": 0});
        assert_eq!(salma.put(path, &wrong).await.wrong_fields(), ["percent", "max_uses"]);
        let again = json!({"code": "Hundred", "kind": "free_delivery"});
        salma.post("/api/admin/coupons", &again).await.refused(409, "code_taken");
        salma.get("/api/admin/coupons/NOBODY").await.refused(404, "not_found");
        let listed = salma.get("/api/admin/coupons?q=hun").await.expect(200);
        assert_eq!((&listed["total"], &listed["coupons"][0]["code"]), (&json!(1), &json!("HUNDRED")));
    }
}
