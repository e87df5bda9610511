//! `GET /api/auth/me`

use axum::extract::State;
use edge::{Customer, Json, Problem};
use shop::Shop;

use super::body::MeBody;

/// Whose token is this?
#[utoipa::path(get, path = "/api/auth/me", tag = "Accounts", operation_id = "me",
    responses((status = 200, description = "The account signed in.", body = MeBody)))]
pub(crate) async fn me(
    State(shop): State<Shop>,
    Customer(identity): Customer,
) -> Result<Json<MeBody>, Problem> {
    let account = shop
        .account(identity.user)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(Json(MeBody::new(account, identity.permissions)))
}
