//! What every page, picture, redirect and error tells browsers.

use axum::http::HeaderMap;
use store::testing::Engine;

use crate::site::Site;
use crate::visitor::Page;

/// Every route of the storefront, with something in its parameters.
const ROUTES: &[&str] = &[
    "/",
    "/compare",
    "/recent",
    "/track",
    "/categories/fans",
    "/categories/nothing",
    "/search?q=fan",
    "/cart",
    "/cart/items",
    "/cart/coupon",
    "/cart/items/BUDS-1",
    "/checkout",
    "/orders/DC-NOTHING",
    "/orders/DC-NOTHING/cancel",
    "/login",
    "/logout",
    "/register",
    "/account",
    "/account/wishlist",
    "/account/reviews",
    "/account/addresses",
    "/account/addresses/1",
    "/account/contact",
    "/account/password",
    "/back-in-stock",
    "/products/dhoni-buds",
    "/products/nothing",
    "/products/dhoni-buds/reviews",
    "/products/dhoni-buds/review",
    "/nowhere",
];

/// What there is in one language only.
const FILES: &[&str] = &[
    "/assets/nothing.js",
    "/share/dhoni-buds.png",
    "/share/nothing.png",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/1",
    "/media/nothing.jpg",
    "/favicon.ico",
    "/health",
    "/ready",
];

#[track_caller]
fn careful(page: &Page, what: &str) {
    let headers: &HeaderMap = &page.headers;
    let value = |name: &str| {
        headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    };
    let policy = value("content-security-policy");
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    // A picture's policy lets nothing load: there is nothing to frame either.
    assert!(
        policy.contains("frame-ancestors 'none'") || policy == "default-src 'none'",
        "{what}: {policy}"
    );
    assert_eq!(value("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(value("x-frame-options"), "DENY", "{what}");
    assert_eq!(
        value("referrer-policy"),
        "strict-origin-when-cross-origin",
        "{what}"
    );
    assert!(value("permissions-policy").contains("camera=()"), "{what}");
    assert_eq!(value("cross-origin-opener-policy"), "same-origin", "{what}");
    let resource = value("cross-origin-resource-policy");
    let picture = value("content-type").starts_with("image/png");
    assert_eq!(
        resource,
        if picture {
            "cross-origin"
        } else {
            "same-origin"
        },
        "{what}"
    );
    assert_eq!(
        value("strict-transport-security"),
        "max-age=31536000; includeSubDomains",
        "{what}"
    );
    assert!(!value("x-request-id").is_empty(), "{what}");
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for prefix in ["", "/bn"] {
        for route in ROUTES {
            let path = format!("{prefix}{route}");
            careful(&visitor.get(&path).await, &path);
            careful(&visitor.post(&path, &[]).await, &format!("POST {path}"));
            let foreign = [("origin", "https://evil.example")];
            let page = visitor.post_with(&path, &[], &foreign).await;
            careful(&page, &format!("POST {path} from elsewhere"));
        }
    }
    for path in FILES {
        careful(&visitor.get(path).await, path);
    }
    let large = "a".repeat(100_000);
    let page = visitor
        .post("/login", &[("username", large.as_str())])
        .await;
    assert_eq!(page.status, 413);
    careful(&page, "413");
}

#[tokio::test]
async fn files_of_the_pages_are_as_careful() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let home = visitor.get("/").await;
    let mut seen = 0;
    for at in home.html().split("\"/assets/").skip(1) {
        let file = at.split('"').next().unwrap();
        let page = visitor.get(&format!("/assets/{file}")).await;
        assert_eq!(page.status, 200, "{file}");
        careful(&page, file);
        seen += 1;
    }
    assert!(seen > 0);
}
