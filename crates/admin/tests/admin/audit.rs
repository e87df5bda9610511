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
        let first = admin.get("/admin/audit").await;
        first.assert_has("51 entries");
        first.assert_has("user:sokina");
        first.assert_has("page=2");
        let rows = |html: &str| html.matches("user.change").count();
        assert_eq!(rows(first.html()), 50);
        assert_eq!(rows(admin.get("/bn/admin/audit?page=২").await.html()), 1);
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
        "",
        "?q=SOKINA",
        "?actor=rahim&action=user",
        "?from=2026-11-23&to=2026-11-23",
        "?from=nonsense&page=nonsense",
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
