//! Products side by side, and what was seen recently.

use store::testing::Engine;

use crate::site::Site;

#[tokio::test]
async fn products_stand_side_by_side() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let page = visitor
        .get("/compare?p=korotoa-kx-55&p=dhoni-buds&p=nowhere&p=dhoni-buds")
        .await;
    assert_eq!(
        page.html().matches("<th scope=\"col\">").count(),
        2,
        "each once"
    );
    page.assert_has("Screen size");
    page.assert_has("6.7 in");
    page.assert_has("Not stated");
    page.assert_has("href=\"/compare?p=dhoni-buds\"");
    assert_eq!(page.header("cache-control"), "public, max-age=1");
    let page = visitor
        .get("/bn/compare?p=korotoa-kx-55&p=dhoni-buds")
        .await;
    page.assert_has("৳২৩,৯৯০");
}

#[tokio::test]
async fn four_fit() {
    let site = Site::open(Engine::Sqlite).await;
    for n in 0..5 {
        site.add(serde_json::json!({
            "slug": format!("cable-{n}"), "title": format!("Cable {n}"), "brand": "Tar",
            "category": "audio", "status": "active",
            "variants": [{"sku": format!("CABLE-{n}"), "price_paisa": 10_000 + n, "opening_stock": 1}],
        }))
        .await;
    }
    let mut visitor = site.visitor();
    let five = visitor
        .get("/compare?p=cable-0&p=cable-1&p=cable-2&p=cable-3&p=cable-4")
        .await;
    assert_eq!(five.html().matches("<th scope=\"col\">").count(), 4);
    five.assert_has("Four products fit");
    let one = visitor.get("/compare?p=cable-0").await;
    one.assert_has("Add one more");
    one.assert_has("href=\"/compare?p=cable-0&#38;p=");
    // Ticking on a list leads here without a script.
    let list = visitor.get("/categories/audio").await;
    list.assert_has("<input type=\"checkbox\" name=\"p\" value=\"cable-0\" form=\"compare\">");
    list.assert_has(
        "<form id=\"compare\" class=\"compare-bar\" action=\"/compare\" method=\"get\">",
    );
}

#[tokio::test]
async fn what_was_seen_is_a_fragment_for_everyone() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let cards = visitor
        .get("/bn/recent?p=dhoni-buds&p=gone&p=batash-ceiling-fan")
        .await;
    assert_eq!(cards.html().matches("<li class=\"card\">").count(), 2);
    cards.assert_hasnt("<html");
    cards.assert_has("ধ্বনি বাডস");
    assert_eq!(cards.header("cache-control"), "public, max-age=1");
    assert_eq!(cards.header("set-cookie"), "");
    let many = "p=dhoni-buds&".repeat(40);
    let cards = visitor.get(&format!("/recent?{many}")).await;
    assert_eq!(cards.html().matches("<li class=\"card\">").count(), 8);
}
