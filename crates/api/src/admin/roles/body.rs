//! What named roles look like to an admin.

use domain::{FieldError, Permissions, StaffRoleId};
use serde::{Deserialize, Serialize};
use shop::{StaffRole, StaffRoleInput};
use utoipa::{IntoParams, ToSchema};

use crate::words;

/// A named role of the staff.
#[derive(Serialize, ToSchema)]
#[schema(as = StaffRole)]
pub(crate) struct StaffRoleBody {
    #[schema(value_type = Uuid)]
    id: StaffRoleId,
    #[schema(examples("Packer"))]
    name: String,
    #[schema(schema_with = words::permissions)]
    permissions: Permissions,
    /// Send it with a change.
    #[schema(examples(1))]
    revision: i64,
    /// How many people have it.
    #[schema(examples(2))]
    members: i64,
}

/// All roles.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffRoleList {
    roles: Vec<StaffRoleBody>,
}

/// Names a role.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct StaffRolePath {
    /// The role's id.
    #[param(value_type = Uuid)]
    pub(super) id: StaffRoleId,
}

/// A role as an admin writes it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffRoleRequest {
    /// For a change: the `revision` that was read.
    #[schema(examples(1))]
    revision: Option<i64>,
    #[schema(min_length = 1, max_length = 40, examples("Packer"))]
    name: String,
    /// What it allows; none is a role that only gets as far as the dashboard.
    #[schema(schema_with = words::permissions)]
    permissions: Vec<String>,
}

impl StaffRoleRequest {
    pub(super) fn revision(&self) -> Result<i64, FieldError> {
        self.revision.ok_or_else(|| {
            let message = "The revision that was read is needed";
            FieldError::new("revision", FieldError::REQUIRED, message)
        })
    }
}

impl From<StaffRoleRequest> for StaffRoleInput {
    fn from(request: StaffRoleRequest) -> Self {
        StaffRoleInput {
            name: request.name,
            permissions: request.permissions,
        }
    }
}

impl From<StaffRole> for StaffRoleBody {
    fn from(role: StaffRole) -> Self {
        StaffRoleBody {
            id: role.id,
            name: role.name,
            permissions: role.permissions,
            revision: role.revision,
            members: role.members,
        }
    }
}

impl From<Vec<StaffRole>> for StaffRoleList {
    fn from(roles: Vec<StaffRole>) -> Self {
        StaffRoleList {
            roles: roles.into_iter().map(StaffRoleBody::from).collect(),
        }
    }
}
