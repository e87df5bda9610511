//! Orders over the back office: found, and moved as the state machine allows.

use serde_json::{Value, json};

use crate::support::{User, on_both};

async fn moved(staff: &User, number: &str, to: &str) -> crate::support::Answer {
    staff
        .post(
            &format!("/api/admin/orders/{number}/moves"),
            &json!({"move": to}),
        )
        .await
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
        assert_eq!(back["order"]["payment_status"], "refunded");
        assert_eq!(app.available("KETTLE").await, 5);
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
        assert_eq!(salma.get("/api/admin/orders?status=lost").await.wrong_fields(), ["status"]);
    }
}
