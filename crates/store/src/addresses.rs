//! Addresses that customers keep for their next order.
//!
//! At most one of a user's is the default (a partial UNIQUE index decides). Every statement names
//! the user as well as the address: nobody reaches another's.

use domain::{AddressId, UserId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

/// An address somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRow {
    /// Its id.
    pub id: AddressId,
    /// Whose.
    pub user: UserId,
    /// Who takes the parcel.
    pub name: String,
    /// Their phone, `+8801XXXXXXXXX`.
    pub phone: String,
    /// House, road.
    pub line: String,
    /// Thana, upazila or neighbourhood.
    pub area: String,
    /// District code.
    pub district: String,
    /// Since when it is the default; `None` if it isn't.
    pub default_since: Option<OffsetDateTime>,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

impl FromRow for AddressRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            name: row.get("name")?,
            phone: row.get("phone")?,
            line: row.get("line")?,
            area: row.get("area")?,
            district: row.get("district")?,
            default_since: row.get("default_since")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// The default first, then as they were added.
const LIST: &str = "SELECT * FROM addresses WHERE user_id = $1 \
                    ORDER BY CASE WHEN default_since IS NULL THEN 1 ELSE 0 END, created_at, id";

impl Store {
    /// A user's addresses, the default first.
    pub async fn list_addresses(&self, user: UserId) -> Result<Vec<AddressRow>, StoreError> {
        self.fetch_all(LIST, binds![user]).await
    }
}

impl Tx {
    /// A user's addresses, the default first. Bounded only while the user's row is locked.
    pub async fn list_addresses(&mut self, user: UserId) -> Result<Vec<AddressRow>, StoreError> {
        self.fetch_all(LIST, binds![user]).await
    }

    /// Writes an address.
    pub async fn insert_address(&mut self, address: &AddressRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO addresses (id, user_id, name, phone, line, area, district, default_since, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            binds![
                address.id,
                address.user,
                address.name.as_str(),
                address.phone.as_str(),
                address.line.as_str(),
                address.area.as_str(),
                address.district.as_str(),
                address.default_since,
                address.created_at,
                address.updated_at
            ],
        )
        .await
        .map(drop)
    }

    /// Changes what a user's address says; not whether it is the default. `false` if it isn't
    /// theirs.
    pub async fn update_address(&mut self, address: &AddressRow) -> Result<bool, StoreError> {
        let changed = self
            .execute(
                "UPDATE addresses SET name = $3, phone = $4, line = $5, area = $6, district = $7, updated_at = $8 \
                 WHERE id = $1 AND user_id = $2",
                binds![
                    address.id,
                    address.user,
                    address.name.as_str(),
                    address.phone.as_str(),
                    address.line.as_str(),
                    address.area.as_str(),
                    address.district.as_str(),
                    address.updated_at
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Makes a user's address the default instead of whichever was. `false` if it isn't theirs;
    /// then none is the default until the transaction is dropped.
    pub async fn update_default_address(
        &mut self,
        user: UserId,
        id: AddressId,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE addresses SET default_since = NULL WHERE user_id = $1 AND default_since IS NOT NULL",
            binds![user],
        )
        .await?;
        let changed = self
            .execute(
                "UPDATE addresses SET default_since = $3 WHERE id = $2 AND user_id = $1",
                binds![user, id, now],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Takes a user's address away. `false` if it isn't theirs.
    pub async fn delete_address(
        &mut self,
        user: UserId,
        id: AddressId,
    ) -> Result<bool, StoreError> {
        let removed = self
            .execute(
                "DELETE FROM addresses WHERE id = $2 AND user_id = $1",
                binds![user, id],
            )
            .await?;
        Ok(removed > 0)
    }
}
