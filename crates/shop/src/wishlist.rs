//! What a customer would like to have: a bounded list of products.

use std::sync::Arc;

use catalogue::Listing;
use domain::ProductId;
use store::StoreError;
use time::OffsetDateTime;

use crate::{Identity, Shop};

/// Products on a list at most.
pub const MAX_WISHES: i64 = 100;

/// A product on somebody's list.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The product, with its price and stock now.
    pub listing: Arc<Listing>,
    /// Since when, UTC.
    pub added_at: OffsetDateTime,
}

/// Why a list was not changed.
#[derive(Debug, thiserror::Error)]
pub enum WishlistError {
    /// No such product on the shelves.
    #[error("there is no such product")]
    NotFound,
    /// The list is as long as it may be.
    #[error("a wishlist has at most {MAX_WISHES} products; remove one first")]
    Full,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// A customer's list, what was added last first. What is off the shelves is left out.
    pub async fn wishlist(&self, identity: &Identity) -> Result<Vec<Wish>, StoreError> {
        let rows = self.store().list_wishes(identity.user, MAX_WISHES).await?;
        let snapshot = self.catalogue().snapshot();
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                Some(Wish {
                    listing: Arc::clone(snapshot.by_id(row.product)?),
                    added_at: row.added_at,
                })
            })
            .collect())
    }

    /// Puts a product on a customer's list; once it is there nothing changes. Answers whether it
    /// is new.
    pub async fn add_wish(&self, identity: &Identity, slug: &str) -> Result<bool, WishlistError> {
        let product = self.listed(slug).ok_or(WishlistError::NotFound)?;
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        // The lock makes the bound hold for somebody who clicks in two windows.
        tx.find_user_for_update(identity.user).await?;
        let added = tx.insert_wish(identity.user, product, now).await?;
        if added && tx.count_wishes(identity.user).await? > MAX_WISHES {
            return Err(WishlistError::Full);
        }
        tx.commit().await?;
        Ok(added)
    }

    /// Takes a product off a customer's list, also one that is off the shelves.
    pub async fn remove_wish(&self, identity: &Identity, slug: &str) -> Result<(), WishlistError> {
        let product = match self.listed(slug) {
            Some(product) => product,
            None => {
                let found = self.store().find_product(slug).await?;
                found.ok_or(WishlistError::NotFound)?.id
            }
        };
        let mut tx = self.store().begin().await?;
        tx.delete_wish(identity.user, product).await?;
        tx.commit().await?;
        Ok(())
    }

    fn listed(&self, slug: &str) -> Option<ProductId> {
        let snapshot = self.catalogue().snapshot();
        snapshot.product(slug).map(|listing| listing.product.id)
    }
}
