//! What the tests share: a shop on a database of its own, requests, and answers read whole.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use domain::{Ambient, ManualClock, SeededEntropy};
use serde_json::Value;
use shop::{Shop, ShopOptions};
use store::testing::{Engine, TestDb};
use time::macros::datetime;
use tower::ServiceExt as _;

pub(crate) fn clock() -> (ManualClock, Ambient) {
    let clock = ManualClock::new(datetime!(2026-11-01 12:00 UTC));
    let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(7)));
    (clock, ambient)
}

pub(crate) fn ambient() -> Ambient {
    clock().1
}

/// A shop that lives as long as its database.
pub(crate) struct World {
    pub(crate) shop: Shop,
    pub(crate) clock: ManualClock,
    pub(crate) db: TestDb,
}

pub(crate) async fn world() -> World {
    let db = TestDb::new(Engine::Sqlite).await;
    let (clock, ambient) = clock();
    let shop = Shop::open(db.store().clone(), ambient, ShopOptions::default())
        .await
        .unwrap();
    World { shop, clock, db }
}

/// An answer read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) fn get(path: &str) -> axum::http::request::Builder {
    Request::get(path)
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

pub(crate) async fn fetch(router: &Router, path: &str) -> Answer {
    send(router, get(path).body(Body::empty()).unwrap()).await
}

/// What is logged on this thread while the guard lives.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn start(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false)
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
