//! What others must not be able to do: see orders, send forms, bring scripts in.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::site::Site;
use crate::visitor::{Page, Visitor};

const ATTACK: &str = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";

#[track_caller]
fn assert_harmless(page: &Page, place: &str) {
    let html = page.html();
    page.assert_no_foreign_scripts(place);
    assert!(!html.contains("<script>"), "{place}: {html}");
    assert!(!html.contains("<img src=x"), "{place}: {html}");
    assert!(!html.contains("onerror=alert(1)>"), "{place}: {html}");
}

#[tokio::test]
async fn what_somebody_types_stays_text() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let encoded = percent_encoding::utf8_percent_encode(ATTACK, percent_encoding::NON_ALPHANUMERIC);
    for prefix in ["", "/bn"] {
        for path in [
            format!("/search?q={encoded}"),
            format!(
                "/search?brand={encoded}&min_price={encoded}&category={encoded}&sort={encoded}"
            ),
            format!("/categories/fans?brand={encoded}&page={encoded}"),
            format!("/login?next=/{encoded}"),
            format!("/cart?added={encoded}&notice={encoded}"),
            format!("/nowhere/{encoded}?x={encoded}"),
            format!("/products/{encoded}"),
            format!("/orders/{encoded}"),
            format!("/compare?p={encoded}&p=dhoni-buds"),
            format!("/recent?p={encoded}"),
            format!("/share/{encoded}.png"),
            format!("/sitemap/{encoded}"),
        ] {
            let page = visitor.get(&format!("{prefix}{path}")).await;
            assert_harmless(&page, &path);
        }
    }
}

#[tokio::test]
async fn every_field_of_every_form_comes_out_escaped() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let fields = [
        "action",
        "cart",
        "key",
        "expected_total",
        "name",
        "phone",
        "email",
        "district",
        "area",
        "line",
    ];
    for attacked in fields {
        let mut form = vec![("district", "dhaka"), ("action", "place")];
        form.retain(|(name, _)| *name != attacked);
        form.push((attacked, ATTACK));
        let page = visitor.post("/checkout", &form).await;
        assert_harmless(&page, attacked);
        if page.status == StatusCode::BAD_REQUEST
            && ["name", "email", "area", "line"].contains(&attacked)
        {
            assert_eq!(page.field(attacked), ATTACK, "what was typed is kept");
        }
    }
    for path in ["/login", "/register"] {
        for attacked in ["username", "password", "phone", "email", "next"] {
            let page = visitor.post(path, &[(attacked, ATTACK)]).await;
            assert_harmless(&page, attacked);
        }
    }
    let page = visitor
        .post("/cart/items", &[("sku", ATTACK), ("quantity", ATTACK)])
        .await;
    assert_harmless(&page, "cart");
}

#[tokio::test]
async fn names_on_orders_and_products_stay_text() {
    let site = Site::open(Engine::Sqlite).await;
    site.add(serde_json::json!({
        "slug": "attack", "title": ATTACK, "title_bn": ATTACK, "brand": ATTACK, "model": ATTACK,
        "status": "active", "description": format!("<p onclick=\"x()\">Hello</p>{ATTACK}"),
        "options": ["Colour"], "images": [{"src": "https://x.example/a.jpg", "alt": ATTACK}],
        "attributes": [{"key": "colour", "value": {"type": "text", "value": {"en": ATTACK}}}],
        "variants": [{"sku": "ATTACK", "options": [ATTACK], "price_paisa": 100, "opening_stock": 9}],
    }))
    .await;
    let mut visitor = site.visitor();
    for path in [
        "/",
        "/bn/",
        "/search",
        "/products/attack",
        "/bn/products/attack",
        "/compare?p=attack&p=dhoni-buds",
        "/recent?p=attack",
    ] {
        let page = visitor.get(path).await;
        assert_harmless(&page, path);
        page.assert_hasnt("onclick");
    }
    let cart = visitor.put("ATTACK", "1").await;
    assert_harmless(&cart, "cart");
    let mut form = vec![
        ("name", ATTACK),
        ("phone", "01712345678"),
        ("district", "dhaka"),
        ("area", ATTACK),
        ("line", ATTACK),
    ];
    let update: Vec<_> = form.iter().copied().chain([("action", "update")]).collect();
    let total = visitor.post("/checkout", &update).await;
    assert_harmless(&total, "checkout");
    let (key, expected) = (total.field("key"), total.field("expected_total"));
    form.extend([
        ("action", "place"),
        ("key", &key),
        ("expected_total", &expected),
    ]);
    let placed = visitor.post("/checkout", &form).await;
    let order = visitor.follow(&placed).await;
    assert_eq!(order.status, StatusCode::OK);
    assert_harmless(&order, "order");
    order.assert_has("&#60;script&#62;");
}

