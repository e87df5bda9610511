//! Pages for what goes wrong, and what they never tell.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::browsing::assert_whole;
use crate::site::Site;

#[tokio::test]
async fn what_is_not_there_is_said_in_the_right_language() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for path in [
        "/nowhere",
        "/products/nowhere",
        "/categories/nowhere",
        "/orders/nothing",
        "/orders/DC-0000-0000",
        "/products/%2e%2e",
        "/products/Not%20A%20Slug",
        "/admin/x",
    ] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_whole(&page, "en", path);
        page.assert_has("We could not find this page");
        page.assert_has("href=\"/categories/fans\"");
        let page = visitor.get(&format!("/bn{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_whole(&page, "bn", path);
        page.assert_has("পাতাটি খুঁজে পাওয়া যায়নি");
        page.assert_has("href=\"/bn/categories/fans\"");
    }
}

#[tokio::test]
async fn the_wrong_method_is_refused_with_a_page() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for path in ["/logout", "/cart/items", "/bn/cart/items"] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_whole(
            &page,
            if path.starts_with("/bn") { "bn" } else { "en" },
            path,
        );
    }
    let page = visitor.post("/products/dhoni-buds", &[]).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_form_that_is_none_is_refused_with_a_page() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let huge = "x".repeat(200_000);
    let page = visitor.post("/checkout", &[("line", &huge)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_whole(&page, "en", "/checkout");
    page.assert_has("too much at once");
    for form in [
        &[("sku", "a\0b"), ("quantity", "1")][..],
        &[("quantity", "1")][..],
    ] {
        let page = visitor.post("/bn/cart/items", form).await;
        assert!(page.status.is_client_error(), "{form:?}: {}", page.status);
        assert_whole(&page, "bn", "/bn/cart/items");
    }
}

#[tokio::test]
async fn without_the_database_people_can_still_browse() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("BUDS-1", "1").await;
        visitor.get("/products/dhoni-buds").await;
        site.db.store().close().await;
        for path in [
            "/",
            "/bn/search?q=fan",
            "/products/korotoa-kx-55",
            "/nowhere",
        ] {
            assert!(!visitor.get(path).await.status.is_server_error(), "{path}");
        }
        for path in ["/cart", "/checkout"] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_whole(&page, "en", path);
            page.assert_has("We will be back in a moment");
            let id = page.header("x-request-id").to_owned();
            page.assert_has(&id);
            for internal in ["sql", "pool", "sqlite", "postgres", "shop::", "Closed"] {
                page.assert_hasnt(internal);
            }
        }
        let page = visitor
            .post("/bn/cart/items", &[("sku", "BUDS-1"), ("quantity", "1")])
            .await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        page.assert_has("একটু পরেই আমরা ফিরছি");
        let form = [
            ("action", "place"),
            ("name", "Rahima"),
            ("phone", "01712345678"),
            ("district", "dhaka"),
            ("area", "Gulshan"),
            ("line", "House 1"),
            ("key", "k"),
            ("expected_total", "156950"),
        ];
        let page = visitor.post("/checkout", &form).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        page.assert_has("Nothing of yours is lost");
        let ready = visitor.get("/ready").await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(visitor.get("/health").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn probes_are_answered() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let health = visitor.get("/health").await;
    let health: serde_json::Value = serde_json::from_slice(&health.bytes).unwrap();
    assert_eq!(health["status"], "healthy");
    assert_eq!(health["uptime"], 0.0);
    let ready = visitor.get("/ready").await;
    assert_eq!(ready.status, StatusCode::OK);
}
