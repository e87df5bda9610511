//! Customers: found in every spelling, shown with their orders, switched off and on.

use axum::http::StatusCode;
use domain::OrderStatus;
use shop::Registration;
use store::testing::Engine;

use crate::office::{Caller, Office};

async fn register(office: &Office, name: &str, phone: &str, email: &str) {
    let registration = Registration {
        username: name.into(),
        password: "a long password".into(),
        phone: Some(phone.into()),
        email: Some(email.into()),
    };
    office.shop.register(registration).await.unwrap();
}

#[tokio::test]
async fn customers_are_found_by_name_phone_and_mail() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        register(&office, "Jamila", "01812345678", "jamila@example.com").await;
        let admin = office.browser(Caller::Admin).await;
        let all = admin.get("/admin/customers").await;
        for said in [
            "2 customers",
            "karim",
            "Jamila",
            "+8801812345678",
            "23 November 2026",
        ] {
            all.assert_has(said);
        }
        // Who runs the shop is on a page of their own; here they log in and nothing else.
        all.assert_hasnt(&office.user("sokina").await.to_string());
        for q in [
            "jami",
            "JAMILA",
            "jamila%40exam",
            "01812-345678",
            "0181234",
            "%E0%A7%A6%E0%A7%A7%E0%A7%AE%E0%A7%A7%E0%A7%A8",
            "%E0%A7%A6%E0%A7%A7%E0%A7%AE%E0%A7%A7%E0%A7%A8-%E0%A7%A9%E0%A7%AA%E0%A7%AB%E0%A7%AC%E0%A7%AD%E0%A7%AE",
        ] {
            let found = admin.get(&format!("/admin/customers?q={q}")).await;
            found.assert_has("1 customer<");
            found.assert_has(">Jamila</a>");
        }
        let none = admin.get("/admin/customers?q=sokina").await;
        none.assert_has("No customer is like that.");
        none.assert_has("value=\"sokina\"");
        let bangla = admin.get("/bn/admin/customers").await;
        bangla.assert_has("২ জন ক্রেতা");
    }
}

#[tokio::test]
async fn a_customer_is_shown_with_their_orders() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let admin = office.browser(Caller::Admin).await;
        let at = format!("/admin/customers/{}", office.user("karim").await);
        let empty = admin.get(&at).await;
        empty.assert_has("They have not ordered anything yet.");
        let by = shop::Caller::User(office.identity("karim").await);
        let own = office.order_by(&by, OrderStatus::Delivered).await;
        let other = office.order(OrderStatus::Pending).await;
        let page = admin.get(&at).await;
        page.assert_has("1 order<");
        page.assert_has(&format!("href=\"/admin/orders/{own}\""));
        page.assert_has("Delivered");
        page.assert_hasnt(other.as_str());
        page.assert_has("href=\"/admin/audit?q=user%3Akarim\"");
        let bangla = admin.get(&format!("/bn{at}")).await;
        bangla.assert_has(&format!("href=\"/bn/admin/orders/{own}\""));
    }
}

#[tokio::test]
async fn an_account_is_switched_off_and_on_again() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    let karim = office.user("karim").await;
    let at = format!("/admin/customers/{karim}");
    let done = admin.post(&format!("{at}/disable"), &[]).await;
    assert_eq!(done.location(), format!("{at}?done=disabled"));
    let page = admin.get(done.location()).await;
    page.assert_has("is logged out everywhere.");
    page.assert_has("Switch on again");
    assert!(
        office
            .shop
            .log_in("karim", "a long password")
            .await
            .is_err()
    );
    admin
        .get("/admin/customers")
        .await
        .assert_has("Switched off");

    let done = admin.post(&format!("{at}/enable"), &[]).await;
    assert_eq!(done.location(), format!("{at}?done=enabled"));
    let page = admin.get(done.location()).await;
    page.assert_has("switched on again.");
    assert!(office.shop.log_in("karim", "a long password").await.is_ok());
    let log = office.shop.audit_log(Default::default()).await.unwrap();
    let seen: Vec<_> = log
        .items
        .iter()
        .take(2)
        .map(|e| (e.action.as_str(), e.subject.as_str()))
        .collect();
    assert_eq!(seen, [("user.change", "user:karim"); 2]);
}

#[tokio::test]
async fn staff_are_not_customers() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    for name in ["sokina", "rahim"] {
        let at = format!("/admin/customers/{}", office.user(name).await);
        assert_eq!(admin.get(&at).await.status, StatusCode::NOT_FOUND);
        for verb in ["disable", "enable"] {
            let page = admin.post(&format!("{at}/{verb}"), &[]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}: {verb}");
        }
        assert!(office.shop.log_in(name, "a long password").await.is_ok());
    }
}

#[tokio::test]
async fn only_admins_are_led_to_who_wrote_a_review() {
    let office = Office::open(Engine::Sqlite).await;
    let review = office.review(4, "Works as it should.").await;
    let way = format!("/admin/customers/{}", review.user);
    for (caller, led) in [(Caller::Admin, true), (Caller::Staff, false)] {
        let page = office.browser(caller).await.get("/admin/reviews").await;
        assert_eq!(page.html().contains(&way), led, "{caller:?}");
    }
}
