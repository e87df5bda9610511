//! `GET /`: says that the API is there, in the words of the original demo.

use axum::extract::State;
use edge::{Json, timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::Api;

/// That the API answers, and which one it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Index {
    #[schema(examples("DhakaCart API is Online!"))]
    message: &'static str,
    /// Always `Healthy`: a process that isn't doesn't answer.
    #[schema(examples("Healthy"))]
    system_status: &'static str,
    /// Now, RFC 3339 UTC.
    #[schema(format = DateTime)]
    timestamp: String,
    version: String,
    /// `development`, `production` …
    environment: String,
}

/// Say that the API is there
#[utoipa::path(get, path = "/", tag = "System", operation_id = "index",
    responses((status = 200, description = "It is there.", body = Index)))]
pub(crate) async fn index(State(api): State<Api>) -> Json<Index> {
    Json(Index {
        message: "DhakaCart API is Online!",
        system_status: "Healthy",
        timestamp: timestamp(api.shop().ambient()),
        version: api.version().to_owned(),
        environment: api.environment().to_owned(),
    })
}
