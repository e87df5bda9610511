//! `GET /api/protected`: the original demo's proof that a token works.

use axum::extract::State;
use domain::UserId;
use edge::{Customer, Json, timestamp};
use serde::Serialize;
use shop::Shop;
use utoipa::ToSchema;

/// Whom the token belongs to.
#[derive(Serialize, ToSchema)]
pub(crate) struct Protected {
    #[schema(examples("This is a protected endpoint"))]
    message: &'static str,
    #[serde(rename = "userId")]
    #[schema(value_type = Uuid)]
    user_id: UserId,
    #[schema(examples("rahima"))]
    username: String,
    /// Now, RFC 3339 UTC.
    #[schema(format = DateTime)]
    timestamp: String,
}

/// Try a token
#[utoipa::path(get, path = "/api/protected", tag = "Accounts", operation_id = "protected",
    responses((status = 200, description = "The token is good.", body = Protected)))]
pub(crate) async fn protected(
    State(shop): State<Shop>,
    Customer(identity): Customer,
) -> Json<Protected> {
    Json(Protected {
        message: "This is a protected endpoint",
        user_id: identity.user,
        username: identity.username,
        timestamp: timestamp(shop.ambient()),
    })
}
