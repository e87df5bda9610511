//! `POST /api/auth/logout`, `POST /api/auth/logout-everywhere`

use axum::extract::State;
use edge::{Json, Problem, SecurityEvent, Session};
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
) -> Result<(SecurityEvent, Json<LoggedOut>), Problem> {
    shop.log_out(&identity).await?;
    let message = "Logout successful";
    let event = SecurityEvent::logged_out(identity.user);
    Ok((event, Json(LoggedOut { message })))
}

/// Sign out everywhere
///
/// Every token of the account is useless from now on, this one too, on every replica.
#[utoipa::path(post, path = "/api/auth/logout-everywhere", tag = "Accounts", operation_id = "log_out_everywhere",
    responses((status = 200, description = "Signed out everywhere.", body = LoggedOut)))]
pub(crate) async fn log_out_everywhere(
    State(shop): State<Shop>,
    Session(identity): Session,
) -> Result<(SecurityEvent, Json<LoggedOut>), Problem> {
    shop.log_out_everywhere(&identity).await?;
    let message = "Logged out everywhere";
    let event = SecurityEvent::logged_out(identity.user);
    Ok((event, Json(LoggedOut { message })))
}
