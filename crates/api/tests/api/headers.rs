//! What every answer tells browsers, whatever it is about and whatever went wrong.

use api::authorisation::TABLE;
use axum::http::HeaderMap;
use edge::{Cors, Front, Rate};
use shop::ShopOptions;
use store::testing::Engine;

use crate::calls::World;
use crate::support::{Answer, TestApp};

const SHOP: &str = "https://shop.example";

/// What is wrong with these headers.
fn faults(headers: &HeaderMap) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, expected) in [
        ("content-security-policy", "frame-ancestors 'none'"),
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("permissions-policy", "camera=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "strict-transport-security",
            "max-age=31536000; includeSubDomains",
        ),
        ("vary", "origin"),
        ("x-request-id", ""),
    ] {
        let values = headers.get_all(name).iter();
        let found = values
            .filter_map(|value| value.to_str().ok())
            .any(|value| value.contains(expected));
        if !found {
            faults.push(format!(
                "{name}: no {expected:?} in {:?}",
                headers.get(name)
            ));
        }
    }
    let policy = headers.get("content-security-policy");
    if policy.is_some_and(|policy| policy.to_str().unwrap().contains("unsafe")) {
        faults.push("the policy allows what is unsafe".to_owned());
    }
    faults
}

#[track_caller]
fn careful(answer: &Answer, what: &str) {
    let faults = faults(&answer.headers);
    assert!(faults.is_empty(), "{what} ({}): {faults:#?}", answer.status);
}

async fn app() -> TestApp {
    TestApp::with(Engine::Sqlite, ShopOptions::default(), |options| {
        options.cors = Some(Cors::new(&[SHOP]).unwrap());
        options.front = Front {
            https: true,
            ..Front::default()
        };
    })
    .await
}

#[tokio::test]
async fn every_route_tells_browsers_to_be_careful_whoever_asks() {
    let app = app().await;
    let owner = app.customer("owner").await;
    let admin = app.admin("boss").await;
    let account = app
        .customer("somebody")
        .await
        .get("/api/auth/me")
        .await
        .expect(200);
    let world = World::new(&app, &owner, account["id"].as_str().unwrap()).await;
    for rule in TABLE {
        for user in [app.guest(), admin.clone()] {
            if rule.path == "/api/auth/logout" && user.token.is_some() {
                continue;
            }
            let answer = world.call(rule.method, rule.path).await.by(&user).await;
            careful(&answer, &format!("{} {}", rule.method, rule.path));
        }
    }
}

#[tokio::test]
async fn every_kind_of_error_does_too() {
    let app = app().await;
    let guest = app.guest();
    let answer = guest.get("/nowhere").await;
    answer.expect(404);
    careful(&answer, "404");
    let answer = guest.delete("/api/products").await;
    answer.expect(405);
    careful(&answer, "405");
    let wrong = serde_json::json!({"username": "a", "password": 7});
    let answer = guest.post("/api/auth/login", &wrong).await;
    answer.expect(400);
    careful(&answer, "400");
    let large = serde_json::json!({"username": "a".repeat(100_000), "password": "b"});
    let answer = guest.post("/api/auth/login", &large).await;
    answer.expect(413);
    careful(&answer, "413");
    let answer = guest.get_with("/api/openapi.json", "origin", SHOP).await;
    assert_eq!(answer.header("access-control-allow-origin"), SHOP);
    careful(&answer, "for another origin");

    let limited = TestApp::with(Engine::Sqlite, ShopOptions::default(), |options| {
        options.cors = Some(Cors::new(&[SHOP]).unwrap());
        options.front.https = true;
        options.rate_limit = Some(Rate {
            count: 1,
            window: std::time::Duration::from_secs(900),
        });
    })
    .await;
    limited.guest().get("/api/products").await.expect(200);
    let answer = limited.guest().get("/api/products").await;
    answer.expect(429);
    careful(&answer, "429");
}

#[tokio::test]
async fn a_shop_without_https_does_not_ask_for_it() {
    let app = TestApp::new(Engine::Sqlite).await;
    let answer = app.guest().get("/health").await;
    assert_eq!(answer.header("strict-transport-security"), "");
}
