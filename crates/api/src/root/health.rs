//! `GET /health`: the process alone, never the database. A restart wouldn't bring a database back.

use axum::extract::State;
use edge::{Json, timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::Api;

/// That the process is alive.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    #[schema(examples("healthy"))]
    status: &'static str,
    /// Now, RFC 3339 UTC.
    #[schema(format = DateTime)]
    timestamp: String,
    /// Seconds since the process began to serve.
    uptime: f64,
}

/// Is the process alive?
///
/// Looks at nothing but the process, so that a database that is down doesn't get every replica
/// restarted. Whether the shop can sell is asked of `/ready`.
#[utoipa::path(get, path = "/health", tag = "System", operation_id = "health",
    responses((status = 200, description = "It is.", body = Health)))]
pub(crate) async fn health(State(api): State<Api>) -> Json<Health> {
    let ambient = api.shop().ambient();
    // A clock that was set back gives zero rather than a negative age.
    let uptime = (ambient.now() - api.started()).as_seconds_f64().max(0.0);
    Json(Health {
        status: "healthy",
        timestamp: timestamp(ambient),
        uptime,
    })
}
