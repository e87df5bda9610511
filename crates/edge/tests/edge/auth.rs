//! Who may pass which extractor, with a real shop behind it.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::FromRef;
use axum::http::Request;
use axum::routing::get;
use domain::Role;
use edge::{
    Admin, BearerToken, Customer, Drain, IdempotencyKey, Limits, MaybeUser, Rate, SessionIn,
    SessionSource, Stack, Staff,
};
use shop::{Caller, Registration, Shop};

use crate::world::{Answer, ambient, fetch, send, world};

#[derive(Clone)]
struct Api(Shop);

impl FromRef<Api> for Shop {
    fn from_ref(api: &Api) -> Self {
        api.0.clone()
    }
}

impl SessionSource for Api {
    fn session_in(&self) -> SessionIn {
        SessionIn::Header
    }
}

#[derive(Clone)]
struct Site(Shop);

impl FromRef<Site> for Shop {
    fn from_ref(site: &Site) -> Self {
        site.0.clone()
    }
}

impl SessionSource for Site {
    fn session_in(&self) -> SessionIn {
        SessionIn::Cookie
    }
}

fn routes<S>() -> Router<S>
where
    S: SessionSource + Clone + Send + Sync + 'static,
    Shop: FromRef<S>,
{
    Router::new()
        .route(
            "/anybody",
            get(async |MaybeUser(caller): MaybeUser| match caller {
                Caller::Anonymous => "nobody".to_owned(),
                Caller::User(identity) => identity.username,
            }),
        )
        .route(
            "/customer",
            get(async |Customer(who): Customer| who.username),
        )
        .route("/staff", get(async |Staff(who): Staff| who.username))
        .route("/admin", get(async |Admin(who): Admin| who.username))
        .route(
            "/token",
            get(async |BearerToken(token): BearerToken| token.unwrap_or_default()),
        )
        // Two questions about one caller: asked once.
        .route(
            "/twice",
            get(async |MaybeUser(_): MaybeUser, Customer(who): Customer| who.username),
        )
}

fn api(shop: &Shop) -> Router {
    routes()
        .with_state(Api(shop.clone()))
        .layer(Stack::api(&ambient()))
}

async fn customer(shop: &Shop, name: &str) -> String {
    let registration = Registration {
        username: name.to_owned(),
        password: "a long pass phrase".to_owned(),
        ..Registration::default()
    };
    shop.register(registration).await.unwrap().token
}

async fn staff(shop: &Shop, name: &str, role: Role) -> String {
    let password = "a long pass phrase";
    shop.add_staff(name, Some(password), role).await.unwrap();
    shop.log_in(name, password).await.unwrap().token
}

async fn with(router: &Router, path: &str, header: &str, value: String) -> Answer {
    send(
        router,
        Request::get(path)
            .header(header, value)
            .body(Body::empty())
            .unwrap(),
    )
    .await
}

async fn as_bearer(router: &Router, path: &str, token: &str) -> Answer {
    with(router, path, "authorization", format!("Bearer {token}")).await
}

