//! `PUT /api/admin/roles/{id}`

use axum::extract::State;
use edge::{Admin, Json, Path, Problem};
use shop::Shop;

use super::body::{StaffRoleBody, StaffRolePath, StaffRoleRequest};

/// Change a named role
///
/// Replaces its name and what it allows, as they were read with `revision`. It holds for the next
/// request of everybody who has it.
#[utoipa::path(put, path = "/api/admin/roles/{id}", tag = "Back office: users", operation_id = "update_role",
    params(StaffRolePath),
    responses(
        (status = 200, description = "The role.", body = StaffRoleBody),
        (status = 409, description = "`stale` with the `revision` it has now, or `name_taken`."),
    ))]
pub(crate) async fn update_role(
    State(shop): State<Shop>,
    Admin(identity): Admin,
    Path(StaffRolePath { id }): Path<StaffRolePath>,
    Json(body): Json<StaffRoleRequest>,
) -> Result<Json<StaffRoleBody>, Problem> {
    let revision = body
        .revision()
        .map_err(|error| Problem::invalid(vec![error]))?;
    let role = shop
        .update_staff_role(&identity, id, revision, &body.into())
        .await?;
    Ok(Json(role.into()))
}
