//! `GET /api/admin/users/{id}`

use axum::extract::State;
use edge::{Admin, Json, Path, Problem};
use shop::Shop;

use super::body::UserPath;
use crate::auth::body::AccountBody;

/// See an account
#[utoipa::path(get, path = "/api/admin/users/{id}", tag = "Back office: users", operation_id = "show_user",
    params(UserPath),
    responses((status = 200, description = "The account.", body = AccountBody)))]
pub(crate) async fn show_user(
    State(shop): State<Shop>,
    _admin: Admin,
    Path(UserPath { id }): Path<UserPath>,
) -> Result<Json<AccountBody>, Problem> {
    let account = shop.account(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(account.into()))
}
