//! `POST /api/auth/logout`, `POST /api/auth/logout-everywhere`

use axum::extract::State;
use edge::{Json, Problem, Session};
use serde::Serialize;
use shop::Shop;
use utoipa::ToSchema;

/// That the session is over.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoggedOut {
    #[schema(examples("Logout successful"))]
    message: &'static str,
}

/// Sign out
///
/// The token is useless from now on, on every replica.
#[utoipa::path(post, path = "/api/auth/logout", tag = "Accounts", operation_id = "log_out",
    responses((status = 200, description = "Signed out.", body = LoggedOut)))]
pub(crate) async fn log_out(
    State(shop): State<Shop>,
    Session(identity): Session,
) -> Result<Json<LoggedOut>, Problem> {
    shop.log_out(&identity).await?;
    Ok(Json(LoggedOut {
        message: "Logout successful",
    }))
}

/// Sign out everywhere
///
/// Every token of the account is useless from now on, this one too, on every replica.
#[utoipa::path(post, path = "/api/auth/logout-everywhere", tag = "Accounts", operation_id = "log_out_everywhere",
    responses((status = 200, description = "Signed out everywhere.", body = LoggedOut)))]
pub(crate) async fn log_out_everywhere(
    State(shop): State<Shop>,
    Session(identity): Session,
) -> Result<Json<LoggedOut>, Problem> {
    shop.log_out_everywhere(&identity).await?;
    Ok(Json(LoggedOut {
        message: "Logged out everywhere",
    }))
}
