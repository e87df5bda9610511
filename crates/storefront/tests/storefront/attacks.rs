//! What attackers try: scripts kept for others, paths out of folders, headers inside values.

use axum::http::StatusCode;
use domain::{Lang, OrderNumber};
use shop::{CategoryInput, OrderStep, ReviewDecision, ReviewInput, ReviewVerdict};
use store::testing::Engine;

use crate::site::{Site, staff};
use crate::visitor::{Page, Visitor};

const ATTACK: &str = "\"'><img src=x onerror=alert(1)>";
const PASSWORD: &str = "a long password";

#[track_caller]
fn assert_text(page: &Page, at: &str) {
    page.assert_no_foreign_scripts(at);
    for tag in ["<img src=x", "\"'>", "onerror=alert(1)>"] {
        assert!(!page.html().contains(tag), "{at}: {tag}");
    }
}

async fn register(site: &Site) -> Visitor {
    let mut visitor = site.visitor();
    let form = [
        ("username", "karim"),
        ("password", PASSWORD),
        ("phone", "01712345678"),
    ];
    visitor.post("/register", &form).await;
    visitor
}

/// A shop whose staff write what they like.
async fn shop() -> Site {
    let by = staff();
    let site = Site::open(Engine::Sqlite).await;
    let category = CategoryInput {
        name: ATTACK.into(),
        name_bn: Some(ATTACK.into()),
        ..CategoryInput::default()
    };
    let made = site.shop.create_category(&by, Some("attack"), category);
    made.await.unwrap();
    site.add(serde_json::json!({
        "slug": "attack", "title": ATTACK, "title_bn": ATTACK, "brand": ATTACK, "model": ATTACK,
        "status": "active", "category": "attack", "options": [ATTACK], "tags": [ATTACK],
        "description": ATTACK, "description_bn": ATTACK,
        "images": [{"src": "https://x.example/'><b>.jpg", "alt": ATTACK}],
        "attributes": [
            {"key": "colour", "value": {"type": "text", "value": {"en": ATTACK, "bn": ATTACK}}},
        ],
        "variants": [
            {"sku": "ATTACK", "options": [ATTACK], "price_paisa": 10_000, "opening_stock": 9},
        ],
    }))
    .await;
    site.sell(ATTACK, &[("ATTACK", 90, 5)]).await;
    site
}

/// Somebody writes the same into every field: address, order and review.
async fn buy_and_say(site: &Site) -> (Visitor, String) {
    let by = staff();
    let mut visitor = register(site).await;
    let person = [
        ("name", ATTACK),
        ("phone", "01712345678"),
        ("district", "dhaka"),
        ("area", ATTACK),
        ("line", ATTACK),
    ];
    let address: Vec<_> = person.into_iter().chain([("action", "save")]).collect();
    let kept = visitor.post("/account/addresses/new", &address).await;
    assert_eq!(kept.location(), "/account/addresses");
    visitor.put("ATTACK", "1").await;
    let update: Vec<_> = person.into_iter().chain([("action", "update")]).collect();
    let total = visitor.post("/checkout", &update).await;
    assert_text(&total, "checkout");
    let (key, expected) = (total.field("key"), total.field("expected_total"));
    let mut form = person.to_vec();
    form.extend([
        ("action", "place"),
        ("key", &key),
        ("expected_total", &expected),
    ]);
    let there = visitor.post("/checkout", &form).await.location().to_owned();
    let number = OrderNumber::parse(there.trim_start_matches("/orders/")).unwrap();
    for step in [
        OrderStep::Confirm,
        OrderStep::Pack { serials: vec![] },
        OrderStep::Ship {
            courier: ATTACK.into(),
            tracking: ATTACK.into(),
        },
        OrderStep::Deliver,
    ] {
        site.shop
            .move_order(&by, &number, step.into())
            .await
            .unwrap();
    }
    let signed_in = site.shop.log_in("karim", PASSWORD).await.unwrap();
    let karim = site.shop.authenticate(&signed_in.token).await.unwrap();
    let review = ReviewInput {
        stars: 5,
        title: ATTACK.into(),
        body: ATTACK.into(),
        name: ATTACK.into(),
        lang: Lang::En,
    };
    let review = site
        .shop
        .write_review(&karim, "attack", review)
        .await
        .unwrap()
        .0;
    let decision = ReviewDecision {
        revision: review.revision,
        verdict: ReviewVerdict::Publish,
        reply: ATTACK.into(),
    };
    let decided = site.shop.decide_review(&by, review.id, decision);
    decided.await.unwrap();
    site.shop.count_sales().await.unwrap();
    site.refresh().await;
    (visitor, there)
}

