//! `GET /ready`: whether this process should be sent requests.

use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::Ambient;
use serde::Serialize;
use shop::{NotReady, Shop};
use time::format_description::well_known::Rfc3339;

use crate::{Drain, Json, Limiter};

#[derive(Serialize)]
struct Readiness {
    status: &'static str,
    timestamp: String,
    checks: Checks,
}

#[derive(Debug, PartialEq, Serialize)]
struct Checks {
    database: &'static str,
    migrations: &'static str,
    catalogue: &'static str,
    /// Where limits count. Nothing the shop needs: it never makes a process unready.
    limits: &'static str,
}

/// 200 if the shop can serve; 503 while the database is away, migrations are missing, or the
/// process drains. The reasons are words, not messages: anybody may ask.
pub async fn ready(shop: &Shop, drain: &Drain, limiter: &Limiter) -> Response {
    let ready = shop.ready().await;
    if let Err(reason) = &ready {
        tracing::debug!(%reason, "not ready");
    }
    let (status, word) = match (&ready, drain.is_draining()) {
        (_, true) => (StatusCode::SERVICE_UNAVAILABLE, "draining"),
        (Ok(()), false) => (StatusCode::OK, "ready"),
        (Err(_), false) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    let timestamp = timestamp(shop.ambient());
    let body = Readiness {
        status: word,
        timestamp,
        checks: checks(&ready, limiter.mode()),
    };
    let mut response = (status, Json(body)).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A shop exists only once its catalogue has been loaded, and keeps serving it whatever happens
/// to the database.
fn checks(ready: &Result<(), NotReady>, limits: &'static str) -> Checks {
    let (database, migrations) = match ready {
        Ok(()) => ("ok", "ok"),
        Err(NotReady::Database(_)) => ("unavailable", "unknown"),
        Err(NotReady::Slow) => ("slow", "unknown"),
        Err(NotReady::Migrations(_)) => ("ok", "missing"),
    };
    Checks {
        database,
        migrations,
        catalogue: "ok",
        limits,
    }
}

/// Now, as the API writes times: RFC 3339 in UTC.
#[must_use]
pub fn timestamp(ambient: &Ambient) -> String {
    // Only years that no clock of ours shows can't be formatted.
    ambient.now().format(&Rfc3339).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ambient;

    #[test]
    fn each_reason_has_its_word() {
        assert_eq!(checks(&Ok(()), "shared").database, "ok");
        assert_eq!(checks(&Err(NotReady::Slow), "shared").database, "slow");
        let missing = checks(&Err(NotReady::Migrations(2)), "shared");
        assert_eq!((missing.database, missing.migrations), ("ok", "missing"));
    }

    #[test]
    fn times_are_rfc_3339_in_utc() {
        assert_eq!(timestamp(&ambient()), "2026-11-01T12:00:00Z");
    }
}
