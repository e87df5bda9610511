//! Tests of a face's limits.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use domain::{ManualClock, UserId};

use super::*;
use crate::testing::clock;

const HERE: &str = "203.0.113.1";

struct Face {
    clock: ManualClock,
    limits: Limits,
}

/// What a call was told: whether it was taken, the policy, how it stands.
struct Told(bool, String, String);

fn face(count: u32, session_in: SessionIn) -> Face {
    let (clock, ambient) = clock();
    let user = UserId::mint(&ambient);
    let rate = Rate {
        count,
        window: Duration::from_secs(900),
    };
    let limiter = Limiter::in_process(ambient);
    let limits = Limits::with(rate, limiter, session_in, move |token| {
        (token == "good").then_some(user)
    });
    Face { clock, limits }
}

fn api(count: u32) -> Face {
    face(count, SessionIn::Header)
}

impl Face {
    fn asked(
        &self,
        method: &Method,
        uri: &str,
        client: &str,
        headers: &HeaderMap,
    ) -> Option<Counted> {
        let asked = self.limits.ask(
            method,
            &uri.parse().unwrap(),
            headers,
            client.parse().unwrap(),
        )?;
        asked.at_once()
    }

    fn call(&self, method: &Method, uri: &str, client: &str) -> Told {
        told(self.asked(method, uri, client, &HeaderMap::new()).unwrap())
    }

    fn get(&self, client: &str) -> Told {
        self.call(&Method::GET, "/api/products", client)
    }

    fn signed_in(&self, token: &str, client: &str) -> Told {
        let header = format!("Bearer {token}").parse().unwrap();
        let headers = [(AUTHORIZATION, header)].into_iter().collect();
        told(self.asked(&Method::GET, "/", client, &headers).unwrap())
    }
}

fn told(counted: Counted) -> Told {
    let taken = counted.refusal().is_none();
    let mut headers = HeaderMap::new();
    counted.write_headers(&mut headers);
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    Told(taken, header("ratelimit-policy"), header("ratelimit"))
}

#[test]
fn a_call_tells_the_policy_and_what_is_left() {
    let Told(taken, policy, limit) = api(100).get(HERE);
    assert!(taken);
    assert_eq!(policy, "\"default\";q=100;w=900");
    assert_eq!(limit, "\"default\";r=99;t=9");
}

#[test]
fn past_the_budget_is_refused_with_a_time_to_come_back() {
    let face = api(2);
    assert!(face.get(HERE).0 && face.get(HERE).0);
    let counted = face.asked(&Method::GET, "/", HERE, &HeaderMap::new());
    let problem = counted.unwrap().refusal().unwrap();
    assert_eq!(
        (problem.status().as_u16(), problem.code()),
        (429, "rate_limited")
    );
    assert_eq!(problem.headers()[0].1, "450");
    face.clock.advance(Duration::from_secs(450));
    assert!(face.get(HERE).0);
}

#[test]
fn a_user_counts_alone_and_tenfold_and_a_forged_token_not_at_all() {
    let face = api(1);
    assert!(face.get(HERE).0);
    assert!(!face.signed_in("forged", HERE).0);
    let Told(taken, policy, limit) = face.signed_in("good", HERE);
    assert!(taken);
    assert_eq!(policy, "\"default\";q=10;w=900");
    assert_eq!(limit, "\"default\";r=9;t=90");
    for _ in 1..10 {
        assert!(face.signed_in("good", "203.0.113.2").0);
    }
    assert!(!face.signed_in("good", "203.0.113.3").0);
}

#[test]
fn all_hundred_plain_reads_are_taken_and_the_next_is_not() {
    let face = api(100);
    assert!((0..100).all(|_| face.get(HERE).0));
    assert!(!face.get(HERE).0);
}

#[test]
fn searching_and_writing_have_tighter_budgets_inside() {
    for (method, uri, name) in [
        (Method::GET, "/api/suggest?q=ph", "search"),
        (Method::GET, "/api/products?page=2&q=phone", "search"),
        (Method::POST, "/api/carts", "writes"),
        (Method::DELETE, "/api/carts/1/items/A", "writes"),
    ] {
        let face = api(10);
        let Told(_, policy, limit) = face.call(&method, uri, HERE);
        assert_eq!(
            policy,
            format!("\"{name}\";q=6;w=900, \"default\";q=10;w=900")
        );
        assert_eq!(limit, format!("\"{name}\";r=5;t=150, \"default\";r=9;t=90"));
        assert!((1..6).all(|_| face.call(&method, uri, HERE).0));
        let Told(taken, _, limit) = face.call(&method, uri, HERE);
        assert!(!taken, "{uri}");
        assert!(limit.starts_with(&format!("\"{name}\";r=0;")), "{limit}");
        // The refused one took nothing from the rest.
        assert!((6..10).all(|_| face.get(HERE).0));
        // The tightest is now the wide one.
        let Told(_, policy, limit) = face.call(&method, uri, HERE);
        assert!(limit.contains("\"default\";r=0"), "{policy} {limit}");
    }
}

