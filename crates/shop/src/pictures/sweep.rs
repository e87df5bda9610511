//! Removing pictures that no product shows.
//!
//! In two steps, so that a crash in between loses no key: unused pictures are marked while nobody
//! can write a product; what is marked can't be taken into use, and is deleted from the storage,
//! then from the table. Whatever was begun is found marked by the next sweep.

use std::collections::HashSet;
use std::time::Duration;

use domain::PictureHash;
use store::StoreError;

use super::key;
use crate::Shop;

/// A picture may be unused so long: somebody is writing a product around it.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Pictures removed in one sweep at most.
const AT_ONCE: i64 = 500;

impl Shop {
    /// Removes pictures that were uploaded a day ago or earlier and that no product shows. Answers
    /// how many are gone; a storage that fails is asked again by the next sweep.
    pub async fn remove_unused_pictures(&self) -> Result<usize, StoreError> {
        self.mark_unused().await?;
        let mut tx = self.store().begin().await?;
        let going = tx.list_media_removing(AT_ONCE).await?;
        // Not held while the storage works.
        drop(tx);
        let mut removed = 0;
        for media in going {
            let picture = media.picture;
            if !self.delete_files(&picture.hash, picture.widths()).await {
                continue;
            }
            let mut tx = self.store().begin().await?;
            tx.delete_media(&picture.hash).await?;
            tx.commit().await?;
            removed += 1;
        }
        Ok(removed)
    }

    async fn mark_unused(&self) -> Result<(), StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        tx.lock_catalogue().await?;
        let old = tx.list_media_before(now - KEPT).await?;
        if old.is_empty() {
            return Ok(());
        }
        let used = tx.list_pictures_in_use().await?;
        let used: HashSet<&PictureHash> = used.iter().map(|picture| &picture.hash).collect();
        let unused: Vec<PictureHash> = old
            .into_iter()
            .map(|media| media.picture.hash)
            .filter(|hash| !used.contains(hash))
            .collect();
        tx.update_media_removing(&unused, now).await?;
        tx.commit().await
    }

    async fn delete_files(&self, hash: &PictureHash, widths: impl Iterator<Item = u32>) -> bool {
        for width in widths {
            let deleted = match key(hash, width) {
                Ok(key) => self.storage().delete(&key).await,
                Err(error) => Err(error),
            };
            if let Err(error) = deleted {
                tracing::warn!(%hash, width, %error, "a picture can't be removed yet");
                return false;
            }
        }
        true
    }
}
