//! `GET /ready`: whether requests should be sent here.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::Api;

/// Whether the shop can sell right now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// `ready`, or why not.
    #[schema(examples("ready"))]
    status: String,
    /// Now, RFC 3339 UTC.
    #[schema(format = DateTime)]
    timestamp: String,
    /// What was looked at, and what was found.
    checks: BTreeMap<String, String>,
}

/// Can the shop sell right now?
///
/// Not while the database doesn't answer within a second, a migration is missing, or the process
/// is about to stop.
#[utoipa::path(get, path = "/ready", tag = "System", operation_id = "ready",
    responses(
        (status = 200, description = "It can.", body = Readiness),
        (status = 503, description = "It can't.", body = Readiness),
    ))]
pub(crate) async fn ready(State(api): State<Api>) -> Response {
    edge::ready(api.shop(), api.drain(), api.limiter()).await
}
