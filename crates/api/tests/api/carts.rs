//! Carts: what is in them, what they cost, what they refuse.

use std::time::Duration;

use serde_json::json;

use crate::support::{on_both, plain};

on_both! {
    async fn a_new_cart_is_empty(app) {
        let answer = app.guest().push("/api/carts").await;
        let cart = answer.expect(201);
        let id = cart["id"].as_str().unwrap();
        assert_eq!(cart, json!({"id": id, "items": [], "subtotal_paisa": 0}));
        assert_eq!(answer.header("location"), format!("/api/carts/{id}"));
        assert_eq!(app.guest().get(answer.header("location")).await.expect(200), cart);
    }

    async fn a_line_is_set_changed_and_taken_out(app) {
        app.sell("rice-cooker", 3_490, 7).await;
        app.sell("kettle", 1_250, 3).await;
        let guest = app.guest();
        let cart = guest.cart(&[]).await;
        let line = |sku: &str| format!("/api/carts/{cart}/items/{sku}");
        guest.put(&line("RICE-COOKER"), &json!({"quantity": 2})).await.expect(200);
        let whole = guest.put(&line("KETTLE"), &json!({"quantity": 1})).await.expect(200);
        assert_eq!(whole["subtotal_paisa"], 823_000);
        assert_eq!(whole["items"][0], json!({
            "sku": "RICE-COOKER", "name": "Rice Cooker", "name_bn": null, "variant": "",
            "slug": "rice-cooker", "image": "/assets/rice-cooker.svg", "unit_price_paisa": 349_000,
            "quantity": 2, "line_total_paisa": 698_000, "available": 7,
        }));
        let whole = guest.put(&line("RICE-COOKER"), &json!({"quantity": 5})).await.expect(200);
        assert_eq!(whole["items"][0]["quantity"], 5);
        let whole = guest.put(&line("RICE-COOKER"), &json!({"quantity": 0})).await.expect(200);
        assert_eq!(whole["items"].as_array().unwrap().len(), 1);
        let whole = guest.delete(&line("KETTLE")).await.expect(200);
        assert_eq!((&whole["items"], &whole["subtotal_paisa"]), (&json!([]), &json!(0)));
        guest.delete(&line("KETTLE")).await.expect(200);
    }

    async fn quantities_are_whole_numbers_up_to_99(app) {
        app.sell("kettle", 1_250, 3).await;
        let guest = app.guest();
        let cart = guest.cart(&[]).await;
        let path = format!("/api/carts/{cart}/items/KETTLE");
        for wrong in [json!(-1), json!(100), json!("2"), json!("২"), json!(1.5), json!(null), json!(1e30), json!([1])] {
            let answer = guest.put(&path, &json!({"quantity": wrong})).await;
            assert_eq!(answer.wrong_fields(), ["quantity"], "{wrong}");
        }
        assert_eq!(guest.put(&path, &json!({})).await.wrong_fields(), ["quantity"]);
        let extra = json!({"quantity": 1, "price": 1});
        assert_eq!(guest.put(&path, &extra).await.wrong_fields(), ["price"]);
        assert_eq!(guest.get(&format!("/api/carts/{cart}")).await.expect(200)["items"], json!([]));
        guest.put(&path, &json!({"quantity": 99})).await.expect(200);
    }

    async fn what_is_not_for_sale_cannot_be_put_in(app) {
        let mut draft = plain("draft", 100, 5);
        draft.status = domain::ProductStatus::Draft;
        app.publish(draft).await;
        let guest = app.guest();
        let cart = guest.cart(&[]).await;
        for sku in ["NOPE", "DRAFT", "no%20such", "a%2Fb", "%E0%A6%95"] {
            let path = format!("/api/carts/{cart}/items/{sku}");
            guest.put(&path, &json!({"quantity": 1})).await.refused(404, "unknown_sku");
        }
    }

    async fn a_sku_with_odd_characters_is_found(app) {
        let mut odd = plain("odd", 100, 5);
        odd.variants[0].sku = "A/1+B#2".to_owned();
        app.publish(odd).await;
        let guest = app.guest();
        let cart = guest.cart(&[("A%2F1%2BB%232", 2)]).await;
        let whole = guest.get(&format!("/api/carts/{cart}")).await.expect(200);
        assert_eq!(whole["items"][0]["sku"], "A/1+B#2");
    }

    async fn a_cart_takes_fifty_lines(app) {
        let mut many = plain("many", 100, 5);
        many.options = vec!["Number".to_owned()];
        many.variants = (0..51)
            .map(|number| shop::VariantInput {
                sku: format!("MANY-{number}"),
                options: vec![number.to_string()],
                ..many.variants[0].clone()
            })
            .collect();
        app.publish(many).await;
        let guest = app.guest();
        let cart = guest.cart(&[]).await;
        for number in 0..50 {
            let path = format!("/api/carts/{cart}/items/MANY-{number}");
            guest.put(&path, &json!({"quantity": 1})).await.expect(200);
        }
        let path = format!("/api/carts/{cart}/items/MANY-50");
        guest.put(&path, &json!({"quantity": 1})).await.refused(400, "too_many_lines");
        let path = format!("/api/carts/{cart}/items/MANY-7");
        guest.put(&path, &json!({"quantity": 3})).await.expect(200);
    }

    async fn a_quote_adds_delivery_by_zone(app) {
        app.sell("kettle", 1_150, 3).await;
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 2)]).await;
        let path = format!("/api/carts/{cart}/quote");
        for (district, delivery) in [("dhaka", 7_000), ("ঢাকা", 7_000), ("Chittagong", 13_000)] {
            let quote = guest.post(&path, &json!({"district": district})).await.expect(200);
            assert_eq!(quote, json!({
                "subtotal_paisa": 230_000, "delivery_paisa": delivery, "discount_paisa": 0,
                "total_paisa": 230_000 + delivery, "vat_included_paisa": 30_000,
            }));
        }
        assert_eq!(guest.post(&path, &json!({"district": "London"})).await.wrong_fields(), ["district"]);
        assert_eq!(guest.post(&path, &json!({"district": " "})).await.wrong_fields(), ["district"]);
        assert_eq!(guest.post(&path, &json!({})).await.wrong_fields(), ["district"]);
        let empty = guest.cart(&[]).await;
        let path = format!("/api/carts/{empty}/quote");
        guest.post(&path, &json!({"district": "dhaka"})).await.refused(400, "cart_empty");
    }

    async fn a_cart_shows_todays_price(app) {
        app.sell("kettle", 1_250, 3).await;
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 2)]).await;
        app.reprice("kettle", 1_500).await;
        let whole = guest.get(&format!("/api/carts/{cart}")).await.expect(200);
        assert_eq!(whole["subtotal_paisa"], 300_000);
    }

    async fn a_hold_keeps_the_units_for_a_while(app) {
        app.sell("kettle", 1_250, 3).await;
        let (one, other) = (app.guest(), app.guest());
        let cart = one.cart(&[("KETTLE", 2)]).await;
        let held = one.push(&format!("/api/carts/{cart}/hold")).await.expect(200);
        assert_eq!(held["held_until"], "2026-11-20T09:40:00Z");
        assert_eq!(app.available("KETTLE").await, 1);
        let rival = other.cart(&[("KETTLE", 2)]).await;
        let refused = other.push(&format!("/api/carts/{rival}/hold")).await.refused(409, "out_of_stock");
        assert_eq!(refused["items"], json!([{"sku": "KETTLE", "requested": 2, "available": 1}]));
        app.clock.advance(Duration::from_secs(300));
        let held = one.push(&format!("/api/carts/{cart}/hold")).await.expect(200);
        assert_eq!(held["held_until"], "2026-11-20T09:45:00Z", "asking again renews it");
        assert_eq!(app.available("KETTLE").await, 1, "and takes nothing more");
        one.put(&format!("/api/carts/{cart}/items/KETTLE"), &json!({"quantity": 1})).await.expect(200);
        assert_eq!(app.available("KETTLE").await, 3, "a change gives it up");
        let empty = one.cart(&[]).await;
        one.push(&format!("/api/carts/{empty}/hold")).await.refused(400, "cart_empty");
    }

    async fn an_ordered_cart_is_closed(app) {
        app.sell("kettle", 1_250, 3).await;
        let guest = app.guest();
        let cart = guest.cart(&[("KETTLE", 1)]).await;
        let body = crate::support::order_body(&cart, guest.quoted(&cart).await);
        let placed = guest.order("k-1", &body).await.expect(201);
        let whole = guest.get(&format!("/api/carts/{cart}")).await.expect(200);
        assert_eq!(whole["ordered"], placed["order"]["number"]);
        let line = format!("/api/carts/{cart}/items/KETTLE");
        guest.put(&line, &json!({"quantity": 2})).await.refused(409, "cart_ordered");
        guest.delete(&line).await.refused(409, "cart_ordered");
        guest.push(&format!("/api/carts/{cart}/hold")).await.refused(409, "cart_ordered");
        guest.order("k-2", &body).await.refused(409, "cart_ordered");
    }
}
