//! `POST /api/admin/roles`

use axum::extract::State;
use axum::http::StatusCode;
use edge::{Admin, Json, Problem};
use shop::Shop;

use super::body::{StaffRoleBody, StaffRoleRequest};

/// Make a named role
///
/// Staff who are given it (`PATCH /api/admin/users/{id}`) may do what it says and nothing else.
#[utoipa::path(post, path = "/api/admin/roles", tag = "Back office: users", operation_id = "create_role",
    responses(
        (status = 201, description = "The role.", body = StaffRoleBody),
        (status = 409, description = "`name_taken`, or `list_full` with a hundred roles."),
    ))]
pub(crate) async fn create_role(
    State(shop): State<Shop>,
    Admin(identity): Admin,
    Json(body): Json<StaffRoleRequest>,
) -> Result<(StatusCode, Json<StaffRoleBody>), Problem> {
    let role = shop.create_staff_role(&identity, &body.into()).await?;
    Ok((StatusCode::CREATED, Json(role.into())))
}
