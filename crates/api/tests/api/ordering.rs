//! Placing orders: once per key, at the right price, never more than there is.

use serde_json::json;

use crate::support::{TestApp, on_both, order_body, plain};

/// A cart with one kettle, and the body that orders it.
async fn kettle_order(app: &TestApp) -> serde_json::Value {
    let guest = app.guest();
    let cart = guest.cart(&[("KETTLE", 1)]).await;
    order_body(&cart, guest.quoted(&cart).await)
}

on_both! {
    async fn an_order_is_placed(app) {
        app.sell("kettle", 1_150, 3).await;
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 2)]).await;
        let answer = guest.order("key-1", &order_body(&cart, 237_000)).await;
        let placed = answer.expect(201);
        let order = &placed["order"];
        let number = order["number"].as_str().unwrap();
        assert_eq!(answer.header("location"), format!("/api/orders/{number}"));
        assert_eq!(answer.header("idempotency-replayed"), "");
        assert_eq!(order["status"], "pending");
        assert_eq!(order["payment_method"], "cod");
        assert_eq!(order["payment_status"], "due");
        assert_eq!(order["contact"]["phone"], "+8801712345678");
        assert_eq!(order["address"]["district"], "dhaka");
        assert_eq!(order["total_paisa"], 237_000);
        assert_eq!(order["delivery_paisa"], 7_000);
        assert_eq!(order["vat_included_paisa"], 30_000);
        assert_eq!(order["placed_at"], "2026-11-20T09:30:00Z");
        assert_eq!(order["lines"], json!([{
            "sku": "KETTLE", "name": "Kettle", "name_bn": null, "variant": "",
            "unit_price_paisa": 115_000, "quantity": 2, "line_total_paisa": 230_000,
            "asks": "none", "serials": [],
        }]));
        assert!(placed["access_token"].as_str().unwrap().len() >= 32);
        assert_eq!(app.available("KETTLE").await, 1);
    }

    async fn bangla_digits_and_the_buyers_language_are_taken(app) {
        app.sell("kettle", 1_150, 3).await;
        let mut body = kettle_order(&app).await;
        body["contact"]["phone"] = json!("+৮৮০ ১৭১২-৩৪৫৬৭৮");
        body["address"]["district"] = json!("ঢাকা");
        body["lang"] = json!("bn");
        let placed = app.guest().order("key-1", &body).await.expect(201);
        assert_eq!(placed["order"]["contact"]["phone"], "+8801712345678");
        assert_eq!(placed["order"]["lang"], "bn");
    }

    async fn without_a_key_nothing_is_done(app) {
        app.sell("kettle", 1_150, 3).await;
        let body = kettle_order(&app).await;
        let rows = app.rows().await;
        let answer = app.guest().post("/api/orders", &body).await;
        answer.refused(400, "idempotency_key_missing");
        for bad in ["", " ", "a b", &"k".repeat(256)] {
            let answer = app.guest().order(bad, &body).await;
            assert_eq!(answer.status, 400, "{bad:?}: {}", answer.text());
        }
        assert_eq!(app.rows().await, rows);
    }

    async fn everything_wrong_is_named_and_the_key_stays_free(app) {
        app.sell("kettle", 1_150, 3).await;
        let good = kettle_order(&app).await;
        let rows = app.rows().await;
        let empty = app.guest().order("key-1", &json!({})).await;
        assert_eq!(
            empty.wrong_fields(),
            ["cart_id", "expected_total_paisa", "contact.name", "contact.phone", "address.line",
             "address.area", "address.district", "payment_method"]
        );
        let mut bad = good.clone();
        bad["contact"] = json!({"name": "x", "phone": "12345", "email": "x"});
        bad["address"] = json!({"line": "", "area": "", "district": "Atlantis"});
        bad["payment_method"] = json!("gold");
        bad["expected_total_paisa"] = json!(-5);
        assert_eq!(
            app.guest().order("key-1", &bad).await.wrong_fields(),
            ["expected_total_paisa", "contact.name", "contact.phone", "contact.email", "address.line",
             "address.area", "address.district", "payment_method"]
        );
        let mut unknown = good.clone();
        unknown["discount_paisa"] = json!(100);
        assert_eq!(app.guest().order("key-1", &unknown).await.wrong_fields(), ["discount_paisa"]);
        let mut typed = good.clone();
        typed["contact"]["phone"] = json!(1_712_345_678);
        assert_eq!(app.guest().order("key-1", &typed).await.wrong_fields(), ["contact.phone"]);
        assert_eq!(app.rows().await, rows, "nothing is stored, no key either");
        app.guest().order("key-1", &good).await.expect(201);
    }

    async fn the_same_key_and_body_gets_the_same_answer(app) {
        app.sell("kettle", 1_150, 3).await;
        let body = kettle_order(&app).await;
        let first = app.guest().order("key-1", &body).await.expect(201);
        let rows = app.rows().await;
        let again = app.guest().order("key-1", &body).await;
        assert_eq!(again.expect(201), first);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(app.rows().await, rows, "nothing is done twice");
        assert_eq!(app.available("KETTLE").await, 2);
        // Whatever happened meanwhile.
        let number = first["order"]["number"].as_str().unwrap();
        let token = first["access_token"].as_str().unwrap();
        app.user("holder", token).push(&format!("/api/orders/{number}/cancel")).await.expect(200);
        assert_eq!(app.guest().order("key-1", &body).await.expect(201), first);
    }

    async fn the_same_key_with_another_body_is_422(app) {
        app.sell("kettle", 1_150, 3).await;
        let body = kettle_order(&app).await;
        app.guest().order("key-1", &body).await.expect(201);
        let mut other = body.clone();
        other["contact"]["name"] = json!("Karim");
        app.guest().order("key-1", &other).await.refused(422, "idempotency_key_reused");
        let another_cart = kettle_order(&app).await;
        app.guest().order("key-1", &another_cart).await.refused(422, "idempotency_key_reused");
    }

    async fn two_callers_can_use_the_same_key(app) {
        app.sell("kettle", 1_150, 3).await;
        let rahima = app.customer("rahima").await;
        let cart = rahima.cart(&[("KETTLE", 1)]).await;
        let hers = order_body(&cart, rahima.quoted(&cart).await);
        let guests = kettle_order(&app).await;
        let one = rahima.order("key-1", &hers).await.expect(201);
        let two = app.guest().order("key-1", &guests).await.expect(201);
        assert_ne!(one["order"]["number"], two["order"]["number"]);
    }

    async fn a_changed_price_is_told_and_reserves_nothing(app) {
        app.sell("kettle", 1_150, 3).await;
        let body = kettle_order(&app).await;
        app.reprice("kettle", 1_400).await;
        let refused = app.guest().order("key-1", &body).await.refused(409, "price_changed");
        assert_eq!(refused["total_paisa"], 147_000);
        assert_eq!(app.available("KETTLE").await, 3);
        let again = app.guest().order("key-1", &body).await;
        assert_eq!(again.refused(409, "price_changed")["total_paisa"], 147_000);
        assert_eq!(again.header("idempotency-replayed"), "true");
        let mut agreed = body.clone();
        agreed["expected_total_paisa"] = json!(147_000);
        app.guest().order("key-1", &agreed).await.refused(422, "idempotency_key_reused");
        app.guest().order("key-2", &agreed).await.expect(201);
    }

    async fn the_client_does_not_make_the_price(app) {
        app.sell("kettle", 1_150, 3).await;
        let mut body = kettle_order(&app).await;
        for claimed in [0, 1, 121_999, 122_001, i64::MAX] {
            body["expected_total_paisa"] = json!(claimed);
            let refused = app.guest().order(&format!("key-{claimed}"), &body).await;
            assert_eq!(refused.refused(409, "price_changed")["total_paisa"], 122_000);
        }
        assert_eq!(app.available("KETTLE").await, 3);
    }

    async fn too_little_stock_names_what_is_left(app) {
        app.sell("kettle", 1_150, 3).await;
        app.sell("fan", 2_000, 5).await;
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 3), ("FAN", 2)]).await;
        let body = order_body(&cart, guest.quoted(&cart).await);
        app.guest().buy(&[("KETTLE", 2)]).await;
        let refused = guest.order("key-1", &body).await.refused(409, "out_of_stock");
        assert_eq!(refused["items"], json!([{"sku": "KETTLE", "requested": 3, "available": 1}]));
        assert_eq!((app.available("KETTLE").await, app.available("FAN").await), (1, 5));
        let again = guest.order("key-1", &body).await;
        again.refused(409, "out_of_stock");
        assert_eq!(again.header("idempotency-replayed"), "true");
    }

    async fn a_product_taken_off_the_shelf_cannot_be_ordered(app) {
        app.sell("kettle", 1_150, 3).await;
        let body = kettle_order(&app).await;
        app.staff("salma").await.push("/api/admin/products/kettle/archive").await.expect(200);
        let refused = app.guest().order("key-1", &body).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(app.available("KETTLE").await, 3);
    }

    async fn an_empty_cart_cannot_be_ordered(app) {
        let cart = app.guest().cart(&[]).await;
        app.guest().order("key-1", &order_body(&cart, 0)).await.refused(400, "cart_empty");
        let nobodys = "9f2c1f8e-4a52-4d0e-9c6f-0e9a8d1b2c3d";
        app.guest().order("key-2", &order_body(nobodys, 0)).await.refused(404, "not_found");
    }

    async fn a_double_click_places_one_order(app) {
        app.sell("kettle", 1_150, 3).await;
        let body = kettle_order(&app).await;
        let guest = app.guest();
        let clicks: Vec<_> = (0..8)
            .map(|_| {
                let (guest, body) = (guest.clone(), body.clone());
                tokio::spawn(async move { guest.order("key-1", &body).await })
            })
            .collect();
        let mut numbers = Vec::new();
        for click in clicks {
            let answer = click.await.unwrap();
            match answer.status.as_u16() {
                201 => numbers.push(answer.value()["order"]["number"].clone()),
                _ => {
                    answer.refused(409, "in_progress");
                    assert!(answer.header("retry-after").parse::<u32>().is_ok());
                }
            }
        }
        numbers.dedup();
        assert_eq!(numbers.len(), 1, "{numbers:?}");
        assert_eq!(app.available("KETTLE").await, 2);
        assert_eq!(guest.order("key-1", &body).await.expect(201)["order"]["number"], numbers[0]);
    }

    async fn placing_an_order_takes_at_most_12_statements(app) {
        let mut skus = Vec::new();
        for slug in ["kettle", "fan", "iron", "lamp", "oven"] {
            app.publish(plain(slug, 1_000, 50)).await;
            skus.push(slug.to_uppercase());
        }
        let guest = app.guest();
        for lines in [1, 5] {
            let cart = guest.cart(&skus[..lines].iter().map(|sku| (sku.as_str(), 2)).collect::<Vec<_>>()).await;
            let body = order_body(&cart, guest.quoted(&cart).await);
            let before = app.statements();
            guest.order(&format!("key-{lines}"), &body).await.expect(201);
            let took = app.statements() - before;
            assert!(took <= 12, "an order of {lines} lines took {took} statements");
        }
    }

    async fn an_order_is_seen_in_the_stock_at_once(app) {
        app.sell("kettle", 1_150, 3).await;
        app.guest().buy(&[("KETTLE", 2)]).await;
        let product = app.guest().get("/api/products/kettle").await.expect(200);
        assert_eq!((&product["stock"], &product["variants"][0]["stock"]), (&json!(1), &json!(1)));
    }
}
