//! Who is blocked, and letting them in again.

use store::testing::Engine;

use crate::office::{Caller, Office};

#[tokio::test]
async fn staff_see_who_is_blocked_and_let_them_in() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        staff
            .get("/admin/blocks")
            .await
            .assert_has("Nobody is blocked.");
        let block = office.block().await;
        let page = staff.get("/admin/blocks").await;
        page.assert_has("1 client");
        page.assert_has("<th scope=\"row\">0.0.0.0</th><td>API</td>");
        page.assert_has("Too many requests (1 time)");
        page.assert_has("aria-label=\"Let 0.0.0.0 in\"");
        let bangla = staff.get("/bn/admin/blocks").await;
        bangla.assert_has("অতিরিক্ত অনুরোধ (১ বার)");
        let lift = format!("/admin/blocks/{block}/lift");
        bangla.assert_has(&format!("action=\"/bn{lift}\""));

        let lifted = staff.post(&lift, &[]).await;
        assert_eq!(lifted.status, 303);
        assert_eq!(lifted.location(), "/admin/blocks?done=lifted");
        let page = staff.get(lifted.location()).await;
        page.assert_has("They are let in again and start clean.");
        page.assert_has("Nobody is blocked.");
        let again = staff.post(&lift, &[]).await;
        assert_eq!(again.location(), "/admin/blocks?done=gone");
        let log = office
            .shop
            .audit_log(shop::PageRequest {
                page: 1,
                per_page: 10,
            })
            .await;
        let entries = log.unwrap().items;
        let lifts = entries.iter().filter(|entry| entry.action == "block.lift");
        let subjects: Vec<&str> = lifts.map(|entry| entry.subject.as_str()).collect();
        assert_eq!(subjects, ["block:0.0.0.0"]);
    }
}

#[tokio::test]
async fn a_block_ends_by_itself() {
    let office = Office::open(Engine::Sqlite).await;
    office.block().await;
    let staff = office.browser(Caller::Staff).await;
    staff.get("/admin/blocks").await.assert_has("0.0.0.0");
    office.clock.advance(std::time::Duration::from_secs(60));
    staff.get("/admin/blocks").await.assert_hasnt("0.0.0.0");
}
