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
