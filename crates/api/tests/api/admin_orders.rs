//! Orders over the back office: found, and moved as the state machine allows.

use serde_json::{Value, json};

use crate::support::{User, on_both, plain};

async fn moved(staff: &User, number: &str, to: &str) -> crate::support::Answer {
    staff
        .post(
            &format!("/api/admin/orders/{number}/moves"),
            &with_what_it_needs(to),
        )
        .await
}

fn with_what_it_needs(to: &str) -> Value {
    match to {
        "ship" => json!({"move": to, "courier": "Pathao", "tracking": "PT-20931"}),
        _ => json!({"move": to}),
    }
}

on_both! {
    async fn an_order_goes_its_way(app) {
        app.sell("kettle", 1_150, 5).await;
        let salma = app.staff("salma").await;
        let (number, _) = app.guest().buy(&[("KETTLE", 2)]).await;
        let seen = salma.get(&format!("/api/admin/orders/{number}")).await.expect(200);
        assert_eq!(seen["allowed_moves"], json!(["confirm", "cancel"]));
        for (to, status) in [("confirm", "confirmed"), ("pack", "packed"), ("ship", "shipped"), ("deliver", "delivered")] {
            let answer = moved(&salma, &number, to).await.expect(200);
            assert_eq!(answer["order"]["status"], status);
        }
        let seen = salma.get(&format!("/api/admin/orders/{number}")).await.expect(200);
        assert_eq!(seen["order"]["payment_status"], "collected");
        assert_eq!(seen["allowed_moves"], json!(["return"]));
        let stock = salma.get("/api/admin/stock/KETTLE").await.expect(200);
        assert_eq!((&stock["on_hand"], &stock["reserved"]), (&json!(3), &json!(0)));
        let back = moved(&salma, &number, "return").await.expect(200);
        assert_eq!(back["order"]["payment_status"], "refund_due");
        assert_eq!(back["allowed_payment_moves"], json!(["remit", "refund"]));
        assert_eq!(app.available("KETTLE").await, 5);
        let refund = json!({"amount_paisa": 230_000, "channel": "nagad", "reference": "N-77"});
        let path = format!("/api/admin/orders/{number}/refund");
        let done = salma.post(&path, &refund).await.expect(200);
        assert_eq!(done["order"]["payment_status"], "refunded");
        assert_eq!(done["order"]["refund"]["amount_paisa"], 230_000);
        let payout = json!({"charge_paisa": 6_000});
        let done = salma.post(&format!("/api/admin/orders/{number}/remittance"), &payout).await.expect(200);
        assert_eq!(done["remittance"]["charge_paisa"], 6_000);
        salma.post(&path, &json!({"amount_paisa": 1, "channel": "cash"})).await.refused(409, "illegal_move");
    }

    async fn a_phone_is_packed_with_its_imei(app) {
        app.publish(shop::ProductInput { serials: Some(domain::SerialRule::Imei), ..plain("phone", 9_000, 5) }).await;
        let salma = app.staff("salma").await;
        let product = salma.get("/api/admin/products/phone").await.expect(200);
        assert_eq!(product["serials"], "imei");
        let (number, _) = app.guest().buy(&[("PHONE", 1)]).await;
        moved(&salma, &number, "confirm").await.expect(200);
        assert_eq!(moved(&salma, &number, "pack").await.wrong_fields(), ["serials.PHONE"]);
        let path = format!("/api/admin/orders/{number}/moves");
        let pack = |serial: &str| json!({"move": "pack", "serials": [{"sku": "PHONE", "serials": [serial]}]});
        assert_eq!(salma.post(&path, &pack("490154203237519")).await.wrong_fields(), ["serials.PHONE[0]"]);
        let packed = salma.post(&path, &pack("49-015420-323751-8")).await.expect(200);
        assert_eq!(packed["order"]["lines"][0]["serials"], json!(["490154203237518"]));
        assert_eq!(packed["invoice"]["number"], "2026-27/000001");
        let other = json!({"move": "deliver", "courier": "Pathao", "serials": []});
        assert_eq!(salma.post(&path, &other).await.wrong_fields(), ["serials", "courier"]);
    }

    async fn the_buyer_sees_courier_and_timeline_and_no_word_of_the_staff(app) {
        app.sell("kettle", 1_150, 5).await;
        let salma = app.staff("salma").await;
        let (number, token) = app.guest().buy(&[("KETTLE", 2)]).await;
        let path = format!("/api/admin/orders/{number}");
        let confirm = json!({"move": "confirm", "note": "sounds like a fake order"});
        salma.post(&format!("{path}/moves"), &confirm).await.expect(200);
        let noted = salma.post(&format!("{path}/notes"), &json!({"text": "secret remark"})).await.expect(200);
        assert_eq!(noted["notes"][0]["text"], "secret remark");
        for to in ["pack", "ship"] {
            moved(&salma, &number, to).await.expect(200);
        }
        let seen = app.user("", &token).get(&format!("/api/orders/{number}")).await.expect(200);
        assert_eq!(seen["order"]["shipment"]["courier"], "Pathao");
        assert_eq!(seen["order"]["shipment"]["tracking"], "PT-20931");
        assert_eq!(seen["order"]["history"].as_array().unwrap().len(), 4);
        let text = seen.to_string();
        assert!(!text.contains("fake") && !text.contains("remark") && !text.contains("salma"), "{text}");
        let staff = salma.get(&path).await.expect(200);
        assert_eq!(staff["order"]["history"][1]["note"], "sounds like a fake order");
    }

    async fn a_stale_move_is_told_so_and_a_double_click_is_not(app) {
        app.sell("kettle", 1_150, 5).await;
        let (salma, karim) = (app.staff("salma").await, app.staff("karim").await);
        let (number, _) = app.guest().buy(&[("KETTLE", 2)]).await;
        let path = format!("/api/admin/orders/{number}/moves");
        let confirm = json!({"move": "confirm", "expected_status": "pending"});
        for _double_click in 0..2 {
            salma.post(&path, &confirm).await.expect(200);
        }
        let problem = karim.post(&path, &confirm).await.refused(409, "stale");
        assert_eq!(problem["status_now"], "confirmed");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("by staff:salma"), "{detail}");
        let odd = json!({"move": "confirm", "expected_status": "lost"});
        assert_eq!(salma.post(&path, &odd).await.wrong_fields(), ["expected_status"]);
    }

    async fn an_illegal_move_says_what_is_possible(app) {
        app.sell("kettle", 1_150, 5).await;
        let salma = app.staff("salma").await;
        let (number, _) = app.guest().buy(&[("KETTLE", 2)]).await;
        let rows = app.rows().await;
        let problem = moved(&salma, &number, "ship").await.refused(409, "illegal_move");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("can be confirmed or cancelled"), "{detail}");
        let path = format!("/api/admin/orders/{number}/moves");
        assert_eq!(salma.post(&path, &json!({"move": "burn"})).await.wrong_fields(), ["move"]);
        assert_eq!(salma.post(&path, &json!({})).await.wrong_fields(), ["move"]);
        let long = json!({"move": "confirm", "note": "x".repeat(501)});
        assert_eq!(salma.post(&path, &long).await.wrong_fields(), ["note"]);
        assert_eq!(app.rows().await, rows);
        moved(&salma, "DC-0000-0000", "confirm").await.refused(404, "not_found");
    }

    async fn orders_are_found_by_number_phone_name_and_status(app) {
        app.sell("kettle", 1_150, 9).await;
        let salma = app.staff("salma").await;
        let (one, _) = app.guest().buy(&[("KETTLE", 1)]).await;
        app.clock.advance(std::time::Duration::from_secs(60));
        let (two, _) = app.guest().buy(&[("KETTLE", 1)]).await;
        moved(&salma, &two, "confirm").await.expect(200);
        let found = async |query: &str| {
            let page = salma.get(&format!("/api/admin/orders{query}")).await.expect(200);
            let number = |order: &Value| order["number"].as_str().unwrap().to_owned();
            page["orders"].as_array().unwrap().iter().map(number).collect::<Vec<_>>()
        };
        assert_eq!(found("?status=confirmed").await, [two.as_str()]);
        assert_eq!(found(&format!("?q={}", one.to_lowercase())).await, [one.as_str()]);
        assert_eq!(found("?q=1712345").await.len(), 2);
        assert_eq!(found("?q=rahima").await.len(), 2);
        assert_eq!(found("?q=karim").await.len(), 0);
        assert_eq!(found("?payment_status=due&sort=oldest").await, [one.as_str(), two.as_str()]);
        assert_eq!(found("?from=2026-11-20&until=2026-11-20").await.len(), 2);
        assert_eq!(found("?from=2026-11-21").await.len(), 0);
        let odd = "/api/admin/orders?status=lost&payment_status=x&from=tomorrow&until=2026-13-01&sort=up";
        assert_eq!(salma.get(odd).await.wrong_fields(), ["status", "payment_status", "from", "until", "sort"]);
    }
}
