//! Flash sales on the pages: what is said while one is on, and that nothing is left of it after.

use std::time::Duration;

use axum::http::StatusCode;
use store::testing::Engine;

use crate::site::Site;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_product_on_sale_says_until_when_and_how_many() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor
            .get("/products/dhoni-buds")
            .await
            .assert_hasnt("per customer");
        site.sell("Eid hours", &[("BUDS-1", 999, 2)]).await;
        let page = visitor.get("/products/dhoni-buds").await;
        for words in [
            "<strong>Eid hours</strong>",
            "<time datetime=\"2026-11-23T20:04:00+06:00\">Until 23 November 2026, 8:04 pm</time>",
            "At most 2 units per customer at this price.",
            "৳999",
            "৳1,499.50",
        ] {
            page.assert_has(words);
        }
        let offers = page.data("Product")[0]["offers"].clone();
        assert_eq!(offers[0]["priceValidUntil"], "2026-11-23T20:04:00+06:00");
        let page = visitor.get("/bn/products/dhoni-buds").await;
        for words in [
            "<strong>ঈদের প্রহর</strong>",
            "২৩ নভেম্বর ২০২৬, রাত ৮:০৪ পর্যন্ত",
            "একজন ক্রেতা এই দামে সর্বোচ্চ ২টি পাবেন।",
        ] {
            page.assert_has(words);
        }
        let other = visitor.get("/products/batash-ceiling-fan").await;
        other.assert_hasnt("Eid hours");
    }
}

#[tokio::test]
async fn variants_are_named_where_not_all_are_on_sale() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let at = "/products/korotoa-kx-55";
    site.sell(
        "Eid hours",
        &[
            ("KX55-BLK-128", 19_990, 1),
            ("KX55-BLU-128", 19_990, 1),
            ("KX55-BLK-256", 22_990, 3),
        ],
    )
    .await;
    let page = visitor.get(at).await;
    page.assert_has("</strong> (Black / 128 GB, Blue / 128 GB) · ");
    page.assert_has("At most 1 unit per customer at this price.");
    page.assert_has("</strong> (Black / 256 GB) · ");
    page.assert_has("At most 3 units per customer at this price.");
}

#[tokio::test]
async fn the_home_page_has_the_campaign_with_the_best_first() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let lines = [
        ("LAMP/1#2", 100, 1),
        ("FAN-56", 3_000, 2),
        ("BUDS-1", 999, 2),
    ];
    site.sell("Eid hours", &lines).await;
    let before = site.db.store().statements();
    let home = visitor.get("/").await;
    assert_eq!(
        site.db.store().statements(),
        before,
        "SQL for the home page"
    );
    home.assert_has("Until 23 November 2026, 8:04 pm");
    let campaign = home.html().split("id=\"sale-1\"").nth(1).unwrap();
    let (campaign, rest) = campaign.split_once("</section>").unwrap();
    assert!(campaign.contains("Eid hours"));
    let place = |title: &str| campaign.find(title).unwrap();
    // By how much is off; what is sold out comes last.
    assert!(place("Dhoni Buds") < place("Batash Ceiling Fan"));
    assert!(place("Batash Ceiling Fan") < place("Prodip Lamp"));
    // It is near the top, and what stands in it stands in no row of news below.
    assert!(rest.contains("id=\"categories\""));
    let newest = rest.split("id=\"newest\"").nth(1).unwrap();
    let (newest, _) = newest.split_once("</section>").unwrap();
    assert!(newest.contains("Korotoa KX-55") && !newest.contains("Dhoni Buds"));

    let home = visitor.get("/bn/").await;
    home.assert_has("ঈদের প্রহর");
    home.assert_has("২৩ নভেম্বর ২০২৬, রাত ৮:০৪ পর্যন্ত");

    // Nothing is promised that nobody can have.
    for sku in ["FAN-56", "BUDS-1"] {
        site.count(sku, 0).await;
    }
    visitor.get("/").await.assert_hasnt("Eid hours");
}

#[tokio::test]
async fn no_page_outlives_its_sale() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        let pages = ["/", "/bn/", "/products/dhoni-buds", "/search?q=buds"];
        let mut plain = Vec::new();
        for path in pages {
            plain.push(visitor.get(path).await.bytes);
        }
        site.sell("Eid hours", &[("BUDS-1", 999, 2)]).await;
        let mut tags = Vec::new();
        for path in pages {
            let page = visitor.get(path).await;
            page.assert_has("৳");
            assert_eq!(page.header("cache-control"), "public, max-age=1", "{path}");
            tags.push(page.header("etag").to_owned());
        }
        site.clock.advance(HOUR);
        site.refresh().await;
        for ((path, plain), tag) in pages.into_iter().zip(plain).zip(tags) {
            let kept = [("if-none-match", tag.as_str())];
            let page = visitor.get_with(path, &kept).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.bytes, plain, "{path}");
        }
    }
}

#[tokio::test]
async fn a_sale_that_staff_end_is_gone_with_the_next_poll() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let sale = site.sell("Eid hours", &[("BUDS-1", 999, 2)]).await;
    visitor.get("/").await.assert_has("Eid hours");
    let by = crate::site::staff();
    site.shop.end_flash_sale(&by, sale).await.unwrap();
    site.refresh().await;
    for path in ["/", "/products/dhoni-buds"] {
        visitor.get(path).await.assert_hasnt("Eid hours");
    }
}
