//! Limits and other origins: what is answered without a handler.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::HOST;
use axum::http::{HeaderValue, Method, Request};
use edge::{Cors, Limiter, Limits, Rate, Stack};

use super::{request, routes};
use crate::world::{World, ambient, fetch, send, world};

fn limited(world: &World, count: u32) -> Router {
    let rate = Rate {
        count,
        window: Duration::from_secs(900),
    };
    let limits = Limits::api(rate, Limiter::in_process(ambient()), world.shop.clone());
    let cors = Cors::new(&["http://shop.example"]).unwrap();
    routes().layer(Stack::api(&ambient()).cors(cors).limits(Some(limits)))
}

fn from_origin(method: Method, path: &str) -> Request<Body> {
    let mut request = request(method, path);
    request
        .headers_mut()
        .insert("origin", HeaderValue::from_static("http://shop.example"));
    request
}

#[tokio::test]
async fn past_the_limit_is_429_and_scripts_can_read_it() {
    let world = world().await;
    let api = limited(&world, 2);
    let first = fetch(&api, "/ok").await;
    assert_eq!(first.header("ratelimit-policy"), "\"default\";q=2;w=900");
    assert_eq!(first.header("ratelimit"), "\"default\";r=1;t=450");
    assert_eq!(fetch(&api, "/nowhere").await.status, 404);

    let refused = send(&api, from_origin(Method::GET, "/ok")).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (429, "rate_limited")
    );
    assert_eq!(refused.header("retry-after"), "450");
    assert_eq!(refused.header("ratelimit"), "\"default\";r=0;t=900");
    assert_eq!(
        refused.header("access-control-allow-origin"),
        "http://shop.example"
    );
    assert!(
        refused
            .header("access-control-expose-headers")
            .contains("RateLimit")
    );

    assert_eq!(fetch(&api, "/health").await.status, 200);
    assert_eq!(fetch(&api, "/health").await.header("ratelimit"), "");
}

#[tokio::test]
async fn a_preflight_is_answered_before_anything_counts() {
    let world = world().await;
    let api = limited(&world, 1);
    for _ in 0..3 {
        let answer = send(&api, from_origin(Method::OPTIONS, "/json")).await;
        assert_eq!(answer.status, 204);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            "http://shop.example"
        );
        assert!(
            answer
                .header("access-control-allow-methods")
                .contains("PUT")
        );
    }
    assert_eq!(fetch(&api, "/ok").await.status, 200);
    let other = send(&api, {
        let mut request = request(Method::OPTIONS, "/json");
        request
            .headers_mut()
            .insert("origin", HeaderValue::from_static("http://evil.example"));
        request
    });
    assert_eq!(other.await.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn only_our_proxies_say_who_the_client_is() {
    let stack = Stack::api(&ambient()).trusted_proxies(vec!["10.0.0.0/8".parse().unwrap()]);
    let api = routes().layer(stack);
    let client = async |peer: &str| {
        let mut request = request(Method::GET, "/client");
        request.headers_mut().insert(
            "x-forwarded-for",
            HeaderValue::from_static("6.6.6.6, 203.0.113.5"),
        );
        let host = HeaderValue::from_static("shop.example");
        request.headers_mut().insert(HOST, host);
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        send(&api, request).await.body
    };
    assert_eq!(client("10.1.2.3:5000").await, "203.0.113.5");
    assert_eq!(client("198.51.100.9:5000").await, "198.51.100.9");
}
