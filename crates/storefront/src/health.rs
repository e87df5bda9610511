//! Whether the process lives, and whether it should get requests: for load balancers, so not in
//! anybody's language.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::Storefront;

/// `GET /health`: the process alone, never the database.
pub(crate) async fn health(State(state): State<Storefront>) -> Json<Value> {
    let ambient = state.shop.ambient();
    let uptime = (ambient.now() - state.started).as_seconds_f64().max(0.0);
    Json(json!({
        "status": "healthy",
        "timestamp": edge::timestamp(ambient),
        "uptime": uptime,
    }))
}

/// `GET /ready`
pub(crate) async fn ready(State(state): State<Storefront>) -> Response {
    edge::ready(&state.shop, &state.drain, &state.limiter).await
}
