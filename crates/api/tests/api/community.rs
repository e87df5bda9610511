//! What customers do besides buying: reviews, wishes, addresses, passwords, tracking. Two
//! customers see nothing of each other.

use serde_json::json;

use crate::calls::{address_body, review_body};
use crate::support::{PASSWORD, on_both};

on_both! {
    async fn a_review_is_read_by_staff_and_then_by_everybody(app) {
        app.sell("kettle", 1_150, 5).await;
        let (rahima, karim) = (app.customer("rahima").await, app.customer("karim").await);
        let staff = app.staff("salma").await;
        let path = "/api/products/kettle/reviews";
        rahima.post(path, &review_body()).await.refused(403, "not_bought");
        let (number, _) = rahima.buy(&[("KETTLE", 1)]).await;
        app.deliver(&number).await;
        let review = rahima.post(path, &review_body()).await.expect(201);
        assert_eq!((&review["status"], &review["revision"]), (&json!("pending"), &json!(1)));
        let public = app.guest().get(path).await.expect(200);
        assert_eq!((&public["total"], &public["reviews"]), (&json!(0), &json!([])));
        assert_eq!(karim.get("/api/reviews").await.expect(200)["total"], 0);
        assert_eq!(rahima.get("/api/reviews").await.expect(200)["total"], 1);

        let queue = staff.get("/api/admin/reviews?status=pending").await.expect(200);
        let id = queue["reviews"][0]["id"].as_str().unwrap();
        let decide = format!("/api/admin/reviews/{id}/decisions");
        let publish = json!({"revision": 1, "publish": true, "reply": "Thank you"});
        let changed = rahima.post(path, &review_body()).await.expect(200);
        assert_eq!(changed["revision"], 2);
        let stale = staff.post(&decide, &publish).await.refused(409, "stale");
        assert_eq!(stale["revision"], 2);
        let unexplained = json!({"revision": 2, "publish": false});
        staff.post(&decide, &unexplained).await.refused(400, "invalid_input");
        let publish = json!({"revision": 2, "publish": true, "reply": "Thank you"});
        staff.post(&decide, &publish).await.expect(200);

        app.shop.catalogue().refresh().await.unwrap();
        let public = app.guest().get(path).await.expect(200);
        assert_eq!((&public["total"], &public["reviews"][0]["stars"]), (&json!(1), &json!(4)));
        assert_eq!(public["reviews"][0]["reply"], "Thank you");
        assert!(!public.to_string().contains("username"));
        let before = app.statements();
        let product = app.guest().get("/api/products/kettle").await.expect(200);
        assert_eq!(product["rating"], json!({"average": 4.0, "count": 1}));
        let list = app.guest().get("/api/products?sort=best_selling").await.expect(200);
        assert_eq!(list["products"][0]["rating"]["count"], 1);
        assert_eq!(app.statements(), before, "ratings come from memory");
        app.guest().get("/api/products/nothing/reviews").await.refused(404, "not_found");
    }

    async fn lists_and_addresses_are_their_owners(app) {
        app.sell("kettle", 1_150, 5).await;
        let (rahima, karim) = (app.customer("rahima").await, app.customer("karim").await);
        rahima.json("PUT", "/api/wishlist/kettle", &json!({})).await.expect(200);
        let list = rahima.get("/api/wishlist").await.expect(200);
        assert_eq!(list["items"][0]["product"], "kettle");
        assert_eq!(karim.delete("/api/wishlist/kettle").await.expect(200)["items"], json!([]));
        assert_eq!(rahima.get("/api/wishlist").await.expect(200), list);

        let home = rahima.post("/api/addresses", &address_body()).await.expect(201);
        assert_eq!(home["phone"], "+8801712345678");
        assert_eq!(karim.get("/api/addresses").await.expect(200)["addresses"], json!([]));
        let made_up = "9f2c1f8e-4a52-7d0e-9c6f-0e9a8d1b2c3d";
        for id in [home["id"].as_str().unwrap(), made_up] {
            let path = format!("/api/addresses/{id}");
            karim.put(&path, &address_body()).await.refused(404, "not_found");
            karim.delete(&path).await.refused(404, "not_found");
        }
        let kept = rahima.get("/api/addresses").await.expect(200);
        assert_eq!(kept["addresses"], json!([home]));
    }

    async fn a_changed_password_ends_other_sessions(app) {
        let rahima = app.customer("rahima").await;
        let credentials = json!({"username": "rahima", "password": PASSWORD});
        let other = app.guest().post("/api/auth/login", &credentials).await.expect(200);
        let other = app.user("rahima", other["token"].as_str().unwrap());
        let change = |old: &str, new: &str| json!({"old_password": old, "new_password": new});
        let path = "/api/auth/password";
        rahima.post(path, &change("not the one", "Jamuna-river-72")).await.refused(400, "invalid_input");
        let short = rahima.post(path, &change(PASSWORD, "short")).await.refused(400, "invalid_input");
        assert_eq!(short["errors"][0]["field"], "new_password");
        other.get("/api/auth/me").await.expect(200);
        rahima.post(path, &change(PASSWORD, "Jamuna-river-72")).await.expect(200);
        other.get("/api/auth/me").await.refused(401, "unauthorized");
        rahima.get("/api/auth/me").await.expect(200);
        app.guest().post("/api/auth/login", &credentials).await.refused(401, "wrong_credentials");
        let account = rahima.put("/api/auth/me", &json!({"email": "r@example.com"})).await.expect(200);
        assert_eq!((&account["phone"], &account["email"]), (&json!(null), &json!("r@example.com")));
    }

    async fn an_order_is_found_by_number_and_phone(app) {
        app.sell("kettle", 1_150, 5).await;
        let (number, token) = app.guest().buy(&[("KETTLE", 1)]).await;
        let track = |number: &str, phone: &str| json!({"number": number, "phone": phone});
        let path = "/api/orders/track";
        let found = app.guest().post(path, &track(&number, "০১৭১২ ৩৪৫৬৭৮")).await.expect(200);
        let opened = found["access_token"].as_str().unwrap();
        assert_ne!(opened, token);
        let order = format!("/api/orders/{number}");
        let seen = app.user("", opened).get(&order).await.expect(200);
        assert_eq!(seen, app.user("", &token).get(&order).await.expect(200));
        let mut refusals = Vec::new();
        for body in [track(&number, "01812345678"), track("DC-0000-0000", "01712345678")] {
            let mut refusal = app.guest().post(path, &body).await.refused(404, "not_found");
            refusal["request_id"].take();
            refusals.push(refusal);
        }
        assert_eq!(refusals[0], refusals[1]);
    }

    async fn a_phone_is_told_once_of_what_is_sold_out(app) {
        app.sell("kettle", 1_150, 0).await;
        app.sell("lamp", 1_150, 3).await;
        let path = "/api/stock-requests";
        let ask = |sku: &str, phone: &str| json!({"sku": sku, "phone": phone});
        let guest = app.guest();
        let first = guest.post(path, &ask("KETTLE", "01712345678")).await.expect(202);
        assert_eq!(guest.post(path, &ask("KETTLE", "01712345678")).await.expect(202), first);
        guest.post(path, &ask("LAMP", "01712345678")).await.refused(409, "in_stock");
        guest.post(path, &ask("NOTHING", "01712345678")).await.refused(404, "unknown_sku");
        guest.post(path, &json!({"sku": "KETTLE"})).await.refused(400, "invalid_input");
        let waiting = app.staff("salma").await.get("/api/admin/stock-requests").await.expect(200);
        assert_eq!((&waiting["total"], &waiting["items"][0]["waiting"]), (&json!(1), &json!(1)));
    }
}
