//! `PATCH /api/admin/users/{id}`

use axum::extract::State;
use domain::{FieldError, Role, StaffRoleId};
use edge::{Admin, Json, Path, Problem};
use serde::{Deserialize, Deserializer};
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
    /// The id of the named role that says what they may do; `null` for none. Staff alone have one.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>, required = false)]
    staff_role: Option<Option<StaffRoleId>>,
    /// Locked out; the account's sessions end at once.
    #[schema(examples(false))]
    disabled: Option<bool>,
}

/// `null` is an answer of its own, not a field that was left out.
fn given<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<StaffRoleId>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
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
    if body.role.is_none() && body.staff_role.is_none() && body.disabled.is_none() {
        let message = "A role, staff_role or disabled is needed";
        let error = FieldError::new("role", FieldError::REQUIRED, message);
        return Err(Problem::invalid(vec![error]));
    }
    let change = UserChange {
        role: body.role,
        staff_role: body.staff_role,
        disabled: body.disabled,
    };
    Ok(Json(shop.change_user(&identity, id, change).await?.into()))
}