#[tokio::test]
async fn what_is_kept_for_others_stays_text_on_every_page() {
    let site = shop().await;
    let (mut visitor, order) = buy_and_say(&site).await;
    visitor.put("ATTACK", "1").await;
    for path in [
        "/",
        "/search",
        "/search?q=img",
        "/categories/attack",
        "/products/attack",
        "/products/attack/reviews",
        "/compare?p=attack&p=dhoni-buds",
        "/recent?p=attack",
        "/sale",
        "/cart",
        "/checkout",
        &order,
        "/account",
        "/account/reviews",
        "/account/addresses",
        "/sitemap.xml",
    ] {
        for prefix in ["", "/bn"] {
            let at = format!("{prefix}{path}");
            let page = visitor.get(&at).await;
            assert!(!page.status.is_server_error(), "{at}");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{at}");
            assert_text(&page, &at);
            let silent = ["/sale", "/account", "/sitemap.xml", "/"].contains(&path);
            let html = page.status == StatusCode::OK && !silent;
            assert!(
                !html || page.html().contains("&#60;img src=x"),
                "{at} shows it"
            );
        }
    }
}

#[tokio::test]
async fn no_address_leads_out_of_a_folder() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let ways = [
        "../Cargo.toml",
        "..%2fCargo.toml",
        "%2e%2e/Cargo.toml",
        "%2e%2e%2fCargo.toml",
        "..%252fCargo.toml",
        "%252e%252e%252fCargo.toml",
        "..%5cCargo.toml",
        "..%5c..%5cCargo.toml",
        "%5c%5chost%5cshare",
        "..%c0%afCargo.toml",
        "..%e0%80%afCargo.toml",
        "%00",
        "shop.css%00.png",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "....//Cargo.toml",
        "./../Cargo.toml",
        "..;/Cargo.toml",
        "C:%5cboot.ini",
        "file:%2f%2f%2fetc%2fpasswd",
        "%ff%fe",
        ".",
        "..",
        "%2e",
        "",
        "~",
        "0123456789abcdef0123456789abcdef-400.jpg%00",
        "0123456789abcdef0123456789abcdef%2f..-400.jpg",
    ];
    for folder in [
        "/media",
        "/assets",
        "/share",
        "/sitemap",
        "/products",
        "/categories",
    ] {
        for way in ways {
            let at = format!("{folder}/{way}");
            let page = visitor.get(&at).await;
            assert!(
                page.status.is_client_error() || page.status.is_redirection(),
                "{at}: {}",
                page.status
            );
            let text = String::from_utf8_lossy(&page.bytes);
            assert!(
                !text.contains("[package]") && !text.contains("root:"),
                "{at}"
            );
            let to = page.location();
            assert!(
                to.is_empty() || to.starts_with('/') && !to.starts_with("//"),
                "{at}: {to}"
            );
        }
    }
}

/// Values that begin a header of their own, or lead to somebody else's site.
const HEADERS: &[&str] = &[
    "/\r\nSet-Cookie: evil=1",
    "/\nevil: 1",
    "/%0d%0aevil:%201",
    "\r\n\r\n<html>",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "/\t/evil.example",
    "/\0",
    "/\u{560d}\u{560a}evil: 1",
    "/é\r\nevil: 1",
    "javascript:alert(1)",
    "/x;evil=1",
];

