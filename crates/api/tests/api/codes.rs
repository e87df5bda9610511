//! One-time codes over the API: a new password, a verified phone.

use std::time::Duration;

use edge::Rate;
use serde_json::json;
use shop::{CodeOptions, ShopOptions};
use store::testing::Engine;

use crate::support::{PASSWORD, TestApp, User, on_both};

const ASK: &str = "/api/auth/password-reset";
const CONFIRM: &str = "/api/auth/password-reset/confirm";
const SEND: &str = "/api/auth/phone/verification";
const VERIFY: &str = "/api/auth/phone/verify";
const NEW: &str = "Jamuna-river-72";

async fn with_phone(app: &TestApp, name: &str) -> User {
    let user = app.customer(name).await;
    let contact = json!({"phone": "01712345678", "password": PASSWORD});
    user.put("/api/auth/me", &contact).await.expect(200);
    user
}

on_both! {
    async fn a_forgotten_password_is_replaced_by_a_code(app) {
        let rahima = with_phone(&app, "rahima").await;
        let guest = app.guest();
        let mut answers = Vec::new();
        for who in ["rahima", "nobody", "01712345678", "০১৮৯৯৯৯৯৯৯৯"] {
            let asked = guest.post(ASK, &json!({"identifier": who, "lang": "en"})).await;
            answers.push(asked.expect(202));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert_eq!(answers[0]["expiresIn"], "10m");
        app.codes().await;
        guest.post(ASK, &json!({"identifier": "rahima"})).await.expect(202);
        let code = app.codes().await.remove(0);
        let confirm = |who: &str, code: &str, password: &str| {
            json!({"identifier": who, "code": code, "new_password": password})
        };
        for who in ["nobody", "01899999999"] {
            guest.post(CONFIRM, &confirm(who, &code, NEW)).await.refused(400, "wrong_code");
        }
        let common = guest.post(CONFIRM, &confirm("rahima", &code, "password")).await;
        assert_eq!(common.refused(400, "invalid_input")["errors"][0]["field"], "new_password");
        guest.post(CONFIRM, &confirm("rahima", &code, NEW)).await.expect(200);
        rahima.get("/api/auth/me").await.refused(401, "unauthorized");
        guest.post(CONFIRM, &confirm("rahima", &code, NEW)).await.refused(400, "wrong_code");
        let log_in = json!({"username": "rahima", "password": NEW});
        let session = guest.post("/api/auth/login", &log_in).await.expect(200);
        assert_eq!(session["user"]["phone_verified"], true);
    }

    async fn a_phone_is_verified_by_a_code(app) {
        let rahima = with_phone(&app, "rahima").await;
        assert_eq!(rahima.get("/api/auth/me").await.expect(200)["phone_verified"], false);
        rahima.post(SEND, &json!({"lang": "bn"})).await.expect(202);
        let code = app.codes().await.remove(0);
        rahima.post(VERIFY, &json!({"code": "12"})).await.refused(400, "invalid_input");
        app.customer("other").await.post(VERIFY, &json!({"code": code})).await.refused(400, "wrong_code");
        let account = rahima.post(VERIFY, &json!({"code": code})).await.expect(200);
        assert_eq!(account["phone_verified"], true);
        assert_eq!(rahima.get("/api/auth/me").await.expect(200)["phone_verified"], true);
        rahima.post(SEND, &json!({})).await.refused(409, "phone_verified");
        let none = app.customer("no_phone").await.post(SEND, &json!({})).await;
        assert_eq!(none.refused(400, "invalid_input")["errors"][0]["field"], "phone");
        // Another number takes the password, and is not verified.
        let path = "/api/auth/me";
        let moved = |password: Option<&str>| json!({"phone": "01812345678", "password": password});
        for (password, code) in [(None, "required"), (Some("not the one"), "wrong")] {
            let refused = rahima.put(path, &moved(password)).await.refused(400, "invalid_input");
            assert_eq!(refused["errors"][0]["field"], "password");
            assert_eq!(refused["errors"][0]["code"], code);
        }
        let account = rahima.put(path, &moved(Some(PASSWORD))).await.expect(200);
        assert_eq!((&account["phone"], &account["phone_verified"]), (&json!("+8801812345678"), &json!(false)));
    }
}

#[tokio::test]
async fn tries_are_counted_per_address() {
    let app = TestApp::with(Engine::Sqlite, ShopOptions::default(), |options| {
        options.login_limit = Some(Rate {
            count: 5,
            window: Duration::from_secs(900),
        });
    })
    .await;
    let guest = app.guest();
    for _ in 0..5 {
        let asked = guest.post(ASK, &json!({"identifier": "rahima"})).await;
        asked.expect(202);
    }
    let sixth = guest.post(ASK, &json!({"identifier": "rahima"})).await;
    sixth.refused(429, "too_many_attempts");
    let guess = json!({"identifier": "rahima", "code": "000000", "new_password": NEW});
    for _ in 0..5 {
        guest.post(CONFIRM, &guess).await.refused(400, "wrong_code");
    }
    let sixth = guest.post(CONFIRM, &guess).await;
    sixth.refused(429, "too_many_attempts");
    // All that one address may try, whatever it tries.
    let mut taken = 0;
    for number in 0..30 {
        let body = json!({"identifier": format!("user_{number}")});
        taken += u32::from(guest.post(ASK, &body).await.status == 202);
    }
    assert_eq!(
        taken, 20,
        "of 30, what was asked and guessed before counted in"
    );
}

#[tokio::test]
async fn without_a_gateway_it_says_so() {
    let options = ShopOptions {
        codes: CodeOptions {
            sent: false,
            ..CodeOptions::default()
        },
        ..ShopOptions::default()
    };
    let app = TestApp::with(Engine::Sqlite, options, |_| {}).await;
    let rahima = with_phone(&app, "rahima").await;
    let asked = app
        .guest()
        .post(ASK, &json!({"identifier": "rahima"}))
        .await;
    asked.refused(503, "messages_unavailable");
    let asked = rahima.post(SEND, &json!({})).await;
    asked.refused(503, "messages_unavailable");
}
