//! Stock over the back office: counted, corrected, explained.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn the_ledger_adds_up_to_the_level(app) {
        app.sell("kettle", 1_150, 5).await;
        let salma = app.staff("salma").await;
        app.guest().buy(&[("KETTLE", 2)]).await;
        let path = "/api/admin/stock/KETTLE/adjustments";
        let stock = salma.post(path, &json!({"by": 10, "reason": "delivery 4711"})).await.expect(200);
        assert_eq!((&stock["on_hand"], &stock["reserved"], &stock["available"]), (&json!(15), &json!(2), &json!(13)));
        let stock = salma.post(path, &json!({"to": 12, "reason": "count"})).await.expect(200);
        assert_eq!(stock["on_hand"], 12);
        assert_eq!(salma.get("/api/admin/stock/KETTLE").await.expect(200), stock);
        let movements = stock["movements"].as_array().unwrap();
        let sum = |field: &str| movements.iter().map(|m| m[field].as_i64().unwrap()).sum::<i64>();
        assert_eq!((sum("on_hand_delta"), sum("reserved_delta")), (12, 2));
        let newest = movements.iter().find(|m| m["note"] == "count").unwrap();
        assert_eq!((&newest["actor"], &newest["reason"]), (&json!("staff:salma"), &json!("adjustment")));
        assert_eq!(app.guest().get("/api/products/kettle").await.expect(200)["stock"], 10);
    }

    async fn units_that_are_promised_stay(app) {
        app.sell("kettle", 1_150, 5).await;
        let salma = app.staff("salma").await;
        app.guest().buy(&[("KETTLE", 4)]).await;
        let path = "/api/admin/stock/KETTLE/adjustments";
        let before = app.rows().await;
        for change in [json!({"to": 3, "reason": "count"}), json!({"by": -2, "reason": "broken"})] {
            salma.post(path, &change).await.refused(409, "insufficient_stock");
        }
        assert_eq!(app.rows().await, before);
        salma.post(path, &json!({"by": -1, "reason": "broken"})).await.expect(200);
        assert_eq!(app.available("KETTLE").await, 0);
    }

    async fn an_adjustment_needs_a_reason_and_one_number(app) {
        app.sell("kettle", 1_150, 5).await;
        let salma = app.staff("salma").await;
        let wrong = async |body| salma.post("/api/admin/stock/KETTLE/adjustments", &body).await.wrong_fields();
        assert_eq!(wrong(json!({"by": 1})).await, ["reason"]);
        assert_eq!(wrong(json!({"by": 1, "reason": "  "})).await, ["reason"]);
        assert_eq!(wrong(json!({"reason": "count"})).await, ["by"]);
        assert_eq!(wrong(json!({"by": 1, "to": 1, "reason": "count"})).await, ["by"]);
        assert_eq!(wrong(json!({"to": -1, "reason": "count"})).await, ["to"]);
        assert_eq!(wrong(json!({"by": i64::MAX, "reason": "count"})).await, ["by"]);
        assert_eq!(wrong(json!({"by": i64::MIN, "reason": "count"})).await, ["by"]);
        assert_eq!(wrong(json!({"by": "1", "reason": "count"})).await, ["by"]);
        assert_eq!(app.available("KETTLE").await, 5);
    }

    async fn an_unknown_sku_is_404(app) {
        let salma = app.staff("salma").await;
        salma.get("/api/admin/stock/NOPE").await.refused(404, "unknown_sku");
        let body = json!({"by": 1, "reason": "count"});
        salma.post("/api/admin/stock/NOPE/adjustments", &body).await.refused(404, "unknown_sku");
    }
}
