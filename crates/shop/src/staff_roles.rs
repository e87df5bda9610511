//! Named roles of the staff: admins make them, change them and take them away, audited in the same
//! transaction. What a role allows is read with the session of whoever has it, so a change holds
//! for the next request on every replica.
//!
//! Only admins come here, and they hold every permission: nobody grants what they don't have.

use domain::{FieldError, Permission, Permissions, Role, StaffRoleId};
use serde::Serialize;
use serde_json::Value;
use store::{StaffRoleRow, StoreError, Tx};

use crate::{Identity, Shop};

/// Roles a shop can have: more than anybody keeps apart.
pub const MAX_STAFF_ROLES: usize = 100;
/// Characters of a role's name at most.
const MAX_NAME: usize = 40;

/// A named role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaffRole {
    /// Its id.
    pub id: StaffRoleId,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
    /// Names what it was read as; a change tells it.
    pub revision: i64,
    /// How many people have it.
    pub members: i64,
}

impl From<StaffRoleRow> for StaffRole {
    fn from(row: StaffRoleRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            permissions: row.permissions,
            revision: row.revision,
            members: row.members,
        }
    }
}

/// A role as somebody wrote it.
#[derive(Debug, Clone, Default)]
pub struct StaffRoleInput {
    /// 1 to 40 characters, on one line.
    pub name: String,
    /// Words of [`Permission`].
    pub permissions: Vec<String>,
}

/// Why a role was not made, changed or removed.
#[derive(Debug, thiserror::Error)]
pub enum StaffRoleError {
    /// Some input is wrong.
    #[error("the role is not valid")]
    Invalid(Vec<FieldError>),
    /// Only admins manage roles.
    #[error("only an admin manages roles")]
    NotAllowed,
    /// No such role.
    #[error("there is no such role")]
    NotFound,
    /// Another role has the name.
    #[error("another role has this name")]
    NameTaken,
    /// There are as many as there may be.
    #[error("there are {MAX_STAFF_ROLES} roles already")]
    Full,
    /// Somebody has it: without it they could do more than with it.
    #[error("somebody has this role")]
    InUse,
    /// Somebody changed it meanwhile.
    #[error("the role was changed meanwhile")]
    Stale {
        /// The revision it has now.
        current_revision: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StaffRoleInput {
    fn check(&self) -> Result<(String, Permissions), Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            let message = "A role needs a name";
            errors.push(FieldError::new("name", FieldError::REQUIRED, message));
        } else if name.chars().count() > MAX_NAME {
            let message = "A role's name has at most 40 characters";
            errors.push(FieldError::new("name", FieldError::LENGTH, message));
        } else if name.chars().any(char::is_control) {
            let message = "A role's name has no control characters";
            errors.push(FieldError::new("name", FieldError::FORMAT, message));
        }
        let mut permissions = Vec::new();
        for word in self.permissions.iter().take(Permission::ALL.len() + 1) {
            match word.parse() {
                Ok(permission) => permissions.push(permission),
                Err(unknown) => errors.push(FieldError::new(
                    "permissions",
                    FieldError::UNKNOWN,
                    format!("{unknown}"),
                )),
            }
        }
        if self.permissions.len() > Permission::ALL.len() {
            let message = "There are more entries than permissions";
            errors.push(FieldError::new("permissions", FieldError::LENGTH, message));
        }
        match errors.is_empty() {
            true => Ok((name, permissions.into_iter().collect())),
            false => Err(errors),
        }
    }
}

impl Shop {
    /// All roles by name.
    pub async fn staff_roles(&self) -> Result<Vec<StaffRole>, StoreError> {
        let rows = self
            .store()
            .list_staff_roles(MAX_STAFF_ROLES as i64)
            .await?;
        Ok(rows.into_iter().map(StaffRole::from).collect())
    }

    /// One role.
    pub async fn staff_role(&self, id: StaffRoleId) -> Result<Option<StaffRole>, StoreError> {
        Ok(self.store().find_staff_role(id).await?.map(StaffRole::from))
    }

