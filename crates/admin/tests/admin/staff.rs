//! Staff: adding, roles, locking out, and that nobody does it to themselves.

use axum::http::StatusCode;
use domain::Role;
use store::testing::Engine;

use crate::office::{Caller, Office};

#[tokio::test]
async fn a_new_colleague_logs_in_with_the_password_that_was_shown_once() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let admin = office.browser(Caller::Admin).await;
        let added = admin
            .post("/admin/staff", &[("username", "Jamila"), ("role", "staff")])
            .await;
        assert_eq!(added.status, StatusCode::CREATED);
        let at = added.html().find("class=\"secret\">").unwrap() + "class=\"secret\">".len();
        let password = added.html()[at..].split('<').next().unwrap();
        let signed_in = office.shop.log_in("jamila", password).await.unwrap();
        assert_eq!(signed_in.account.role, Role::Staff);
        let list = admin.get("/admin/staff").await;
        list.assert_has("Jamila");
        list.assert_hasnt(password);
        let log = office.shop.audit_log(Default::default()).await.unwrap();
        let entry = &log.items[0];
        assert_eq!(entry.action, "user.add");
        assert_eq!(entry.subject, "user:Jamila");
        assert_eq!(entry.actor, "staff:rahim");
        assert!(!format!("{entry:?}").contains(password));
    }
}

#[tokio::test]
async fn a_form_that_is_not_right_comes_back_with_what_was_typed() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    for (form, says) in [
        (
            [("username", ""), ("role", "staff")],
            "Please write a username.",
        ),
        ([("username", "a b"), ("role", "staff")], "letters (a to z)"),
        (
            [("username", "Sokina"), ("role", "admin")],
            "This username is taken.",
        ),
        (
            [("username", "jamila"), ("role", "customer")],
            "Please choose staff or admin.",
        ),
    ] {
        let page = admin.post("/admin/staff", &form).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{form:?}");
        page.assert_has(says);
        page.assert_has(&format!("value=\"{}\"", form[0].1));
        page.assert_has("Nothing has been saved");
    }
    assert_eq!(office.shop.list_staff().await.unwrap().len(), 2);
    let bangla = admin.post("/bn/admin/staff", &[("username", "")]).await;
    bangla.assert_has("অনুগ্রহ করে ইউজারনেম লিখুন।");
}

#[tokio::test]
async fn roles_change_and_accounts_close_and_open() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    let sokina = office.browser(Caller::Staff).await;
    let at = format!("/admin/staff/{}", office.user("sokina").await);
    let done = admin
        .post(&format!("{at}/role"), &[("role", "admin")])
        .await;
    assert_eq!(done.location(), "/admin/staff?done=role");
    admin
        .get(done.location())
        .await
        .assert_has("The role was changed.");
    // Another role is found out at the next login.
    assert_eq!(sokina.get("/admin").await.status, StatusCode::SEE_OTHER);
    let sokina = office.browser(Caller::Staff).await;
    assert_eq!(sokina.get("/admin/audit").await.status, StatusCode::OK);

    let done = admin.post(&format!("{at}/disable"), &[]).await;
    admin
        .get(done.location())
        .await
        .assert_has("is logged out everywhere");
    assert_eq!(sokina.get("/admin").await.status, StatusCode::SEE_OTHER);

    admin.post(&format!("{at}/enable"), &[]).await;
    assert!(
        office
            .shop
            .log_in("sokina", "a long password")
            .await
            .is_ok()
    );

    let wrong = admin.post(&format!("{at}/role"), &[("role", "king")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn nobody_changes_their_own_account() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    let own = office.user("rahim").await;
    admin
        .get("/admin/staff")
        .await
        .assert_hasnt(&own.to_string());
    let at = format!("/admin/staff/{own}");
    for (action, form) in [("role", &[("role", "staff")][..]), ("disable", &[])] {
        let refused = admin.post(&format!("{at}/{action}"), form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{action}");
    }
    assert_eq!(admin.get("/admin/staff").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_list_is_sorted_as_the_address_says() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    for (sort, first, direction) in [
        ("", "rahim", "ascending"),
        ("?sort=-name", "sokina", "descending"),
        ("?sort=role", "rahim", "ascending"),
        ("?sort=since", "sokina", "ascending"),
        ("?sort=nonsense", "rahim", "ascending"),
    ] {
        let page = admin.get(&format!("/admin/staff{sort}")).await;
        let place = |name: &str| page.html().find(&format!("<th scope=\"row\">{name}"));
        let second = if first == "rahim" { "sokina" } else { "rahim" };
        assert!(place(first) < place(second), "{sort}");
        page.assert_has(&format!("aria-sort=\"{direction}\""));
    }
}
