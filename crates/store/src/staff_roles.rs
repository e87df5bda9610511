//! Named roles of the staff: what somebody with one of them may do.

use domain::{Permissions, StaffRoleId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

/// A named role.
#[derive(Debug, Clone)]
pub struct StaffRoleRow {
    /// Its id.
    pub id: StaffRoleId,
    /// Its name as it was written.
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
    /// Grows with every change.
    pub revision: i64,
    /// Since when.
    pub created_at: OffsetDateTime,
    /// Changed last.
    pub updated_at: OffsetDateTime,
    /// How many people have it.
    pub members: i64,
}

impl FromRow for StaffRoleRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let words: Vec<String> = row.json("permissions")?;
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            permissions: Permissions::of_words(&words),
            revision: row.get("revision")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            members: row.get("members")?,
        })
    }
}

impl Store {
    /// All of them by name, `limit` at most.
    pub async fn list_staff_roles(&self, limit: i64) -> Result<Vec<StaffRoleRow>, StoreError> {
        self.fetch_all(
            "SELECT r.*, (SELECT COUNT(*) FROM users u WHERE u.staff_role_id = r.id) AS members \
             FROM staff_roles r ORDER BY r.name_key LIMIT $1",
            binds![limit],
        )
        .await
    }

    /// One by its id.
    pub async fn find_staff_role(
        &self,
        id: StaffRoleId,
    ) -> Result<Option<StaffRoleRow>, StoreError> {
        self.fetch_optional(
            "SELECT r.*, (SELECT COUNT(*) FROM users u WHERE u.staff_role_id = r.id) AS members \
             FROM staff_roles r WHERE r.id = $1",
            binds![id],
        )
        .await
    }
}

impl Tx {
    /// One by its id, locked until commit.
    pub async fn find_staff_role_for_update(
        &mut self,
        id: StaffRoleId,
    ) -> Result<Option<StaffRoleRow>, StoreError> {
        self.fetch_optional(
            "SELECT r.*, (SELECT COUNT(*) FROM users u WHERE u.staff_role_id = r.id) AS members \
             FROM staff_roles r WHERE r.id = $1 {lock:r}",
            binds![id],
        )
        .await
    }

    /// Writes a role. A taken name is [`StoreError::Constraint`] on `name_key`.
    pub async fn insert_staff_role(
        &mut self,
        role: &StaffRoleRow,
        name_key: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO staff_roles (id, name, name_key, permissions, revision, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            binds![
                role.id,
                role.name.as_str(),
                name_key,
                Value::json(&role.permissions),
                role.revision,
                role.created_at,
                role.updated_at
            ],
        )
        .await
        .map(drop)
    }

    /// Changes a role. A taken name is [`StoreError::Constraint`] on `name_key`.
    pub async fn update_staff_role(
        &mut self,
        role: &StaffRoleRow,
        name_key: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE staff_roles SET name = $2, name_key = $3, permissions = $4, revision = $5, \
             updated_at = $6 WHERE id = $1",
            binds![
                role.id,
                role.name.as_str(),
                name_key,
                Value::json(&role.permissions),
                role.revision,
                role.updated_at
            ],
        )
        .await
        .map(drop)
    }

    /// Removes a role that nobody has; one that somebody has is [`StoreError::Constraint`].
    pub async fn delete_staff_role(&mut self, id: StaffRoleId) -> Result<(), StoreError> {
        self.execute("DELETE FROM staff_roles WHERE id = $1", binds![id])
            .await
            .map(drop)
    }
}
