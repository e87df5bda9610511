//! Opening accounts, and tokens that must not work.

use std::time::Duration;

use serde_json::json;
use shop::ShopOptions;
use store::testing::Engine;

use crate::support::{PASSWORD, TestApp, on_both};

on_both! {
    async fn registering_opens_an_account_and_signs_it_in(app) {
        let body = json!({
            "username": "Rahima_1", "password": PASSWORD, "phone": "০১৭১২-৩৪৫৬৭৮", "email": "rahima@example.com",
        });
        let answer = app.guest().post("/api/auth/register", &body).await.expect(201);
        assert_eq!(answer["expiresIn"], "24h");
        assert_eq!(answer["user"]["role"], "customer");
        let rahima = app.user("Rahima_1", answer["token"].as_str().unwrap());
        let me = rahima.get("/api/auth/me").await.expect(200);
        assert_eq!(me["username"], "Rahima_1");
        assert_eq!(me["phone"], "+8801712345678");
        assert_eq!(me["email"], "rahima@example.com");
        assert!(me.get("password").is_none() && !me.to_string().contains("argon2"), "{me}");
    }

    async fn a_name_is_taken_in_any_case(app) {
        app.customer("rahima").await;
        let body = json!({"username": "RAHIMA", "password": PASSWORD});
        app.guest().post("/api/auth/register", &body).await.refused(409, "username_taken");
    }

    async fn a_bad_registration_names_its_fields(app) {
        let rows = app.rows().await;
        let wrong = async |body| app.guest().post("/api/auth/register", &body).await.wrong_fields();
        assert_eq!(wrong(json!({"username": "ab", "password": PASSWORD})).await, ["username"]);
        assert_eq!(wrong(json!({"username": "rahima begum", "password": PASSWORD})).await, ["username"]);
        assert_eq!(wrong(json!({"username": "rahima", "password": "short"})).await, ["password"]);
        assert_eq!(wrong(json!({"username": "rahima", "password": "password123"})).await, ["password"]);
        assert_eq!(
            wrong(json!({"username": "rahima", "password": PASSWORD, "phone": "123", "email": "x"})).await,
            ["phone", "email"]
        );
        assert_eq!(wrong(json!({"username": "rahima", "password": PASSWORD, "role": "admin"})).await, ["role"]);
        assert_eq!(app.rows().await, rows, "a refused registration stores nothing");
    }

    async fn logging_out_makes_the_token_useless(app) {
        let rahima = app.customer("rahima").await;
        let again = json!({"username": "rahima", "password": PASSWORD});
        let other = app.guest().post("/api/auth/login", &again).await.expect(200);
        let other = app.user("rahima", other["token"].as_str().unwrap());
        rahima.push("/api/auth/logout").await.expect(200);
        for path in ["/api/protected", "/api/auth/me", "/api/orders"] {
            rahima.get(path).await.refused(401, "unauthorized");
        }
        rahima.push("/api/auth/logout").await.refused(401, "unauthorized");
        other.get("/api/protected").await.expect(200);
    }

    async fn a_token_ends(app) {
        let rahima = app.customer("rahima").await;
        app.clock.advance(Duration::from_secs(24 * 3600 - 1));
        rahima.get("/api/protected").await.expect(200);
        app.clock.advance(Duration::from_secs(1));
        rahima.get("/api/protected").await.refused(401, "unauthorized");
    }

    async fn a_locked_account_is_out_at_once(app) {
        let rahima = app.customer("rahima").await;
        let admin = app.admin("boss").await;
        let id = rahima.get("/api/auth/me").await.expect(200)["id"].as_str().unwrap().to_owned();
        admin.patch(&format!("/api/admin/users/{id}"), &json!({"disabled": true})).await.expect(200);
        rahima.get("/api/protected").await.refused(401, "unauthorized");
        let body = json!({"username": "rahima", "password": PASSWORD});
        app.guest().post("/api/auth/login", &body).await.refused(401, "wrong_credentials");
    }

    async fn forged_tokens_prove_nothing(app) {
        let rahima = app.customer("rahima").await;
        let token = rahima.token.clone().unwrap();
        let [header, payload, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
        let flipped = |text: &str| {
            let first = if text.starts_with('A') { 'B' } else { 'A' };
            format!("{first}{}", &text[1..])
        };
        let forged = [
            // {"alg":"none"}
            format!("eyJhbGciOiJub25lIn0.{payload}."),
            format!("eyJhbGciOiJub25lIn0.{payload}.{signature}"),
            format!("{header}.{payload}."),
            format!("{header}.{payload}"),
            format!("{header}.{payload}.{}", flipped(signature)),
            format!("{header}.{}.{signature}", flipped(payload)),
            format!("{}.{payload}.{signature}", flipped(header)),
            "x".to_owned(),
            "..".to_owned(),
            "x".repeat(4_000),
        ];
        for token in forged {
            let forger = app.user("forger", &token);
            forger.get("/api/protected").await.refused(401, "unauthorized");
            forger.get("/api/admin/products").await.refused(401, "unauthorized");
            // Where a token is optional, one that proves nothing is none.
            forger.push("/api/carts").await.expect(201);
        }
    }

    async fn another_scheme_is_no_token(app) {
        let rahima = app.customer("rahima").await;
        let basic = format!("Basic {}", rahima.token.unwrap());
        let answer = app.guest().get_with("/api/protected", "authorization", &basic).await;
        answer.refused(401, "unauthorized");
    }
}

/// A token of another shop, signed with another secret, and one signed with ours for a session
/// that this database doesn't know.
async fn foreign_tokens_prove_nothing(engine: Engine) {
    let app = TestApp::new(engine).await;
    for secret in [
        b"another secret, of 32 bytes or more".to_vec(),
        ShopOptions::default().jwt_secret,
    ] {
        let options = ShopOptions {
            jwt_secret: secret,
            ..ShopOptions::default()
        };
        let elsewhere = TestApp::with(engine, options, |_| {}).await;
        // Another user than ours, so that its session's id is another too.
        elsewhere.customer("karima").await;
        let stranger = elsewhere.admin("stranger").await;
        stranger.get("/api/protected").await.expect(200);
        let here = app.user("stranger", &stranger.token.unwrap());
        here.get("/api/protected")
            .await
            .refused(401, "unauthorized");
        here.get("/api/admin/users")
            .await
            .refused(401, "unauthorized");
    }
}

#[tokio::test]
async fn foreign_tokens_prove_nothing_sqlite() {
    Box::pin(foreign_tokens_prove_nothing(Engine::Sqlite)).await;
}

#[tokio::test]
async fn foreign_tokens_prove_nothing_postgres() {
    Box::pin(foreign_tokens_prove_nothing(Engine::Postgres)).await;
}
