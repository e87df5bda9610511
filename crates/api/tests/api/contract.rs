//! The calls of the original demo, one by one, as the contract's first table has them.

use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::support::{PASSWORD, on_both};

/// That a value is a time in RFC 3339 and UTC.
#[track_caller]
fn assert_time(value: &serde_json::Value) {
    let text = value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no time"));
    let time = OffsetDateTime::parse(text, &Rfc3339).unwrap();
    assert!(time.offset().is_utc(), "{text}");
}

on_both! {
    async fn the_root_says_that_the_api_is_there(app) {
        let body = app.guest().get("/").await.expect(200);
        assert_eq!(body["message"], "DhakaCart API is Online!");
        assert_eq!(body["system_status"], "Healthy");
        assert_eq!(body["version"], "1.2.3");
        assert_eq!(body["environment"], "test");
        assert_time(&body["timestamp"]);
    }

    async fn health_is_the_process_alone(app) {
        app.clock.advance(std::time::Duration::from_millis(1_500));
        let before = app.statements();
        let body = app.guest().get("/health").await.expect(200);
        assert_eq!(body["status"], "healthy");
        assert_eq!(body["uptime"], 1.5);
        assert_time(&body["timestamp"]);
        assert_eq!(app.statements(), before, "health must not ask the database");
    }

    async fn ready_looks_at_what_is_needed(app) {
        let body = app.guest().get("/ready").await.expect(200);
        assert_eq!(body["status"], "ready");
        assert!(body["checks"].is_object(), "{body}");
        assert_time(&body["timestamp"]);
    }

    async fn ready_says_no_when_the_database_is_gone(app) {
        app.db.store().close().await;
        let answer = app.guest().get("/ready").await;
        assert_eq!(answer.status, 503, "{}", answer.text());
        app.guest().get("/health").await.expect(200);
    }

    async fn login_answers_a_token(app) {
        let rahima = app.customer("rahima").await;
        let body = json!({"username": rahima.name, "password": PASSWORD});
        let answer = app.guest().post("/api/auth/login", &body).await.expect(200);
        assert_eq!(answer["message"], "Login successful");
        assert_eq!(answer["expiresIn"], "24h");
        assert_eq!(answer["user"]["username"], "rahima");
        assert_eq!(answer["user"]["role"], "customer");
        let token = answer["token"].as_str().unwrap();
        app.user("rahima", token).get("/api/protected").await.expect(200);
    }

    async fn login_says_what_is_wrong_with_a_username(app) {
        let body = json!({"username": "ab", "password": PASSWORD});
        let answer = app.guest().post("/api/auth/login", &body).await;
        assert_eq!(answer.wrong_fields(), ["username"]);
        let problem = answer.value();
        let message = "Username must be between 3 and 20 characters";
        assert_eq!(problem["detail"], message);
        assert_eq!(problem["errors"][0]["message"], message);
    }

    async fn login_without_a_field_is_400(app) {
        let guest = app.guest();
        for (body, field) in [
            (json!({"username": "rahima"}), "password"),
            (json!({"password": PASSWORD}), "username"),
            (json!({"username": "rahima", "password": null}), "password"),
            (json!({"username": "rahima", "password": ""}), "password"),
        ] {
            assert_eq!(guest.post("/api/auth/login", &body).await.wrong_fields(), [field], "{body}");
        }
        let both = guest.post("/api/auth/login", &json!({})).await.wrong_fields();
        assert_eq!(both, ["username", "password"]);
    }

    async fn wrong_credentials_are_the_same_whoever_it_is(app) {
        app.customer("rahima").await;
        let refusal = async |username: &str| {
            let body = json!({"username": username, "password": "not the password"});
            let mut problem =
                app.guest().post("/api/auth/login", &body).await.refused(401, "wrong_credentials");
            problem["request_id"].take();
            problem
        };
        assert_eq!(refusal("rahima").await, refusal("nobody_here").await);
    }

    async fn protected_needs_a_token(app) {
        let problem = app.guest().get("/api/protected").await;
        problem.refused(401, "unauthorized");
        assert!(problem.header("www-authenticate").starts_with("Bearer"), "RFC 9110, 11.6.1");
        let rahima = app.customer("rahima").await;
        let body = rahima.get("/api/protected").await.expect(200);
        assert_eq!(body["message"], "This is a protected endpoint");
        assert_eq!(body["username"], "rahima");
        assert_eq!(body["userId"], rahima.get("/api/auth/me").await.expect(200)["id"]);
        assert_time(&body["timestamp"]);
    }

    async fn products_have_the_demos_fields(app) {
        app.sell("rice-cooker", 3_490, 7).await;
        let body = app.guest().get("/api/products").await.expect(200);
        let product = &body["products"][0];
        assert!(product["id"].is_string());
        assert_eq!(product["name"], "Rice Cooker");
        assert_eq!(product["price"], 3_490);
        assert_eq!(product["category"], "");
        assert_eq!(product["stock"], 7);
        assert_eq!((&body["page"], &body["total"]), (&json!(1), &json!(1)));
    }

    async fn anything_unknown_is_404_json(app) {
        for path in ["/nope", "/api", "/api/", "/api/nope", "/api/products/nope", "/api/admin", "/API/products"] {
            app.guest().get(path).await.refused(404, "not_found");
        }
        app.guest().post("/api/nope", &json!({})).await.refused(404, "not_found");
    }

    async fn another_method_is_405_with_what_is_allowed(app) {
        let answer = app.guest().delete("/api/products").await;
        answer.refused(405, "method_not_allowed");
        let allowed = answer.header("allow");
        assert!(allowed.contains("GET") && !allowed.contains("POST"), "{allowed}");
        app.guest().post("/health", &json!({})).await.refused(405, "method_not_allowed");
    }
}