    /// Makes a role.
    pub async fn create_staff_role(
        &self,
        by: &Identity,
        input: &StaffRoleInput,
    ) -> Result<StaffRole, StaffRoleError> {
        only_admins(by)?;
        let (name, permissions) = input.check().map_err(StaffRoleError::Invalid)?;
        if self.staff_roles().await?.len() >= MAX_STAFF_ROLES {
            return Err(StaffRoleError::Full);
        }
        let now = self.ambient().now();
        let row = StaffRoleRow {
            id: StaffRoleId::mint(self.ambient()),
            name,
            permissions,
            revision: 1,
            created_at: now,
            updated_at: now,
            members: 0,
        };
        let mut tx = self.store().begin().await?;
        let written = tx.insert_staff_role(&row, &row.name.to_lowercase()).await;
        written.map_err(taken)?;
        let role = StaffRole::from(row);
        self.audit_role(&mut tx, by, "role.create", None, Some(&role))
            .await?;
        tx.commit().await?;
        Ok(role)
    }

    /// Gives a role another name and other permissions. Whoever has it may do that from their next
    /// request on.
    pub async fn update_staff_role(
        &self,
        by: &Identity,
        id: StaffRoleId,
        expected_revision: i64,
        input: &StaffRoleInput,
    ) -> Result<StaffRole, StaffRoleError> {
        only_admins(by)?;
        let (name, permissions) = input.check().map_err(StaffRoleError::Invalid)?;
        let mut tx = self.store().begin().await?;
        let row = tx.find_staff_role_for_update(id).await?;
        let row = row.ok_or(StaffRoleError::NotFound)?;
        if row.revision != expected_revision {
            return Err(StaffRoleError::Stale {
                current_revision: row.revision,
            });
        }
        let next = StaffRoleRow {
            name,
            permissions,
            revision: row.revision + 1,
            updated_at: self.ambient().now(),
            ..row.clone()
        };
        let written = tx.update_staff_role(&next, &next.name.to_lowercase()).await;
        written.map_err(taken)?;
        let (before, after) = (StaffRole::from(row), StaffRole::from(next));
        self.audit_role(&mut tx, by, "role.update", Some(&before), Some(&after))
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Removes a role that nobody has.
    pub async fn remove_staff_role(
        &self,
        by: &Identity,
        id: StaffRoleId,
    ) -> Result<(), StaffRoleError> {
        only_admins(by)?;
        let mut tx = self.store().begin().await?;
        let row = tx.find_staff_role_for_update(id).await?;
        let role = StaffRole::from(row.ok_or(StaffRoleError::NotFound)?);
        if role.members > 0 {
            return Err(StaffRoleError::InUse);
        }
        // Somebody may be given it at this moment: then the foreign key refuses.
        match tx.delete_staff_role(id).await {
            Err(StoreError::Constraint { .. }) => return Err(StaffRoleError::InUse),
            deleted => deleted?,
        }
        self.audit_role(&mut tx, by, "role.remove", Some(&role), None)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn audit_role(
        &self,
        tx: &mut Tx,
        by: &Identity,
        action: &str,
        before: Option<&StaffRole>,
        after: Option<&StaffRole>,
    ) -> Result<(), StoreError> {
        let named = after.or(before).map(|role| role.id.to_string());
        let subject = format!("role:{}", named.unwrap_or_default());
        self.audit(tx, by, action, subject, before.map(json), after.map(json))
            .await
    }
}

fn json(role: &StaffRole) -> Value {
    serde_json::json!({"name": role.name, "permissions": role.permissions})
}

fn only_admins(by: &Identity) -> Result<(), StaffRoleError> {
    match by.role {
        Role::Admin => Ok(()),
        Role::Staff | Role::Customer => Err(StaffRoleError::NotAllowed),
    }
}

fn taken(error: StoreError) -> StaffRoleError {
    match error.is_unique("name_key") {
        true => StaffRoleError::NameTaken,
        false => error.into(),
    }
}
