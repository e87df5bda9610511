//! What may be kept, by whom and for how long; the bytes that lie ready.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::site::Site;
use crate::visitor::Visitor;

fn unpacked(brotli: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut &brotli[..], &mut plain).unwrap();
    plain
}

async fn fetch(visitor: &mut Visitor, path: &str) -> (Vec<u8>, String) {
    let page = visitor.get(path).await;
    (page.bytes.clone(), page.header("etag").to_owned())
}

#[tokio::test]
async fn a_product_page_is_not_sent_twice() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let first = visitor.get("/products/dhoni-buds").await;
    assert_eq!(first.header("cache-control"), "public, max-age=1");
    assert_eq!(first.header("vary"), "accept-encoding");
    let tag = first.header("etag").to_owned();
    let again = visitor
        .get_with("/products/dhoni-buds", &[("if-none-match", &tag)])
        .await;
    assert_eq!(
        (again.status, again.bytes.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    assert_eq!(again.header("etag"), tag);
    let other = visitor
        .get_with("/products/dhoni-buds", &[("if-none-match", "\"x\"")])
        .await;
    assert_eq!(other.status, StatusCode::OK);
    let (_, bangla) = fetch(&mut visitor, "/bn/products/dhoni-buds").await;
    assert_ne!(bangla, tag, "each language is a page of its own");
}

#[tokio::test]
async fn the_compressed_page_is_the_same_page() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for path in [
        "/products/korotoa-kx-55",
        "/bn/products/korotoa-kx-55",
        "/assets/shop.css",
    ] {
        let plain = visitor.get(path).await;
        let packed = visitor
            .get_with(path, &[("accept-encoding", "gzip, br")])
            .await;
        assert_eq!(packed.header("content-encoding"), "br", "{path}");
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        assert!(packed.bytes.len() * 2 < plain.bytes.len(), "{path}");
        assert_eq!(unpacked(&packed.bytes), plain.bytes, "{path}");
        assert_eq!(packed.header("etag"), plain.header("etag"), "{path}");
        assert!(plain.header("etag").starts_with("W/"), "{path}");
        let tag = packed.header("etag").to_owned();
        let headers = [("accept-encoding", "br"), ("if-none-match", tag.as_str())];
        assert_eq!(
            visitor.get_with(path, &headers).await.status,
            StatusCode::NOT_MODIFIED
        );
    }
    let home = visitor.get_with("/", &[("accept-encoding", "br")]).await;
    assert_eq!(home.header("content-encoding"), "br");
    let plain = visitor.get("/").await;
    assert_eq!(unpacked(&home.bytes), plain.bytes);
}

#[tokio::test]
async fn a_change_is_on_the_page_with_the_next_poll() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        let (before, tag) = fetch(&mut visitor, "/products/dhoni-buds").await;
        site.count("BUDS-1", 4).await;
        let page = visitor
            .get_with("/products/dhoni-buds", &[("if-none-match", &tag)])
            .await;
        assert_eq!(page.status, StatusCode::OK);
        page.assert_has("Only 4 left");
        assert_ne!(page.bytes, before);
        site.count("BUDS-1", 0).await;
        visitor
            .get("/products/dhoni-buds")
            .await
            .assert_has("Out of stock");
        visitor
            .get("/search?q=buds")
            .await
            .assert_has("Out of stock");
    }
}

/// The page outlives the stock of what is beside the product, so it says nothing about it.
#[tokio::test]
async fn related_products_are_shown_without_their_stock() {
    let site = Site::open(Engine::Sqlite).await;
    site.add(serde_json::json!({
        "slug": "dhoni-speaker", "title": "Dhoni Speaker", "brand": "Dhoni", "category": "audio",
        "status": "active",
        "variants": [{"sku": "SPEAKER-1", "price_paisa": 250_000, "opening_stock": 9}],
    }))
    .await;
    let mut visitor = site.visitor();
    let page = visitor.get("/products/dhoni-buds").await;
    let related = page.html().split("id=\"related\"").nth(1).unwrap();
    assert!(related.contains("Dhoni Speaker"));
    assert!(!related.contains("class=\"stock"), "{related}");
    site.count("SPEAKER-1", 0).await;
    assert_eq!(visitor.get("/products/dhoni-buds").await.bytes, page.bytes);
}

#[tokio::test]
async fn files_are_kept_for_good_under_their_version() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let home = visitor.get("/").await;
    let url = home.html().split("stylesheet\" href=\"").nth(1).unwrap();
    let url = url.split('"').next().unwrap().to_owned();
    let css = visitor.get(&url).await;
    assert_eq!(
        css.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    for stale in ["/assets/shop.css", "/assets/shop.css?v=0"] {
        let css = visitor.get(stale).await;
        assert_eq!(
            css.header("cache-control"),
            "public, max-age=3600",
            "{stale}"
        );
    }
    let svg = visitor.get("/assets/pictures/generic.svg").await;
    assert_eq!(svg.header("content-type"), "image/svg+xml; charset=utf-8");
    for missing in [
        "/assets/nothing.css",
        "/assets/../Cargo.toml",
        "/assets/%2e%2e/Cargo.toml",
    ] {
        assert_eq!(
            visitor.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn what_is_personal_is_never_kept() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    for path in ["/cart", "/checkout", "/login", "/register", "/bn/cart"] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.header("cache-control"), "private, no-store", "{path}");
    }
    for path in ["/", "/categories/fans", "/search?q=fan"] {
        let page = visitor.get(path).await;
        assert_eq!(page.header("cache-control"), "public, max-age=1", "{path}");
        assert_eq!(page.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn who_has_a_list_already_is_not_sent_it_again() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for path in [
        "/",
        "/bn/categories/gadgets",
        "/search?q=fan",
        "/compare?p=dhoni-buds",
        "/terms",
    ] {
        let page = visitor.get_with(path, &[("accept-encoding", "br")]).await;
        assert!(
            page.header("vary")
                .to_lowercase()
                .contains("accept-encoding"),
            "{path}"
        );
        let tag = page.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let again = visitor
            .get_with(path, &[("accept-encoding", "br"), ("if-none-match", &tag)])
            .await;
        assert_eq!(
            (again.status, again.bytes.len()),
            (StatusCode::NOT_MODIFIED, 0),
            "{path}"
        );
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("cache-control"), "public, max-age=1");
    }
    let home = visitor.get("/").await.header("etag").to_owned();
    site.count("BUDS-1", 1).await;
    let changed = visitor.get_with("/", &[("if-none-match", &home)]).await;
    assert_eq!(changed.status, StatusCode::OK);
}
