//! Taking in a picture: judged by its content, recorded, kept.

use bytes::Bytes;
use domain::{Picture, PictureHash};
use serde_json::json;
use store::{MediaRow, StoreError};

use super::{BadPicture, key};
use crate::{Identity, Shop, StorageError, fingerprint};

/// Bytes of an upload at most.
pub const MAX_PICTURE_BYTES: usize = 15 * 1024 * 1024;

/// Why a picture was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file is no picture that is taken.
    #[error(transparent)]
    Bad(#[from] BadPicture),
    /// Others are being uploaded, or the same picture is being removed this moment.
    #[error("too many pictures are being uploaded; try again in a minute")]
    Busy,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Takes in a JPEG, PNG or WebP and keeps it in a few widths. The same bytes give the same
    /// picture. One that no product shows is removed after a day.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn upload_picture(
        &self,
        by: &Identity,
        bytes: Bytes,
    ) -> Result<Picture, PictureError> {
        if bytes.len() > MAX_PICTURE_BYTES {
            return Err(BadPicture::TooLarge.into());
        }
        let hash = PictureHash::of(&fingerprint(&bytes));
        let developed = self.darkroom().develop(bytes).await;
        let developed = developed.ok_or(PictureError::Busy)??;
        let picture = Picture {
            hash,
            width: developed.width,
            height: developed.height,
        };
        // Recorded first: what is in the storage without a row would never be found again.
        self.record(by, &picture).await?;
        for (width, jpeg) in developed.renditions {
            let key = key(&picture.hash, width)?;
            self.storage().put(&key, jpeg).await?;
        }
        Ok(picture)
    }

    async fn record(&self, by: &Identity, picture: &Picture) -> Result<(), PictureError> {
        let mut tx = self.store().begin().await?;
        let media = MediaRow {
            picture: picture.clone(),
            touched_at: self.ambient().now(),
        };
        if !tx.put_media(&media).await? {
            return Err(PictureError::Busy);
        }
        let subject = format!("picture:{}", picture.hash);
        let is = json!({"width": picture.width, "height": picture.height});
        self.audit(&mut tx, by, "picture.upload", subject, None, Some(is))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
