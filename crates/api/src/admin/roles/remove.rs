//! `DELETE /api/admin/roles/{id}`

use axum::extract::State;
use edge::{Admin, Json, Path, Problem};
use shop::Shop;

use super::body::{StaffRoleList, StaffRolePath};

/// Remove a named role
///
/// One that somebody has stays: without it they could do more than with it.
#[utoipa::path(delete, path = "/api/admin/roles/{id}", tag = "Back office: users", operation_id = "remove_role",
    params(StaffRolePath),
    responses(
        (status = 200, description = "The roles that are left.", body = StaffRoleList),
        (status = 409, description = "`role_in_use`"),
    ))]
pub(crate) async fn remove_role(
    State(shop): State<Shop>,
    Admin(identity): Admin,
    Path(StaffRolePath { id }): Path<StaffRolePath>,
) -> Result<Json<StaffRoleList>, Problem> {
    shop.remove_staff_role(&identity, id).await?;
    Ok(Json(shop.staff_roles().await?.into()))
}
