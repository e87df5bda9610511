//! What the stack does to every request.

mod limits;
mod meters;
mod pages;

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use edge::{ClientAddress, Json, Problem, Query, RequestId, Stack, code};

use crate::world::{self, Log, ambient, fetch, send};

#[derive(Debug, thiserror::Error)]
#[error("the disk is on fire")]
struct OnFire;

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/ok", get(async || "fine"))
        .route("/id", get(async |id: RequestId| id.to_string()))
        .route(
            "/client",
            get(async |ClientAddress(client): ClientAddress| client.to_string()),
        )
        .route("/carts/{id}", get(async || Problem::not_found()))
        .route("/broken", get(async || Problem::internal(OnFire)))
        .route("/panic", get(panics))
        .route("/forever", get(forever))
        .route("/slow-import", post(forever))
        .route("/json", post(async |Json(n): Json<i64>| Json(n + 1)))
        .route("/health", get(async || "alive"))
        .fallback(edge::not_found)
        .method_not_allowed_fallback(edge::method_not_allowed)
}

async fn panics() -> &'static str {
    panic!("the secret of the house")
}

async fn forever() -> &'static str {
    std::future::pending::<()>().await;
    "never"
}

fn api() -> Router {
    routes().layer(Stack::api(&ambient()))
}

fn request(method: Method, path: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn every_answer_has_a_request_id_and_handlers_know_it() {
    let api = api();
    let answer = fetch(&api, "/id").await;
    assert_eq!(answer.header("x-request-id"), answer.body);
    assert!(answer.body.len() > 10, "{}", answer.body);
    assert_ne!(fetch(&api, "/id").await.body, answer.body);

    let given = world::get("/id")
        .header("x-request-id", "abc-123")
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(&api, given).await.body, "abc-123");
    let odd = world::get("/id")
        .header("x-request-id", "a b")
        .body(Body::empty())
        .unwrap();
    assert_ne!(send(&api, odd).await.body, "a b");
}

#[tokio::test]
async fn a_problem_is_written_with_its_request_id() {
    let answer = fetch(&api(), "/carts/1").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let problem = answer.json();
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
    assert_eq!(problem["type"], "/problems/not_found");
    assert_eq!(problem["status"], 404);
    assert_eq!(
        answer.header("content-length"),
        answer.body.len().to_string()
    );
}

#[tokio::test]
async fn what_no_route_takes_is_a_problem_too() {
    let api = api();
    let unknown = fetch(&api, "/nowhere").await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.code().as_str()),
        (404, "not_found")
    );
    let wrong = send(&api, request(Method::DELETE, "/ok")).await;
    assert_eq!(
        (wrong.status.as_u16(), wrong.code().as_str()),
        (405, "method_not_allowed")
    );
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    assert!(!wrong.header("x-request-id").is_empty());
}

#[tokio::test]
async fn a_head_of_a_problem_has_no_body() {
    let answer = send(&api(), request(Method::HEAD, "/carts/1")).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (404, ""));
}

#[tokio::test]
async fn a_failure_tells_the_client_nothing_and_the_log_everything_once() {
    let log = Log::default();
    let _guard = log.start();
    let answer = fetch(&api(), "/broken").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (500, "internal")
    );
    assert!(!answer.body.contains("fire"), "{}", answer.body);
    let lines = log.lines();
    let about: Vec<_> = lines
        .iter()
        .filter(|line| line.contains("on fire"))
        .collect();
    let [line] = about.as_slice() else {
        panic!("{lines:?}")
    };
    assert!(
        line.contains("ERROR") && line.contains(answer.header("x-request-id")),
        "{line}"
    );
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_next_request_is_served() {
    let (api, log) = (api(), Log::default());
    let _guard = log.start();
    let answer = fetch(&api, "/panic").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (500, "internal")
    );
    assert!(!answer.body.contains("secret"), "{}", answer.body);
    assert!(
        log.lines()
            .iter()
            .any(|line| line.contains("secret of the house"))
    );
    assert_eq!(fetch(&api, "/ok").await.status, 200);
}

