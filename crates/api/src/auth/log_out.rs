//! `POST /api/auth/logout`

use axum::extract::State;
use edge::{Customer, Json, Problem};
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
    Customer(identity): Customer,
) -> Result<Json<LoggedOut>, Problem> {
    shop.log_out(&identity).await?;
    Ok(Json(LoggedOut {
        message: "Logout successful",
    }))
}
