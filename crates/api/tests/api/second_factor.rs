//! Logging in with a second factor, and what is closed to staff without one.

use std::time::Duration;

use edge::Rate;
use serde_json::json;
use shop::{SecondFactor, Shop, ShopOptions};
use store::testing::Engine;

use crate::support::{PASSWORD, TestApp, on_both};
use crate::totp;

/// Gives `sokina` of the staff a second factor: its secret.
async fn enrol(app: &TestApp) -> String {
    let shop: &Shop = &app.shop;
    let signed_in = shop.log_in("sokina", PASSWORD).await.unwrap();
    let who = shop
        .authenticate_setting_up(&signed_in.token)
        .await
        .unwrap();
    shop.begin_second_factor(&who, PASSWORD).await.unwrap();
    let SecondFactor::Begun { secret, .. } = shop.second_factor(&who).await.unwrap() else {
        panic!("not begun");
    };
    let code = totp::code(&secret, shop.ambient().now());
    shop.confirm_second_factor(&who, &code).await.unwrap();
    app.clock.advance(Duration::from_secs(30));
    secret
}

on_both! {
    async fn a_login_takes_the_code(app) {
        app.staff("sokina").await;
        let secret = enrol(&app).await;
        let log_in = async |password: &str, code: Option<&str>| {
            let mut body = json!({"username": "sokina", "password": password});
            if let Some(code) = code {
                body["code"] = code.into();
            }
            app.guest().post("/api/auth/login", &body).await
        };
        log_in(PASSWORD, None).await.refused(401, "second_factor_required");
        log_in(PASSWORD, Some("000000")).await.refused(401, "second_factor_wrong");
        let code = totp::code(&secret, app.shop.ambient().now());
        // Whoever lacks the password learns nothing of it.
        log_in("not the password", Some(&code)).await.refused(401, "wrong_credentials");
        let answer = log_in(PASSWORD, Some(&code)).await.expect(200);
        let sokina = app.user("sokina", answer["token"].as_str().unwrap());
        sokina.get("/api/admin/orders").await.expect(200);
        log_in(PASSWORD, Some(&code)).await.refused(401, "second_factor_wrong");
    }

    async fn logging_out_everywhere_ends_every_session(app) {
        let rahima = app.customer("rahima").await;
        let karim = app.customer("karim").await;
        let body = json!({"username": "rahima", "password": PASSWORD});
        let other = app.guest().post("/api/auth/login", &body).await.expect(200);
        let other = app.user("rahima", other["token"].as_str().unwrap());
        rahima.push("/api/auth/logout-everywhere").await.expect(200);
        for user in [&rahima, &other] {
            user.get("/api/auth/me").await.refused(401, "unauthorized");
        }
        karim.get("/api/auth/me").await.expect(200);
    }
}

#[tokio::test]
async fn codes_can_not_be_guessed_from_many_addresses() {
    let app = TestApp::with(Engine::Sqlite, ShopOptions::default(), |options| {
        options.login_limit = Some(Rate {
            count: 5,
            window: Duration::from_secs(900),
        });
        options.trusted_proxies = vec!["0.0.0.0/0".parse().unwrap()];
    })
    .await;
    app.staff("sokina").await;
    enrol(&app).await;
    let body = json!({"username": "sokina", "password": PASSWORD, "code": "000000"});
    for n in 0..5 {
        let from = format!("203.0.113.{n}");
        let answer = app.guest().post_from(&from, "/api/auth/login", &body).await;
        answer.refused(401, "second_factor_wrong");
    }
    let answer = app
        .guest()
        .post_from("203.0.113.99", "/api/auth/login", &body)
        .await;
    answer.refused(429, "too_many_attempts");
}

#[tokio::test]
async fn where_it_is_required_staff_without_one_are_refused() {
    let options = ShopOptions {
        second_factor_required: true,
        ..ShopOptions::default()
    };
    let app = TestApp::with(Engine::Sqlite, options, |_| {}).await;
    let sokina = app.staff("sokina").await;
    for path in ["/api/admin/orders", "/api/auth/me", "/api/protected"] {
        sokina.get(path).await.refused(403, "second_factor_missing");
    }
    enrol(&app).await;
    sokina
        .get("/api/admin/orders")
        .await
        .refused(401, "unauthorized");
    let rahima = app.customer("rahima").await;
    rahima.get("/api/auth/me").await.expect(200);
}
