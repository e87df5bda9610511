//! Named roles: making and giving them, and what their people see then.

use axum::http::StatusCode;
use domain::{OrderStatus, Permission, Permissions};
use store::testing::Engine;

use crate::office::{Caller, Office};

#[tokio::test]
async fn a_role_is_made_changed_given_and_removed() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let admin = office.browser(Caller::Admin).await;
        admin
            .get("/bn/admin/roles")
            .await
            .assert_has("এখনও কোনো ভূমিকা নেই");
        let packer = [
            ("name", "Packer"),
            ("permissions", "orders"),
            ("permissions", "stock"),
        ];
        let added = admin.post("/bn/admin/roles", &packer).await;
        assert_eq!(added.location(), "/bn/admin/roles?done=added");
        let page = admin.get("/bn/admin/roles?done=added").await;
        page.assert_has("ভূমিকা যোগ হয়েছে");
        page.assert_has("<span>স্টক, অর্ডার</span>");
        let role = &office.shop.staff_roles().await.unwrap()[0];
        let at = format!("/admin/roles/{}", role.id);

        let change = [
            ("name", "Seller"),
            ("permissions", "orders"),
            ("revision", "1"),
        ];
        assert_eq!(
            admin.post(&at, &change).await.location(),
            "/admin/roles?done=saved"
        );
        let stale = admin.post(&at, &packer).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        stale.assert_has("Saved now: Seller (Orders)");
        stale.assert_has("value=\"Packer\"");
        stale.assert_has("name=\"revision\" value=\"2\"");

        let user = office.user("sokina").await;
        let id = role.id.to_string();
        let give = format!("/admin/staff/{user}/named-role");
        let given = admin.post(&give, &[("staff_role", id.as_str())]).await;
        assert_eq!(given.location(), "/admin/staff?done=role");
        admin
            .get("/admin/staff")
            .await
            .assert_has("<small>Seller</small>");
        let kept = admin.post(&format!("{at}/remove"), &[]).await;
        assert_eq!(kept.status, StatusCode::CONFLICT);
        kept.assert_has("Somebody has this role");
        let unknown = admin.post(&give, &[("staff_role", "everything")]).await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
        admin.post(&give, &[("staff_role", "")]).await;
        let removed = admin.post(&format!("{at}/remove"), &[]).await;
        assert_eq!(removed.location(), "/admin/roles?done=removed");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_role_is_said_and_what_was_typed_is_kept() {
    let office = Office::open(Engine::Sqlite).await;
    office.role("Packer", Permissions::NONE).await;
    let admin = office.browser(Caller::Admin).await;
    for (name, permission, status, words) in [
        ("", "orders", StatusCode::BAD_REQUEST, "Please write a name"),
        (
            "Fine",
            "everything",
            StatusCode::BAD_REQUEST,
            "Please tick them again",
        ),
        (
            "packer",
            "orders",
            StatusCode::CONFLICT,
            "Another role has this name",
        ),
    ] {
        let form = [
            ("name", name),
            ("permissions", permission),
            ("permissions", "money"),
        ];
        let page = admin.post("/admin/roles", &form).await;
        assert_eq!(page.status, status, "{name}");
        page.assert_has(words);
        page.assert_has("value=\"money\" aria-describedby=\"new-money\" checked");
    }
}

#[tokio::test]
async fn a_new_colleague_has_their_role_before_they_can_log_in() {
    let office = Office::open(Engine::Sqlite).await;
    let role = office.role("Packer", Permissions::NONE).await.to_string();
    let admin = office.browser(Caller::Admin).await;
    let form = [
        ("username", "moni"),
        ("role", "staff"),
        ("staff_role", role.as_str()),
    ];
    let added = admin.post("/admin/staff", &form).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let people = office.shop.list_staff().await.unwrap();
    let moni = people
        .iter()
        .find(|account| account.username == "moni")
        .unwrap();
    assert_eq!(moni.staff_role.map(|id| id.to_string()), Some(role.clone()));
    let form = [
        ("username", "moyna"),
        ("role", "admin"),
        ("staff_role", role.as_str()),
    ];
    let refused = admin.post("/admin/staff", &form).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    refused.assert_has("Only staff have a named role");
}

#[tokio::test]
async fn people_see_what_is_open_to_them_and_learn_what_is_not() {
    let office = Office::open(Engine::Sqlite).await;
    let number = office.order(OrderStatus::Delivered).await;
    office.order(OrderStatus::Pending).await;
    let packer = office
        .browser_who_may(Permissions::of(&[Permission::Orders]))
        .await;
    let home = packer.get("/admin").await;
    home.assert_has("href=\"/admin/orders\"");
    for closed in [
        "/admin/products",
        "/admin/coupons",
        "/admin/audit",
        "/admin/staff",
        "/admin/roles",
    ] {
        home.assert_hasnt(&format!("href=\"{closed}\""));
    }
    home.assert_has("id=\"confirm\"");
    home.assert_hasnt("id=\"today\"");
    home.assert_hasnt("id=\"low\"");
    home.assert_hasnt("id=\"fortnight\"");
    let nobody = office.browser_who_may(Permissions::NONE).await;
    let home = nobody.get("/bn/admin").await;
    home.assert_has("আপনার ভূমিকায় কোনো হিসাব দেখা যায় না");
    home.assert_hasnt("id=\"confirm\"");

    // The same order, with and without the money.
    let at = format!("/admin/orders/{number}");
    packer.get(&at).await.assert_hasnt(&format!("{at}/payout"));
    let both = Permissions::of(&[Permission::Orders, Permission::Money]);
    let cashier = office.browser_who_may(both).await;
    cashier.get(&at).await.assert_has(&format!("{at}/payout"));
    let refused = packer
        .post(&format!("{at}/payout"), &[("charge", "60")])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.assert_has("<strong>Money</strong>");
    refused.assert_has("Your role lacks the permission");
    packer
        .get("/bn/admin/audit")
        .await
        .assert_has("<strong>কার্যবিবরণী</strong>");
}
