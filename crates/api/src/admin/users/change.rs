//! `PATCH /api/admin/users/{id}`

use axum::extract::State;
use domain::{FieldError, Role};
use edge::{Admin, Json, Path, Problem};
use serde::Deserialize;
use shop::{Shop, UserChange};
use utoipa::ToSchema;

use super::body::UserPath;
use crate::auth::body::AccountBody;
use crate::words;

/// A change to an account; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserChangeRequest {
    #[schema(schema_with = words::maybe_role, required = false)]
    role: Option<Role>,
    /// Locked out; the account's sessions end at once.
    #[schema(examples(false))]
    disabled: Option<bool>,
}

/// Change an account's role, or lock it out
///
/// Nobody changes their own account, so that there is always an admin left.
#[utoipa::path(patch, path = "/api/admin/users/{id}", tag = "Back office: users", operation_id = "change_user",
    params(UserPath),
    responses((status = 200, description = "The account as it is now.", body = AccountBody)))]
pub(crate) async fn change_user(
    State(shop): State<Shop>,
    Admin(identity): Admin,
    Path(UserPath { id }): Path<UserPath>,
    Json(body): Json<UserChangeRequest>,
) -> Result<Json<AccountBody>, Problem> {
    if body.role.is_none() && body.disabled.is_none() {
        let message = "A role, or disabled, or both are needed";
        let error = FieldError::new("role", FieldError::REQUIRED, message);
        return Err(Problem::invalid(vec![error]));
    }
    let change = UserChange {
        role: body.role,
        disabled: body.disabled,
    };
    Ok(Json(shop.change_user(&identity, id, change).await?.into()))
}
