//! What stands around every call: limits, CORS, headers, and a database that goes away.

use std::time::Duration;

use edge::{Cors, Rate};
use serde_json::json;
use shop::ShopOptions;
use store::testing::Engine;

use crate::support::{PASSWORD, TestApp, on_both};

const SHOP: &str = "http://127.0.0.1:8080";

async fn limited(engine: Engine) -> TestApp {
    TestApp::with(engine, ShopOptions::default(), |options| {
        options.rate_limit = Some(Rate {
            count: 3,
            window: Duration::from_secs(900),
        });
    })
    .await
}

#[tokio::test]
async fn past_the_limit_is_429_and_says_for_how_long() {
    let app = limited(Engine::Sqlite).await;
    for left in [2, 1, 0] {
        let answer = app.guest().get("/api/products").await;
        answer.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), "\"default\";q=3;w=900");
        assert!(
            answer
                .header("ratelimit")
                .starts_with(&format!("\"default\";r={left}")),
            "{:?}",
            answer.headers
        );
    }
    let before = app.statements();
    for path in ["/api/products", "/api/nope", "/"] {
        let answer = app.guest().get(path).await;
        answer.refused(429, "rate_limited");
        assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    }
    assert_eq!(app.statements(), before);
    app.guest().get("/health").await.expect(200);
    app.guest().get("/ready").await.expect(200);
    app.clock.advance(Duration::from_secs(900));
    app.guest().get("/api/products").await.expect(200);
}

#[tokio::test]
async fn who_is_signed_in_has_ten_times_as_many() {
    let app = limited(Engine::Sqlite).await;
    let rahima = app.customer("rahima").await;
    for _ in 0..30 {
        rahima.get("/api/products").await.expect(200);
    }
    rahima
        .get("/api/products")
        .await
        .refused(429, "rate_limited");
    // A forged token buys nothing: it counts against the address, of which registering took one.
    let forger = app.user("forger", "a.b.c");
    for _ in 0..2 {
        forger.get("/api/products").await.expect(200);
    }
    forger
        .get("/api/products")
        .await
        .refused(429, "rate_limited");
}

#[tokio::test]
async fn five_wrong_passwords_close_the_account_to_this_address() {
    let app = TestApp::with(Engine::Sqlite, ShopOptions::default(), |options| {
        options.login_limit = Some(Rate {
            count: 5,
            window: Duration::from_secs(900),
        });
    })
    .await;
    app.customer("rahima").await;
    app.customer("karim").await;
    let log_in = async |name: &str, password: &str| {
        app.guest()
            .post(
                "/api/auth/login",
                &json!({"username": name, "password": password}),
            )
            .await
    };
    log_in("rahima", "x").await.refused(400, "invalid_input");
    for _ in 0..5 {
        log_in("rahima", "not the password")
            .await
            .refused(401, "wrong_credentials");
    }
    let refused = log_in("rahima", PASSWORD).await;
    refused.refused(429, "too_many_attempts");
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    log_in("karim", PASSWORD).await.expect(200);
    app.clock.advance(Duration::from_secs(900));
    log_in("rahima", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn allowed_origins_get_the_cors_headers() {
    let app = TestApp::with(Engine::Sqlite, ShopOptions::default(), |options| {
        options.cors = Some(Cors::new(&[SHOP]).unwrap());
    })
    .await;
    let preflight = |origin: &'static str| {
        let request = app
            .guest()
            .request("OPTIONS", "/api/orders")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "content-type,idempotency-key,authorization",
            );
        let guest = app.guest();
        async move { guest.send(request, "").await }
    };
    let answer = preflight(SHOP).await;
    assert!(answer.status.is_success(), "{}", answer.status);
    assert_eq!(answer.header("access-control-allow-origin"), SHOP);
    assert!(
        answer
            .header("access-control-allow-methods")
            .contains("POST")
    );
    let headers = answer.header("access-control-allow-headers").to_lowercase();
    for name in ["content-type", "idempotency-key", "authorization"] {
        assert!(headers.contains(name), "{headers}");
    }
    let foreign = preflight("https://evil.example").await;
    assert_eq!(foreign.header("access-control-allow-origin"), "");
    let answer = app.guest().get_with("/api/products", "origin", SHOP).await;
    answer.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), SHOP);
    assert!(answer.varies_by("origin"), "{:?}", answer.headers);
    let exposed = answer
        .header("access-control-expose-headers")
        .to_lowercase();
    for name in ["location", "retry-after", "idempotency-replayed", "etag"] {
        assert!(exposed.contains(name), "{exposed}");
    }
    let refused = app.guest().get_with("/api/nope", "origin", SHOP).await;
    assert_eq!(
        refused.header("access-control-allow-origin"),
        SHOP,
        "errors can be read too"
    );
}

on_both! {
    async fn every_answer_has_a_request_id_and_is_not_guessed_at(app) {
        for path in ["/", "/api/products", "/api/nope", "/api/protected"] {
            let answer = app.guest().get_with(path, "x-request-id", "from-the-client-1").await;
            assert_eq!(answer.header("x-request-id"), "from-the-client-1");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            let other = app.guest().get(path).await;
            assert!(!other.header("x-request-id").is_empty());
        }
    }

    async fn what_is_somebodys_is_not_kept_by_caches(app) {
        app.sell("kettle", 1_150, 3).await;
        let rahima = app.customer("rahima").await;
        let cart = rahima.cart(&[("KETTLE", 1)]).await;
        for path in [format!("/api/carts/{cart}"), "/api/orders".into(), "/api/auth/me".into(), "/api/nope".into()] {
            assert_eq!(rahima.get(&path).await.header("cache-control"), "no-store", "{path}");
        }
        for path in ["/api/products", "/api/products/kettle", "/api/categories", "/api/suggest?q=k"] {
            let answer = rahima.get(path).await;
            assert_eq!(answer.header("cache-control"), "public, max-age=1", "{path}");
        }
    }

    async fn without_the_database_browsing_goes_on_and_the_rest_says_503(app) {
        app.sell("kettle", 1_150, 3).await;
        let rahima = app.customer("rahima").await;
        let cart = app.guest().cart(&[("KETTLE", 1)]).await;
        let body = crate::support::order_body(&cart, 122_000);
        app.db.store().close().await;
        for path in ["/api/products", "/api/products/kettle", "/api/categories", "/api/suggest?q=k", "/health"] {
            app.guest().get(path).await.expect(200);
        }
        let credentials = json!({"username": "rahima", "password": PASSWORD});
        for answer in [
            app.guest().push("/api/carts").await,
            app.guest().get(&format!("/api/carts/{cart}")).await,
            app.guest().order("key-1", &body).await,
            app.guest().post("/api/auth/login", &credentials).await,
            rahima.get("/api/protected").await,
            rahima.get("/api/orders").await,
            rahima.push("/api/carts").await,
        ] {
            let problem = answer.problem();
            assert_eq!(answer.status, 503, "{problem}");
            assert!(["unavailable", "busy"].contains(&problem["code"].as_str().unwrap()), "{problem}");
            assert!(!problem.to_string().contains("sqlx") && !problem.to_string().contains("pool"), "{problem}");
            assert!(answer.header("retry-after").parse::<u32>().is_ok(), "{:?}", answer.headers);
        }
    }
}
