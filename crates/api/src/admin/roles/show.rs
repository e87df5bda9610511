//! `GET /api/admin/roles/{id}`

use axum::extract::State;
use edge::{Admin, Json, Path, Problem};
use shop::Shop;

use super::body::{StaffRoleBody, StaffRolePath};

/// Show a named role
#[utoipa::path(get, path = "/api/admin/roles/{id}", tag = "Back office: users", operation_id = "show_role",
    params(StaffRolePath),
    responses((status = 200, description = "The role.", body = StaffRoleBody)))]
pub(crate) async fn show_role(
    State(shop): State<Shop>,
    _: Admin,
    Path(StaffRolePath { id }): Path<StaffRolePath>,
) -> Result<Json<StaffRoleBody>, Problem> {
    let role = shop.staff_role(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(role.into()))
}
