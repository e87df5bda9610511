//! The audit log: what is in it, and that its pages follow each other.

use domain::Role;
use shop::UserChange;
use store::testing::Engine;

use crate::office::{Caller, Office};

#[tokio::test]
async fn changes_are_shown_newest_first_page_by_page() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let (by, sokina) = (office.admin().await, office.user("sokina").await);
        for at in 0..51 {
            let role = if at % 2 == 0 {
                Role::Admin
            } else {
                Role::Staff
            };
            let change = UserChange {
                role: Some(role),
                ..UserChange::default()
            };
            office.shop.change_user(&by, sokina, change).await.unwrap();
        }
        let admin = office.browser(Caller::Admin).await;
        let first = admin.get("/admin/audit?action=user.change").await;
        first.assert_has("51 entries");
        first.assert_has("user:sokina");
        first.assert_has("page=2");
        let rows = |html: &str| html.matches("<code>user.change</code>").count();
        assert_eq!(rows(first.html()), 50);
        assert_eq!(
            rows(
                admin
                    .get("/bn/admin/audit?action=user.change&page=২")
                    .await
                    .html()
            ),
            1
        );
    }
}

#[tokio::test]
async fn a_change_is_found_by_what_it_says_and_shown_field_by_field() {
    let office = Office::open(Engine::Sqlite).await;
    let (by, sokina) = (office.admin().await, office.user("sokina").await);
    let change = UserChange {
        role: Some(Role::Admin),
        ..UserChange::default()
    };
    office.shop.change_user(&by, sokina, change).await.unwrap();
    let admin = office.browser(Caller::Admin).await;
    for fits in [
        "?action=user.change",
        "?q=SOKINA&action=user.c",
        "?actor=rahim&action=user",
        "?from=2026-11-23&to=2026-11-23&action=user.c",
        "?from=nonsense&page=nonsense&action=user.c",
    ] {
        let page = admin.get(&format!("/admin/audit{fits}")).await;
        page.assert_has("1 entry");
        page.assert_has("<code>role</code> <del><span class=\"unseen\">Before: </span>staff</del>");
        page.assert_hasnt("<code>disabled</code>");
    }
    for other in [
        "?q=karim",
        "?action=product",
        "?to=2026-11-22",
        "?from=2026-11-24",
    ] {
        let page = admin.get(&format!("/admin/audit{other}")).await;
        page.assert_has("No change fits");
    }
}

#[tokio::test]
async fn what_staff_do_with_their_accounts_is_in_the_log_and_its_end_can_be_kept() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    office.browser(Caller::Customer).await;
    let page = admin.get("/admin/audit").await;
    page.assert_has("<code>session.open</code>");
    page.assert_has("staff:rahim");
    page.assert_hasnt("karim");
    let head = office.shop.audit_head().await.unwrap();
    page.assert_has(&format!("<code class=\"long\">{head}</code>"));
}