#[tokio::test]
async fn each_door_opens_for_its_own() {
    let world = world().await;
    let api = api(&world.shop);
    let tokens = [
        ("nobody", String::new()),
        ("karim", customer(&world.shop, "karim").await),
        ("rahim", staff(&world.shop, "rahim", Role::Staff).await),
        ("admin", staff(&world.shop, "admin", Role::Admin).await),
    ];
    let doors = [
        ("/anybody", [200, 200, 200, 200]),
        ("/customer", [401, 200, 200, 200]),
        ("/twice", [401, 200, 200, 200]),
        ("/staff", [401, 403, 200, 200]),
        ("/admin", [401, 403, 403, 200]),
    ];
    for (path, expected) in doors {
        for ((name, token), status) in tokens.iter().zip(expected) {
            let answer = as_bearer(&api, path, token).await;
            assert_eq!(answer.status, status, "{name} at {path}");
            if status == 200 {
                assert_eq!(answer.body, *name, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_that_proves_nothing_opens_nothing() {
    let world = world().await;
    let api = api(&world.shop);
    let token = customer(&world.shop, "karim").await;
    let (head, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for bad in [forged.as_str(), "x", "a.b.c", "তোমার"] {
        let refused = as_bearer(&api, "/customer", bad).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (401, "unauthorized"),
            "{bad}"
        );
        assert!(
            refused.header("www-authenticate").starts_with("Bearer"),
            "{bad}"
        );
        assert_eq!(
            as_bearer(&api, "/anybody", bad).await.body,
            "nobody",
            "{bad}"
        );
    }
    assert_eq!(
        as_bearer(&api, "/token", "an-orders-token").await.body,
        "an-orders-token"
    );

    world.clock.advance(Duration::from_secs(25 * 60 * 60));
    assert_eq!(as_bearer(&api, "/customer", &token).await.status, 401);
}

#[tokio::test]
async fn a_logged_out_token_is_useless() {
    let world = world().await;
    let api = api(&world.shop);
    let token = customer(&world.shop, "karim").await;
    let identity = world.shop.authenticate(&token).await.unwrap();
    world.shop.log_out(&identity).await.unwrap();
    assert_eq!(as_bearer(&api, "/customer", &token).await.status, 401);
}

#[tokio::test]
async fn the_api_takes_no_cookie_and_pages_take_no_header() {
    let world = world().await;
    let token = customer(&world.shop, "karim").await;
    let api = api(&world.shop);
    let site: Router = routes().with_state(Site(world.shop.clone()));
    let cookie = format!("dhakacart_session={token}");
    assert_eq!(
        with(&api, "/customer", "cookie", cookie.clone())
            .await
            .status,
        401
    );
    assert_eq!(
        with(&site, "/customer", "cookie", cookie).await.body,
        "karim"
    );
    assert_eq!(as_bearer(&site, "/customer", &token).await.status, 401);
}

#[tokio::test]
async fn one_look_at_the_session_serves_every_extractor() {
    let world = world().await;
    let api = api(&world.shop);
    let token = customer(&world.shop, "karim").await;
    let statements = async |path| {
        let before = world.db.store().statements();
        as_bearer(&api, path, &token).await;
        world.db.store().statements() - before
    };
    assert_eq!(statements("/token").await, 0);
    assert_eq!(statements("/customer").await, statements("/twice").await);
}

#[tokio::test]
async fn signed_in_users_have_a_budget_of_their_own_without_sql() {
    let world = world().await;
    let rate = Rate {
        count: 1,
        window: Duration::from_secs(900),
    };
    let limits = Limits::new(rate, world.shop.clone(), SessionIn::Header);
    let stack = Stack::api(&ambient()).limits(Some(limits));
    let api: Router = routes().with_state(Api(world.shop.clone())).layer(stack);
    let token = customer(&world.shop, "karim").await;
    assert_eq!(fetch(&api, "/token").await.status, 200);
    assert_eq!(fetch(&api, "/token").await.status, 429);
    let before = world.db.store().statements();
    for _ in 0..10 {
        assert_eq!(as_bearer(&api, "/token", &token).await.status, 200);
    }
    assert_eq!(as_bearer(&api, "/token", &token).await.status, 429);
    assert_eq!(world.db.store().statements(), before);
}

#[tokio::test]
async fn an_idempotency_key_is_exactly_one() {
    let router = Router::new().route("/", get(async |_: IdempotencyKey| "fine"));
    let keys = async |keys: &[&'static str]| {
        let mut request = Request::get("/");
        for key in keys {
            request = request.header("idempotency-key", *key);
        }
        send(&router, request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(keys(&["0b6e"]).await.body, "fine");
    assert_eq!(keys(&[]).await.code(), "idempotency_key_missing");
    for wrong in [&["a", "b"][..], &[""], &["a b"], &["চাবি"]] {
        let refused = keys(wrong).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (400, "invalid_input"),
            "{wrong:?}"
        );
    }
}

#[tokio::test]
async fn readiness_follows_the_database_and_the_drain() {
    let world = world().await;
    let drain = Drain::new();
    let (shop, draining) = (world.shop.clone(), drain.clone());
    let api = Router::new().route(
        "/ready",
        get(async move || edge::ready(&shop, &draining).await),
    );

    let ready = fetch(&api, "/ready").await;
    assert_eq!(ready.status, 200);
    let body = ready.json();
    assert_eq!(body["status"], "ready");
    assert_eq!(body["timestamp"], "2026-11-01T12:00:00Z");
    let checks = serde_json::json!({"database": "ok", "migrations": "ok", "catalogue": "ok"});
    assert_eq!(body["checks"], checks);

    drain.begin();
    let leaving = fetch(&api, "/ready").await;
    assert_eq!(
        (leaving.status.as_u16(), leaving.json()["status"].as_str()),
        (503, Some("draining"))
    );
}

#[tokio::test]
async fn a_database_that_is_gone_is_503_and_nobody_is_taken_for_a_stranger() {
    let world = world().await;
    let api = api(&world.shop);
    let token = customer(&world.shop, "karim").await;
    world.db.store().close().await;
    for path in ["/anybody", "/customer", "/staff"] {
        let refused = as_bearer(&api, path, &token).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (503, "unavailable"),
            "{path}"
        );
        assert_eq!(refused.header("retry-after"), "2");
    }
    assert_eq!(fetch(&api, "/anybody").await.body, "nobody");

    let (shop, drain) = (world.shop.clone(), Drain::new());
    let probe = Router::new().route("/", get(async move || edge::ready(&shop, &drain).await));
    let answer = fetch(&probe, "/").await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["status"].as_str()),
        (503, Some("unavailable"))
    );
    assert_eq!(answer.json()["checks"]["database"], "unavailable");
}