pub(crate) async fn order(site: &Site) -> (Visitor, String) {
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let mut form = vec![
        ("name", "Rahima"),
        ("phone", "01712345678"),
        ("district", "dhaka"),
        ("area", "Gulshan"),
        ("line", "House 1"),
    ];
    let update: Vec<_> = form.iter().copied().chain([("action", "update")]).collect();
    let total = visitor.post("/checkout", &update).await;
    let (key, expected) = (total.field("key"), total.field("expected_total"));
    form.extend([
        ("action", "place"),
        ("key", &key),
        ("expected_total", &expected),
    ]);
    let there = visitor.post("/checkout", &form).await.location().to_owned();
    assert!(there.starts_with("/orders/"));
    (visitor, there)
}

#[tokio::test]
async fn an_order_is_nobody_elses() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let (mut owner, there) = order(&site).await;
        let (mut other, theirs) = order(&site).await;
        assert_eq!(owner.get(&there).await.status, StatusCode::OK);
        let missing = other.get("/orders/DC-0000-0000").await;
        for mut stranger in [other.twin(), site.visitor()] {
            let page = stranger.get(&there).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            assert_eq!(
                page.text().replace(&there, ""),
                missing.text(),
                "not even that it exists"
            );
            let cancel = stranger.post(&format!("{there}/cancel"), &[]).await;
            assert_eq!(cancel.status, StatusCode::NOT_FOUND);
        }
        // Another order's token opens that order alone.
        let number = theirs.rsplit('/').next().unwrap();
        let token = other
            .cookie(&format!("dhakacart_order_{number}"))
            .unwrap()
            .to_owned();
        let mut thief = site.visitor();
        thief.plant(
            &format!("dhakacart_order_{}", there.rsplit('/').next().unwrap()),
            &token,
        );
        assert_eq!(thief.get(&there).await.status, StatusCode::NOT_FOUND);
        // The cookie goes to its own order's pages only.
        assert!(!other.cookies_for(&there).contains("dhakacart_order"));
        assert!(
            other
                .cookies_for(&format!("{theirs}/cancel"))
                .contains("dhakacart_order")
        );
        let lower = there.to_lowercase();
        assert_eq!(
            owner.get(&lower).await.location(),
            there,
            "the way people type it"
        );
        assert_eq!(
            owner.get(&there).await.header("cache-control"),
            "private, no-store"
        );
    }
}

/// Every address that takes a form, from the router's own source.
fn forms() -> Vec<String> {
    let router = include_str!("../../src/lib.rs");
    let routes = router.split(".route(").skip(1);
    let takes_forms = routes.filter(|route| {
        let own = route.split("fn ").next().unwrap_or_default();
        own.contains("post(")
    });
    takes_forms
        .map(|route| route.split('"').nth(1).unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let site = Site::open(Engine::Sqlite).await;
    let (mut owner, there) = order(&site).await;
    let number = there.rsplit('/').next().unwrap();
    let forms = forms();
    assert!(
        forms.len() >= 17 && forms.contains(&"/checkout".to_owned()),
        "{forms:?}"
    );
    for path in forms {
        let path = path
            .replace("{sku}", "BUDS-1")
            .replace("{number}", number)
            .replace("{id}", "00000000-0000-7000-8000-000000000000")
            .replace("{slug}", "dhoni-buds");
        assert!(!path.contains('{'), "{path} lacks an example");
        for headers in [
            [("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "same-site")],
            [("origin", "https://evil.example")],
            [("referer", "https://evil.example/shop.example")],
        ] {
            for prefix in ["", "/bn"] {
                let path = format!("{prefix}{path}");
                let page = owner
                    .post_with(&path, &[("sku", "BUDS-1"), ("quantity", "1")], &headers)
                    .await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
                assert_eq!(page.header("set-cookie"), "", "{path}");
                assert!(page.html().contains("<html lang=\""), "{path}");
            }
        }
    }
    owner.get(&there).await.assert_hasnt("Cancelled");
}

#[tokio::test]
async fn forged_cookies_are_nobody() {
    let site = Site::open(Engine::Sqlite).await;
    for value in [
        "",
        "x",
        "00000000-0000-4000-8000-000000000000",
        "../..",
        "a.b.c",
    ] {
        let mut visitor = site.visitor();
        visitor.plant("dhakacart_cart", value);
        visitor.plant("dhakacart_session", value);
        visitor.get("/cart").await.assert_has("Your cart is empty");
        assert_eq!(
            visitor.get("/account").await.location(),
            "/login?next=%2Faccount"
        );
        let cart = visitor.put("BUDS-1", "1").await;
        cart.assert_has("Dhoni Buds");
        assert_ne!(
            visitor.cookie("dhakacart_cart"),
            Some(value),
            "a new cart is minted"
        );
    }
}
