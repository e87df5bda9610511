//! Pictures of products: taken in, kept in a few widths, given out, removed when nobody shows them.
//!
//! Invariant: nothing of an upload is ever served. What is served was decoded and encoded again
//! here, so whatever else was in the file (a place, a thumbnail, a script) is gone.
//!
//! The way of a picture: `decode` (what it is, scaled) → `upload` (recorded, put into the storage)
//! → a product's `images` → `sweep`, when no product has it any more.

mod decode;
mod memory;
mod sweep;
mod upload;

use bytes::Bytes;
use domain::{PictureHash, picture_file};

pub use decode::BadPicture;
pub use memory::MemoryStorage;
pub use upload::{MAX_PICTURE_BYTES, PictureError};

pub(crate) use decode::Darkroom;

use crate::{ObjectKey, Shop, StorageError};

impl Shop {
    /// The bytes of a picture's file, `{hash}-{width}.jpg`; `None` if there is no such file.
    ///
    /// # Errors
    /// [`StorageError`]: the storage failed.
    pub async fn picture(&self, file: &str) -> Result<Option<Bytes>, StorageError> {
        let Some((hash, width)) = picture_file(file) else {
            return Ok(None);
        };
        self.storage().get(&key(&hash, width)?).await
    }
}

/// Where one width is kept; spread over folders, which grow slow with many files.
fn key(hash: &PictureHash, width: u32) -> Result<ObjectKey, StorageError> {
    let folder = &hash.as_str()[..2];
    ObjectKey::parse(&format!("pictures/{folder}/{}", hash.file(width)))
        .map_err(|error| StorageError(error.to_string()))
}