#[tokio::test]
async fn no_value_becomes_a_header_or_another_host() {
    let site = Site::open(Engine::Sqlite).await;
    for attack in HEADERS {
        let encoded =
            percent_encoding::utf8_percent_encode(attack, percent_encoding::NON_ALPHANUMERIC);
        let mut visitor = site.visitor();
        let mut answers = Vec::new();
        for path in ["/login", "/register", "/account", "/cart", "/search"] {
            answers.push(
                visitor
                    .get(&format!("{path}?next={encoded}&q={encoded}"))
                    .await,
            );
        }
        answers.push(visitor.get(&format!("/orders/{encoded}")).await);
        answers.push(visitor.get(&format!("/{encoded}")).await);
        let name = format!("someone{}", attack.len());
        let form = [
            ("username", &*name),
            ("password", PASSWORD),
            ("phone", "01712345678"),
            ("next", attack),
        ];
        answers.push(visitor.post("/register", &form).await);
        answers.push(visitor.post("/login", &form).await);
        let item = [
            ("sku", "BUDS-1"),
            ("quantity", "1"),
            ("back", attack),
            ("next", attack),
        ];
        answers.push(visitor.post("/cart/items", &item).await);
        answers.push(
            visitor
                .post("/track", &[("number", attack), ("phone", attack)])
                .await,
        );
        answers.push(
            visitor
                .post("/password-reset", &[("identifier", attack)])
                .await,
        );
        for page in answers {
            assert!(page.headers.get("evil").is_none(), "{attack:?}");
            assert!(
                !page.status.is_server_error(),
                "{attack:?}: {}",
                page.status
            );
            let to = page.location();
            let ours = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
            assert!(to.is_empty() || ours, "{attack:?}: {to}");
            let cookies = page.cookies();
            assert!(
                cookies.iter().all(|cookie| !cookie.contains("evil")),
                "{attack:?}"
            );
        }
    }
}

/// Values of cookies that have confused others.
const COOKIES: &[&str] = &[
    "",
    " ",
    "\"",
    "\"\"",
    "=",
    "==",
    ",",
    "\\",
    "%00",
    "%0d%0a",
    "%",
    "..",
    "null",
    "0",
    "-1",
    "99999999999999999999",
    "a.b.c",
    "e30.e30.e30",
    "eyJhbGciOiJub25lIn0.e30.",
    "{}",
    "[]",
    "+880",
    "+8801712345678",
    "' OR 1=1 --",
    "<script>",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "{00000000-0000-7000-8000-000000000000}",
    "urn:uuid:00000000-0000-7000-8000-000000000000",
];

#[tokio::test]
async fn cookies_of_any_value_are_nobodys() {
    let site = Site::open(Engine::Sqlite).await;
    let (_, order) = crate::safety::order(&site).await;
    let number = order.trim_start_matches("/orders/");
    let long = "x".repeat(4_000);
    for value in COOKIES.iter().copied().chain([&*long]) {
        let mut visitor = site.visitor();
        for name in ["cart", "units", "challenge", "session"] {
            visitor.plant(&format!("dhakacart_{name}"), value);
        }
        // The number of the order's own buyer may open it; nothing else does.
        if !value.starts_with("+8801") {
            visitor.plant(&format!("dhakacart_phone_{number}"), value);
        }
        visitor.plant(&format!("dhakacart_order_{number}"), value);
        assert_eq!(
            visitor.get(&order).await.status,
            StatusCode::NOT_FOUND,
            "{value}"
        );
        for path in [
            "/",
            "/bn/",
            "/cart",
            "/checkout",
            "/account",
            "/login",
            "/password-reset",
        ] {
            let page = visitor.twin().get(path).await;
            assert!(
                !page.status.is_server_error(),
                "{path} {value}: {}",
                page.status
            );
        }
    }
}