#[test]
fn probes_and_preflights_do_not_count() {
    let face = api(1);
    let counts = |method, uri| {
        let counted = face.asked(&method, uri, HERE, &HeaderMap::new());
        counted.map(|counted| counted.refusal().is_some())
    };
    assert_eq!(counts(Method::GET, "/health"), None);
    assert_eq!(counts(Method::GET, "/ready"), None);
    assert_eq!(counts(Method::OPTIONS, "/api/products"), None);
    assert_eq!(counts(Method::GET, "/assets/shop.css"), Some(false));
    assert_eq!(counts(Method::GET, "/health/"), Some(true));
}

#[test]
fn files_of_pages_and_this_machine_do_not_count() {
    let face = face(1, SessionIn::Cookie);
    let counts = |uri, client| {
        face.asked(&Method::GET, uri, client, &HeaderMap::new())
            .is_some()
    };
    for file in [
        "/assets/shop.js",
        "/media/a-1x1.jpg",
        "/favicon.ico",
        "/health",
    ] {
        assert!(!counts(file, HERE), "{file}");
    }
    for page in ["/", "/bn/products/x", "/admin", "/assets"] {
        assert!(counts(page, HERE), "{page}");
        assert!(!counts(page, "127.0.0.1") && !counts(page, "::1"), "{page}");
    }
    assert!(
        api(1)
            .asked(&Method::GET, "/", "127.0.0.1", &HeaderMap::new())
            .is_some()
    );
}

#[test]
fn an_ipv6_network_is_one_client() {
    let face = api(1);
    assert!(face.get("2001:db8:1:2::1").0);
    assert!(!face.get("2001:db8:1:2:ffff::9").0);
    assert!(face.get("2001:db8:1:3::1").0);
}

#[test]
fn who_keeps_pushing_is_told_that_it_is_blocked() {
    let face = api(2);
    let refusal = || {
        let counted = face.asked(&Method::GET, "/", HERE, &HeaderMap::new());
        counted.unwrap().refusal()
    };
    let blocked = (0..200)
        .filter_map(|_| refusal())
        .find(|problem| problem.code() == "blocked");
    let blocked = blocked.expect("after a hundred refusals");
    assert_eq!(blocked.status(), 429);
    assert_eq!(blocked.headers()[0].1, "60");
    let Told(taken, policy, limit) = face.get(HERE);
    assert!(!taken);
    assert_eq!(policy, "\"default\";q=2;w=900");
    assert_eq!(limit, "\"default\";r=0;t=60");
    assert!(face.get("203.0.113.2").0);
    assert!(
        face.signed_in("good", HERE).0,
        "a user is not their address"
    );
}

#[test]
fn a_proxy_of_ours_is_never_blocked() {
    let mut face = api(2);
    face.limits = face.limits.sparing(&["203.0.113.0/24".parse().unwrap()]);
    for _ in 0..500 {
        let counted = face.asked(&Method::GET, "/", HERE, &HeaderMap::new());
        let refusal = counted.unwrap().refusal();
        assert!(refusal.is_none_or(|problem| problem.code() == "rate_limited"));
    }
}

#[tokio::test]
async fn visitors_count_by_their_token_while_they_only_look() {
    let (clock, ambient) = clock();
    let rate = Rate {
        count: 1,
        window: Duration::from_secs(900),
    };
    let limiter = Limiter::in_process(ambient.clone());
    let visitors = Visitors::new(b"secret", rate, limiter.clone(), ambient).unwrap();
    let (token, _) = visitors.welcome(HERE.parse().unwrap()).await.unwrap();
    let limits = Limits::with(rate, limiter, SessionIn::Header, |_| None);
    let limits = limits.visitors(Some(visitors));
    let face = Face { clock, limits };
    let uri = format!("/api/suggest?q=ph&visitor={token}");
    let Told(_, policy, _) = face.call(&Method::GET, &uri, HERE);
    assert_eq!(policy, "\"default\";q=2;w=900");
    assert!(face.call(&Method::GET, &uri, "203.0.113.7").0);
    assert!(!face.call(&Method::GET, &uri, HERE).0);
    // Their address still has its own, for whatever the token doesn't stand for.
    assert!(face.call(&Method::POST, &uri, HERE).0);
    let forged = "/api/suggest?q=ph&visitor=00.1.00";
    assert!(!face.call(&Method::GET, forged, HERE).0);
}
