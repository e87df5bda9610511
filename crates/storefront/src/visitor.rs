//! What a page's script calls the API with: a token that tells one browser from the next behind
//! the same address, and nothing else. Asked for when a visitor first types into the search box,
//! so that a page is no request more.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use edge::ClientAddress;
use serde_json::json;

use crate::{Storefront, respond};

/// `POST /visitor`: a token and for how many seconds it is good; 204 if there is none to be had,
/// and then calls count by address.
pub(crate) async fn welcome(
    State(state): State<Storefront>,
    ClientAddress(client): ClientAddress,
) -> Response {
    let token = match &state.visitors {
        Some(visitors) => visitors.welcome(client).await,
        None => None,
    };
    let private = [(axum::http::header::CACHE_CONTROL, respond::PERSONAL)];
    match token {
        Some((token, lifetime)) => {
            let answer = json!({"token": token, "seconds": lifetime.as_secs()});
            (private, Json(answer)).into_response()
        }
        None => (StatusCode::NO_CONTENT, private).into_response(),
    }
}
