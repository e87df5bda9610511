//! What search engines, other sites and scripts are told.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::site::Site;

#[tokio::test]
async fn a_product_says_what_it_is() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let page = visitor.get("/bn/products/korotoa-kx-55").await;
    let product = &page.data("Product")[0];
    assert_eq!(product["brand"]["name"], "Korotoa");
    assert_eq!(
        product["url"],
        "https://shop.example/bn/products/korotoa-kx-55"
    );
    let offers = product["offers"].as_array().unwrap();
    assert_eq!(offers.len(), 3);
    assert_eq!(offers[0]["price"], "23990.00");
    assert_eq!(offers[0]["priceCurrency"], "BDT");
    assert_eq!(offers[0]["availability"], "https://schema.org/InStock");
    assert_eq!(offers[2]["availability"], "https://schema.org/OutOfStock");
    let way = &page.data("BreadcrumbList")[0]["itemListElement"];
    assert_eq!(
        way.as_array().unwrap().len(),
        4,
        "home, two categories, the product"
    );
    assert_eq!(
        way[3]["item"],
        "https://shop.example/bn/products/korotoa-kx-55"
    );
    page.assert_has("<meta property=\"og:type\" content=\"product\">");
    page.assert_has("<meta property=\"og:locale\" content=\"bn_BD\">");
    page.assert_has(
        "<meta property=\"og:image\" content=\"https://shop.example/share/smartphone.png\">",
    );
    let home = visitor.get("/").await;
    home.assert_has("https://shop.example/search?q={words}");
    home.assert_has("\"@type\":\"Organization\"");
    for path in ["/cart", "/search?q=fan", "/compare?p=dhoni-buds"] {
        let page = visitor.get(path).await;
        page.assert_hasnt("og:");
        page.assert_hasnt("ld+json");
    }
}

#[tokio::test]
async fn the_picture_for_sharing_is_there() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let png = visitor.get("/share/smartphone.png").await;
    assert_eq!(png.header("content-type"), "image/png");
    assert!(png.bytes.starts_with(b"\x89PNG"));
    // Width and height stand in the header (PNG, 11.2.2).
    assert_eq!(png.bytes[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
    let tag = png.header("etag").to_owned();
    let again = visitor
        .get_with("/share/smartphone.png", &[("if-none-match", &tag)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    for missing in [
        "/share/nothing.png",
        "/share/smartphone.svg",
        "/share/..png",
    ] {
        assert_eq!(
            visitor.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn every_page_worth_finding_is_in_the_sitemap() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let map = visitor.get("/sitemap.xml").await;
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    for path in [
        "/",
        "/bn/",
        "/categories/fans",
        "/products/prodip-lamp",
        "/bn/products/dhoni-buds",
        "/bn/terms",
    ] {
        map.assert_has(&format!("<loc>https://shop.example{path}</loc>"));
    }
    map.assert_has("hreflang=\"x-default\" href=\"https://shop.example/products/dhoni-buds\"");
    map.assert_hasnt("/cart");
    let packed = visitor
        .get_with("/sitemap.xml", &[("accept-encoding", "br")])
        .await;
    assert_eq!(packed.header("content-encoding"), "br");
    site.add(serde_json::json!({
        "slug": "new-one", "title": "New one", "brand": "Dhoni", "status": "active",
        "variants": [{"sku": "NEW-1", "price_paisa": 100, "opening_stock": 1}],
    }))
    .await;
    visitor
        .get("/sitemap.xml")
        .await
        .assert_has("/products/new-one</loc>");
    assert_eq!(
        visitor.get("/sitemap/1.xml").await.status,
        StatusCode::NOT_FOUND
    );
    let robots = visitor.get("/robots.txt").await;
    robots.assert_has("Sitemap: https://shop.example/sitemap.xml");
    robots.assert_has("Disallow: /bn/checkout");
}

#[tokio::test]
async fn scripts_learn_the_api_and_may_call_it_alone() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for path in ["/", "/products/dhoni-buds", "/cart", "/nowhere"] {
        let page = visitor
            .get_with(path, &[("host", "shop.example:8080")])
            .await;
        page.assert_has("<meta name=\"dhakacart-api\" content=\":5000\">");
        let policy = page.header("content-security-policy");
        assert!(
            policy.ends_with("connect-src 'self' shop.example:5000"),
            "{path}: {policy}"
        );
        assert!(policy.contains("script-src 'self'"), "{policy}");
    }
}

#[tokio::test]
async fn a_script_stays_on_the_page_when_it_puts_something_in() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let form = [("sku", "BUDS-1"), ("quantity", "2")];
    let json = [("accept", "application/json")];
    let added = visitor.post_with("/bn/cart/items", &form, &json).await;
    assert_eq!(added.status, StatusCode::OK);
    assert_eq!(added.header("cache-control"), "private, no-store");
    let said: serde_json::Value = serde_json::from_slice(&added.bytes).unwrap();
    assert_eq!(said["units"], 2);
    assert_eq!(said["shown"], "২");
    assert!(said["notice"].as_str().unwrap().contains("ধ্বনি বাডস"));
    assert_eq!(visitor.cookie("dhakacart_units"), Some("2"));
    // The buttons beside a quantity work without a script.
    let line = "/cart/items/BUDS-1";
    visitor
        .post(line, &[("quantity", "২"), ("step", "1")])
        .await;
    assert_eq!(visitor.cookie("dhakacart_units"), Some("3"));
    visitor
        .post(line, &[("quantity", "3"), ("step", "-1")])
        .await;
    visitor
        .post(line, &[("quantity", "2"), ("step", "50")])
        .await;
    assert_eq!(
        visitor.get("/cart").await.field("quantity"),
        "3",
        "one at a time"
    );
    visitor.post(line, &[("quantity", "0")]).await;
    assert_eq!(visitor.cookie("dhakacart_units").unwrap_or("0"), "0");
}
