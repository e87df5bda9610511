//! Settings: what the process was given is shown, in words that say where it came from.

use store::testing::Engine;

use crate::office::{Caller, Office};

#[tokio::test]
async fn what_is_in_force_is_shown_with_its_origin() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    let page = admin.get("/admin/settings").await;
    for text in [
        "DHAKACART_LOG",
        "info",
        "default",
        "Delivery charges",
        "৳70",
    ] {
        page.assert_has(text);
    }
    admin.get("/bn/admin/settings").await.assert_has("৳৭০");
}
