//! Orders that aren't placed, and how the shopper gets on from there.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::browsing::assert_whole;
use crate::buying::{filled, place, to_total};
use crate::site::Site;

#[tokio::test]
async fn another_price_is_shown_before_anything_is_ordered() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("BUDS-1", "2").await;
        let total = to_total(&mut visitor, "").await;
        site.reprice("BUDS-1", 2_000).await;
        let refused = place(&mut visitor, &total).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        refused.assert_has("The total is now ৳4,070");
        refused.assert_has("Nothing has been ordered yet");
        refused.assert_has("New total");
        refused.assert_has("value=\"House 7, Road 4\"");
        assert_eq!(site.orders().await, 0);
        assert_ne!(
            refused.field("key"),
            total.field("key"),
            "the old key stands for the old total"
        );
        let placed = place(&mut visitor, &refused).await;
        assert!(
            placed.location().starts_with("/orders/"),
            "{}",
            placed.html()
        );
        assert_eq!(site.orders().await, 1);
    }
}

#[tokio::test]
async fn another_district_costs_something_else() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "").await;
    let mut hidden = Vec::new();
    let mut form = filled(&total, "place", &mut hidden);
    form.retain(|(name, _)| *name != "district");
    form.push(("district", "sylhet"));
    let refused = visitor.post("/checkout", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.assert_has("The total is now ৳1,629.50");
    refused.assert_has("<option value=\"sylhet\" selected>");
    refused.assert_has("<option value=\"Zindabazar\">");
    assert_eq!(site.orders().await, 0);
}

#[tokio::test]
async fn too_few_leads_back_to_the_cart() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("KX55-BLK-256", "3").await;
        let total = to_total(&mut visitor, "").await;
        // The hold runs out and somebody else is faster.
        site.clock.advance(std::time::Duration::from_secs(3600));
        site.shop.release_expired_holds().await.unwrap();
        site.count("KX55-BLK-256", 2).await;
        let refused = place(&mut visitor, &total).await;
        assert_eq!(refused.location(), "/cart?notice=shortage");
        let cart = visitor.follow(&refused).await;
        cart.assert_has("Nothing has been ordered");
        cart.assert_has("Only 2 available");
        assert_eq!(
            (site.orders().await, site.stock("KX55-BLK-256").await),
            (0, (2, 0))
        );
        // Nor can the checkout be entered, by either way.
        let start = visitor.post("/checkout", &[("action", "start")]).await;
        assert_eq!(start.location(), "/cart?notice=shortage");
        assert_eq!(
            visitor.get("/checkout").await.location(),
            "/cart?notice=shortage"
        );
        let fewer = visitor
            .post("/cart/items/KX55-BLK-256", &[("quantity", "2")])
            .await;
        visitor.follow(&fewer).await.assert_hasnt("available");
        let total = to_total(&mut visitor, "").await;
        assert!(
            place(&mut visitor, &total)
                .await
                .location()
                .starts_with("/orders/")
        );
    }
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "/bn").await;
    let mut hidden = Vec::new();
    let mut form = filled(&total, "place", &mut hidden);
    form.retain(|(name, _)| !["name", "phone", "district"].contains(name));
    form.extend([("name", ""), ("phone", "12345"), ("district", "atlantis")]);
    let page = visitor.post("/bn/checkout", &form).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_whole(&page, "bn", "/bn/checkout");
    page.assert_has("৩টি ঘরে সমস্যা আছে");
    for field in ["name", "phone", "district"] {
        page.assert_has(&format!("id=\"{field}-error\""));
        page.assert_has(&format!("href=\"#{field}\""));
    }
    page.assert_has("value=\"12345\"");
    page.assert_has("value=\"House 7, Road 4\"");
    page.assert_hasnt("value=\"place\"");
    assert_eq!(site.orders().await, 0);
    // Working out the total doesn't ask for what isn't filled in yet.
    let page = visitor
        .post("/checkout", &[("action", "update"), ("district", "dhaka")])
        .await;
    assert_eq!(page.status, StatusCode::OK);
    page.assert_has("Place order for");
    page.assert_hasnt("-error");
    let page = visitor
        .post("/checkout", &[("action", "update"), ("phone", "1")])
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.assert_has("Please choose your district");
    page.assert_hasnt("id=\"name-error\"");
}

#[tokio::test]
async fn nothing_is_ordered_without_a_total_that_was_shown() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "").await;
    for (name, value) in [
        ("expected_total", ""),
        ("expected_total", "free"),
        ("key", ""),
        ("key", "a b"),
    ] {
        let mut hidden = Vec::new();
        let mut form = filled(&total, "place", &mut hidden);
        form.retain(|(field, _)| *field != name);
        form.push((name, value));
        let page = visitor.post("/checkout", &form).await;
        assert_eq!(page.status, StatusCode::OK, "{name}={value}");
        page.assert_has("Place order for");
    }
    assert_eq!(site.orders().await, 0);
}

#[tokio::test]
async fn a_form_with_other_details_is_asked_about() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "").await;
    site.clock.advance(std::time::Duration::from_secs(3600));
    site.shop.release_expired_holds().await.unwrap();
    site.count("BUDS-1", 0).await;
    assert_eq!(
        place(&mut visitor, &total).await.location(),
        "/cart?notice=shortage"
    );
    site.count("BUDS-1", 9).await;
    let mut hidden = Vec::new();
    let mut form = filled(&total, "place", &mut hidden);
    form.retain(|(field, _)| *field != "area");
    form.push(("area", "Gulshan"));
    let asked = visitor.post("/checkout", &form).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    asked.assert_has("already sent with other details");
    asked.assert_has("value=\"Gulshan\"");
    assert!(
        place(&mut visitor, &asked)
            .await
            .location()
            .starts_with("/orders/")
    );
}
