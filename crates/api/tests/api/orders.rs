//! Orders once they are placed: seen, listed, called off.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn the_access_token_opens_its_order_alone(app) {
        app.sell("kettle", 1_150, 9).await;
        let (number, token) = app.guest().buy(&[("KETTLE", 1)]).await;
        let (other, _) = app.guest().buy(&[("KETTLE", 1)]).await;
        let holder = app.user("holder", &token);
        let order = holder.get(&format!("/api/orders/{number}")).await.expect(200);
        assert_eq!(order["order"]["number"], number.as_str());
        holder.get(&format!("/api/orders/{other}")).await.refused(404, "not_found");
        holder.push(&format!("/api/orders/{other}/cancel")).await.refused(404, "not_found");
        holder.get("/api/orders").await.refused(401, "unauthorized");
        holder.get("/api/protected").await.refused(401, "unauthorized");
    }

    async fn a_number_is_read_as_people_write_it(app) {
        app.sell("kettle", 1_150, 9).await;
        let (number, token) = app.guest().buy(&[("KETTLE", 1)]).await;
        let holder = app.user("holder", &token);
        for written in [number.to_lowercase(), number.replace('-', ""), number.replace('-', "%20")] {
            let order = holder.get(&format!("/api/orders/{written}")).await.expect(200);
            assert_eq!(order["order"]["number"], number.as_str());
        }
        for nonsense in ["DC-1", "1", "DC-AAAA-AAAU", "x".repeat(500).as_str(), "%F0%9F%98%80"] {
            holder.get(&format!("/api/orders/{nonsense}")).await.refused(404, "not_found");
            holder.push(&format!("/api/orders/{nonsense}/cancel")).await.refused(404, "not_found");
        }
    }

    async fn cancelling_puts_the_units_back(app) {
        app.sell("kettle", 1_150, 3).await;
        let rahima = app.customer("rahima").await;
        let (number, _) = rahima.buy(&[("KETTLE", 2)]).await;
        assert_eq!(app.available("KETTLE").await, 1);
        let cancelled = rahima.push(&format!("/api/orders/{number}/cancel")).await.expect(200);
        assert_eq!(cancelled["order"]["status"], "cancelled");
        assert_eq!(cancelled["order"]["payment_status"], "void");
        assert_eq!(cancelled["order"]["history"][1]["by"], "customer");
        assert_eq!(app.available("KETTLE").await, 3);
        assert_eq!(app.guest().get("/api/products/kettle").await.expect(200)["stock"], 3);
        let problem = rahima.push(&format!("/api/orders/{number}/cancel")).await.refused(409, "illegal_move");
        assert!(problem["detail"].as_str().unwrap().contains("can't be cancelled"), "{problem}");
        assert_eq!(app.available("KETTLE").await, 3);
    }

    async fn a_packed_order_is_for_staff_to_cancel(app) {
        app.sell("kettle", 1_150, 3).await;
        let rahima = app.customer("rahima").await;
        let salma = app.staff("salma").await;
        let (number, _) = rahima.buy(&[("KETTLE", 2)]).await;
        for each in ["confirm", "pack"] {
            let path = format!("/api/admin/orders/{number}/moves");
            salma.post(&path, &json!({"move": each})).await.expect(200);
        }
        let path = format!("/api/orders/{number}/cancel");
        rahima.push(&path).await.refused(409, "illegal_move");
        assert_eq!(salma.push(&path).await.expect(200)["order"]["status"], "cancelled");
        let seen = rahima.get(&format!("/api/orders/{number}")).await.expect(200);
        assert_eq!(seen["order"]["history"][3]["by"], "staff", "names of staff stay inside");
        let seen = salma.get(&format!("/api/orders/{number}")).await.expect(200);
        assert_eq!(seen["order"]["history"][3]["by"], "staff:salma");
    }

    async fn my_orders_are_mine_and_paged(app) {
        app.sell("kettle", 1_150, 9).await;
        let (rahima, karim) = (app.customer("rahima").await, app.customer("karim").await);
        let mut mine = Vec::new();
        for _ in 0..3 {
            app.clock.advance(std::time::Duration::from_secs(60));
            mine.insert(0, rahima.buy(&[("KETTLE", 1)]).await.0);
        }
        karim.buy(&[("KETTLE", 1)]).await;
        app.guest().buy(&[("KETTLE", 1)]).await;
        let page = rahima.get("/api/orders").await.expect(200);
        let numbers: Vec<_> =
            page["orders"].as_array().unwrap().iter().map(|o| o["number"].as_str().unwrap()).collect();
        assert_eq!(numbers, mine, "newest first");
        assert_eq!((&page["page"], &page["per_page"], &page["total"]), (&json!(1), &json!(24), &json!(3)));
        let page = rahima.get("/api/orders?page=2&per_page=2").await.expect(200);
        assert_eq!(page["orders"].as_array().unwrap().len(), 1);
        assert_eq!(page["orders"][0]["number"], mine[2].as_str());
        assert_eq!(page["orders"][0]["total_paisa"], 122_000);
        let beyond = rahima.get("/api/orders?page=1000000&per_page=100").await.expect(200);
        assert_eq!(beyond["orders"], json!([]));
    }

    async fn a_page_out_of_range_is_400(app) {
        let rahima = app.customer("rahima").await;
        for (query, field) in [
            ("page=0", "page"), ("page=-1", "page"), ("page=x", "page"), ("page=1.5", "page"),
            ("page=99999999999", "page"), ("page=1000001", "page"), ("per_page=0", "per_page"), ("per_page=101", "per_page"),
        ] {
            let answer = rahima.get(&format!("/api/orders?{query}")).await;
            assert_eq!(answer.wrong_fields(), [field], "{query}");
        }
        rahima.get("/api/orders?page=%E0%A7%A7&per_page=100").await.expect(200);
    }
}