#[tokio::test]
async fn the_log_names_the_route_and_never_the_path() {
    let log = Log::default();
    let _guard = log.start();
    fetch(&api(), "/carts/0d1c0d52-secret").await;
    let lines = log.lines();
    assert!(
        lines.iter().any(|line| line.contains("/carts/{id}")),
        "{lines:?}"
    );
    assert!(
        !lines.iter().any(|line| line.contains("secret")),
        "{lines:?}"
    );
}

#[tokio::test]
async fn a_handler_has_so_long_and_no_longer() {
    let stack = Stack::api(&ambient()).time_limit(Duration::from_millis(10));
    let answer = fetch(&routes().layer(stack), "/forever").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (503, "timed_out")
    );
    assert_eq!(answer.header("retry-after"), "1");
}

#[tokio::test]
async fn a_route_may_have_a_time_limit_of_its_own() {
    let stack = Stack::api(&ambient())
        .time_limit(Duration::from_secs(3_600))
        .route_time_limit("/slow-import", Duration::from_millis(10));
    let answer = send(
        &routes().layer(stack),
        request(Method::POST, "/slow-import"),
    )
    .await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (503, "timed_out")
    );
}

#[tokio::test]
async fn browsers_are_told_to_be_careful() {
    let answer = fetch(&api(), "/ok").await;
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let stack = Stack::api(&ambient()).header(
        "referrer-policy".parse().unwrap(),
        HeaderValue::from_static("origin"),
    );
    let answer = fetch(&routes().layer(stack), "/ok").await;
    assert_eq!(answer.header("referrer-policy"), "origin");
}

#[derive(Debug, serde::Deserialize)]
struct Paging {
    page: Option<u32>,
}

#[tokio::test]
async fn what_an_extractor_refuses_looks_like_every_problem() {
    let api = Router::new()
        .route(
            "/list",
            get(async |Query(paging): Query<Paging>| format!("{:?}", paging.page)),
        )
        .route("/json", post(async |Json(n): Json<i64>| Json(n + 1)))
        .layer(Stack::api(&ambient()));
    assert_eq!(fetch(&api, "/list?page=%E0%A7%A7").await.body, "Some(1)");
    let refused = fetch(&api, "/list?page=x").await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json()["errors"][0]["field"], "page");
    assert_eq!(refused.json()["request_id"], refused.header("x-request-id"));

    let mut body = request(Method::POST, "/json");
    body.headers_mut()
        .insert("content-type", HeaderValue::from_static("application/json"));
    *body.body_mut() = Body::from("41");
    assert_eq!(send(&api, body).await.body, "42");
}

#[tokio::test]
async fn a_routes_own_body_limit_holds() {
    let within = Duration::from_secs(10);
    let api = Router::new()
        .route(
            "/small",
            post(async |raw: edge::RawBody| raw.0.len().to_string()),
        )
        .route(
            "/large",
            post(async |raw: edge::RawBody| raw.0.len().to_string())
                .layer(edge::body_limit(100_000, within)),
        )
        .layer(Stack::api(&ambient()));
    let posted = async |path: &str, bytes: usize| {
        let mut body = request(Method::POST, path);
        *body.body_mut() = Body::from(vec![b'x'; bytes]);
        send(&api, body).await
    };
    assert_eq!(posted("/small", 65_536).await.body, "65536");
    assert_eq!(posted("/small", 65_537).await.code(), "body_too_large");
    assert_eq!(posted("/large", 100_000).await.body, "100000");
    assert_eq!(posted("/large", 100_001).await.status, 413);
}

#[tokio::test]
async fn a_problem_keeps_the_headers_it_came_with() {
    async fn refused() -> Response {
        let problem = Problem::new(code::OUT_OF_STOCK, "Gone").with("items", ["a"]);
        let mut headers = HeaderMap::new();
        headers.insert("x-own", HeaderValue::from_static("1"));
        (
            headers,
            problem.header(edge::IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true")),
        )
            .into_response()
    }
    let api = Router::new()
        .route("/", get(refused))
        .layer(Stack::api(&ambient()));
    let answer = fetch(&api, "/").await;
    assert_eq!(answer.header("x-own"), "1");
    assert_eq!(answer.header("idempotency-replayed"), "true");
    assert_eq!(answer.json()["items"], serde_json::json!(["a"]));
}
