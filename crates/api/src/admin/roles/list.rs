//! `GET /api/admin/roles`

use axum::extract::State;
use edge::{Admin, Json, Problem};
use shop::Shop;

use super::body::StaffRoleList;

/// List named roles
#[utoipa::path(get, path = "/api/admin/roles", tag = "Back office: users", operation_id = "list_roles",
    responses((status = 200, description = "All of them by name.", body = StaffRoleList)))]
pub(crate) async fn list_roles(
    State(shop): State<Shop>,
    _: Admin,
) -> Result<Json<StaffRoleList>, Problem> {
    Ok(Json(shop.staff_roles().await?.into()))
}
