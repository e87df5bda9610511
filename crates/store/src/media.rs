//! Uploaded pictures: which there are, and which nobody uses any more.
//!
//! Whoever writes a product holds the catalogue's version until commit
//! ([`Tx::next_catalogue_version`]); looking for unused pictures holds it too
//! ([`Tx::lock_catalogue`]), so that a picture can't be taken into use while it is found unused.

use domain::{Image, Picture, PictureHash};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{StoreError, Tx};

/// A picture whose bytes are in the object storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaRow {
    /// What it is called and how large it is.
    pub picture: Picture,
    /// When it was last uploaded.
    pub touched_at: OffsetDateTime,
}

impl FromRow for MediaRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let pixels = |name: &str| -> Result<u32, StoreError> {
            let count: i64 = row.get(name)?;
            u32::try_from(count).map_err(|e| StoreError::corrupt(name, e))
        };
        Ok(Self {
            picture: Picture {
                hash: row.parse("hash")?,
                width: pixels("width")?,
                height: pixels("height")?,
            },
            touched_at: row.get("touched_at")?,
        })
    }
}

/// The pictures of one product.
struct ImagesRow(Vec<Image>);

impl FromRow for ImagesRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.json("images").map(Self)
    }
}

fn hashes_of(hashes: &[PictureHash]) -> Vec<Value> {
    hashes.iter().map(|h| Value::from(h.as_str())).collect()
}

impl Tx {
    /// Records an upload. Answers `false`, and records nothing, while the same picture is being
    /// removed.
    pub async fn put_media(&mut self, media: &MediaRow) -> Result<bool, StoreError> {
        let changed = self
            .execute(
                "INSERT INTO media (hash, width, height, touched_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (hash) DO UPDATE SET touched_at = excluded.touched_at \
                 WHERE media.removing_since IS NULL",
                binds![
                    media.picture.hash.as_str(),
                    i64::from(media.picture.width),
                    i64::from(media.picture.height),
                    media.touched_at
                ],
            )
            .await?;
        Ok(changed > 0)
    }

    /// Those of some pictures that may be used.
    pub async fn list_media(
        &mut self,
        hashes: &[PictureHash],
    ) -> Result<Vec<MediaRow>, StoreError> {
        if hashes.is_empty() {
            return Ok(Vec::new());
        }
        self.fetch_list(
            "SELECT hash, width, height, touched_at FROM media \
             WHERE hash IN ({list}) AND removing_since IS NULL",
            hashes.len(),
            hashes_of(hashes),
        )
        .await
    }

    /// Keeps everybody else from changing the catalogue until commit, without a new version.
    pub async fn lock_catalogue(&mut self) -> Result<i64, StoreError> {
        self.fetch_optional(
            "SELECT c.version AS value FROM catalogue_version c WHERE c.id = 1 {lock:c}",
            vec![],
        )
        .await?
        .ok_or_else(|| StoreError::corrupt("catalogue_version", "its row is missing"))
    }

    /// Pictures uploaded before a moment and not being removed, the oldest first.
    pub async fn list_media_before(
        &mut self,
        before: OffsetDateTime,
    ) -> Result<Vec<MediaRow>, StoreError> {
        self.fetch_all(
            "SELECT hash, width, height, touched_at FROM media \
             WHERE touched_at < $1 AND removing_since IS NULL ORDER BY touched_at, hash",
            binds![before],
        )
        .await
    }

    /// Every uploaded picture that a product of any status shows, as often as it is shown.
    pub async fn list_pictures_in_use(&mut self) -> Result<Vec<Picture>, StoreError> {
        let rows: Vec<ImagesRow> = self
            .fetch_all(
                "SELECT images FROM products WHERE CAST(images AS text) LIKE '%/media/%'",
                vec![],
            )
            .await?;
        let images = rows.iter().flat_map(|row| &row.0);
        Ok(images
            .filter_map(|image| Picture::of_src(&image.src))
            .collect())
    }

    /// Marks pictures as going: from now on they can't be taken into use.
    pub async fn update_media_removing(
        &mut self,
        hashes: &[PictureHash],
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        for chunk in hashes.chunks(1_000) {
            let binds = binds![now].into_iter().chain(hashes_of(chunk)).collect();
            self.execute_list(
                "UPDATE media SET removing_since = $1 WHERE hash IN ({list})",
                chunk.len(),
                binds,
            )
            .await?;
        }
        Ok(())
    }

    /// Pictures that are going, `limit` of them.
    pub async fn list_media_removing(&mut self, limit: i64) -> Result<Vec<MediaRow>, StoreError> {
        self.fetch_all(
            "SELECT hash, width, height, touched_at FROM media WHERE removing_since IS NOT NULL \
             ORDER BY removing_since, hash LIMIT $1",
            binds![limit],
        )
        .await
    }

    /// Forgets a picture that is gone from the storage.
    pub async fn delete_media(&mut self, hash: &PictureHash) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM media WHERE hash = $1 AND removing_since IS NOT NULL",
            binds![hash.as_str()],
        )
        .await
        .map(drop)
    }
}
