//! What customers would like to have.

use domain::{ProductId, UserId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

/// A product on somebody's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WishRow {
    /// Which product.
    pub product: ProductId,
    /// Since when.
    pub added_at: OffsetDateTime,
}

impl FromRow for WishRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            product: row.get("product_id")?,
            added_at: row.get("added_at")?,
        })
    }
}

impl Store {
    /// A user's list, what was added last first, at most `limit`.
    pub async fn list_wishes(&self, user: UserId, limit: i64) -> Result<Vec<WishRow>, StoreError> {
        self.fetch_all(
            "SELECT product_id, added_at FROM wishlist_items WHERE user_id = $1 \
             ORDER BY added_at DESC, product_id LIMIT $2",
            binds![user, limit],
        )
        .await
    }
}

impl Tx {
    /// How long a user's list is. Bounded only while the user's row is locked.
    pub async fn count_wishes(&mut self, user: UserId) -> Result<i64, StoreError> {
        self.fetch_optional(
            "SELECT COUNT(*) AS value FROM wishlist_items WHERE user_id = $1",
            binds![user],
        )
        .await
        .map(Option::unwrap_or_default)
    }

    /// Puts a product on a user's list. `false` if it was there.
    pub async fn insert_wish(
        &mut self,
        user: UserId,
        product: ProductId,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let added = self
            .execute(
                "INSERT INTO wishlist_items (user_id, product_id, added_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                binds![user, product, now],
            )
            .await?;
        Ok(added > 0)
    }

    /// Takes a product off a user's list. `false` if it wasn't there.
    pub async fn delete_wish(
        &mut self,
        user: UserId,
        product: ProductId,
    ) -> Result<bool, StoreError> {
        let removed = self
            .execute(
                "DELETE FROM wishlist_items WHERE user_id = $1 AND product_id = $2",
                binds![user, product],
            )
            .await?;
        Ok(removed > 0)
    }
}
