//! The second factor on pages: setting it up, recovery codes, turning it off, a colleague's reset.

use std::time::Duration;

use axum::http::StatusCode;
use shop::{LogIn, LogInError, ShopOptions};
use store::testing::Engine;

use crate::office::{Browser, Caller, Office, PASSWORD, Page};
use crate::totp;

fn secrets(page: &Page) -> Vec<String> {
    let mut parts = page.html().split("class=\"secret\">");
    parts.next();
    parts
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}

fn code(office: &Office, secret: &str) -> String {
    totp::code(secret, office.shop.ambient().now())
}

/// Sets it up: the secret and the recovery codes.
async fn enrol(office: &Office, browser: &Browser) -> (String, Vec<String>) {
    let form = [("password", PASSWORD)];
    let begun = browser.post("/admin/security/begin", &form).await;
    assert_eq!(begun.location(), "/admin/security");
    let page = browser.get("/admin/security").await;
    let secret = secrets(&page).remove(0);
    let code = code(office, &secret);
    let on = browser
        .post("/admin/security/confirm", &[("code", &code)])
        .await;
    assert_eq!(on.status, StatusCode::OK, "{}", on.html());
    (secret, secrets(&on))
}

#[tokio::test]
async fn it_is_set_up_by_a_picture_and_a_code() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        let page = staff.get("/admin/security").await;
        page.assert_has("Set up");
        let wrong = [("password", "not the password")];
        let refused = staff.post("/bn/admin/security/begin", &wrong).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        refused.assert_has("পাসওয়ার্ড ঠিক নেই।");
        refused.assert_hasnt("not the password");

        let begun = staff
            .post("/admin/security/begin", &[("password", PASSWORD)])
            .await;
        assert_eq!(begun.location(), "/admin/security");
        let page = staff.get("/admin/security").await;
        page.assert_has("<svg class=\"qr\" role=\"img\"");
        page.assert_hasnt("style=");
        assert!(page.header("cache-control").contains("no-store"));
        let secret = secrets(&page).remove(0);
        assert_eq!(secret.len(), 32 + 7, "four letters at a time: {secret}");
        let refused = staff
            .post("/admin/security/confirm", &[("code", "000000")])
            .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        refused.assert_has("The code is not right");
        let right = code(&office, &secret);
        let on = staff
            .post("/admin/security/confirm", &[("code", &right)])
            .await;
        assert_eq!(secrets(&on).len(), 10);
        let page = staff.get("/bn/admin/security").await;
        page.assert_has("রিকভারি কোড বাকি: ১০টি");
        page.assert_hasnt(&secret);
        let asked = office.shop.log_in("sokina", PASSWORD).await;
        assert!(matches!(
            asked,
            Err(LogInError::SecondFactorRequired { .. })
        ));
    }
}

#[tokio::test]
async fn codes_are_renewed_and_it_is_turned_off_with_password_and_code() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let (secret, old) = enrol(&office, &staff).await;
    office.clock.advance(Duration::from_secs(30));
    let right = code(&office, &secret);
    let change = async |password: &str, code: &str, action: &str| {
        let form = [("password", password), ("code", code), ("action", action)];
        staff.post("/admin/security/change", &form).await
    };
    let refused = change("not the password", &right, "off").await;
    refused.assert_has("The password is not right");
    let refused = change(PASSWORD, "000000", "off").await;
    refused.assert_has("The code is not right");
    let new = secrets(&change(PASSWORD, &right, "codes").await);
    assert_eq!(new.len(), 10);
    assert_eq!(change(PASSWORD, &old[0], "off").await.status, 400);
    let off = change(PASSWORD, &new[0], "off").await;
    assert_eq!(off.location(), "/admin/security?done=off");
    staff
        .get(off.location())
        .await
        .assert_has("The second step is off.");
    assert!(office.shop.log_in("sokina", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn an_admin_sees_who_has_one_and_resets_it() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    enrol(&office, &staff).await;
    let sokina = office.user("sokina").await;
    let admin = office.browser(Caller::Admin).await;
    let path = format!("/admin/staff/{sokina}/second-factor");
    admin.get("/admin/staff").await.assert_has(&path);
    assert_eq!(staff.post(&path, &[]).await.status, StatusCode::FORBIDDEN);
    let reset = admin.post(&path, &[]).await;
    assert_eq!(reset.location(), "/admin/staff?done=reset");
    let list = admin.get(reset.location()).await;
    list.assert_has("logged out everywhere");
    list.assert_hasnt(&path);
    let out = staff.get("/admin").await;
    assert!(out.location().contains("/login"), "{}", out.location());
    assert!(office.shop.log_in("sokina", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn where_it_is_required_there_is_one_page_until_it_is_on() {
    let options = ShopOptions {
        second_factor_required: true,
        ..ShopOptions::default()
    };
    let office = Office::with(Engine::Sqlite, options).await;
    let admin = office.browser(Caller::Admin).await;
    for path in [
        "/admin",
        "/admin/orders",
        "/admin/staff",
        "/admin/no-such-page",
    ] {
        let sent = admin.get(path).await;
        assert_eq!(sent.location(), "/admin/security", "{path}");
        let sent = admin.get(&format!("/bn{path}")).await;
        assert_eq!(sent.location(), "/bn/admin/security", "{path}");
    }
    let form = [("username", "jamila"), ("role", "admin")];
    let sent = admin.post("/admin/staff", &form).await;
    assert_eq!(sent.location(), "/admin/security");
    assert_eq!(office.shop.list_staff().await.unwrap().len(), 2);
    let change = admin.post("/admin/security/change", &[]).await;
    assert_eq!(change.location(), "/admin/security");
    admin
        .get("/admin/security")
        .await
        .assert_has("asks everybody who works here");
    let (secret, _) = enrol(&office, &admin).await;
    assert_eq!(admin.get("/admin").await.status, StatusCode::OK);
    office.clock.advance(Duration::from_secs(30));
    let again = LogIn {
        username: "rahim",
        password: PASSWORD,
        code: Some(&code(&office, &secret)),
        user_agent: None,
    };
    assert!(office.shop.log_in_with(again).await.is_ok());
    let customer = office.browser(Caller::Customer).await;
    let closed = customer.get("/admin/security").await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
}
