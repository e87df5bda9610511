//! Objects as files below a folder of this machine: the storage of a shop on one computer.
//!
//! A file appears whole or not at all: it is written beside its place, forced to the disk, and
//! renamed. A crash may leave a `.part` file behind, which nothing reads and the same upload
//! overwrites.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use shop::{BoxFuture, ObjectKey, ObjectStorage, StorageError};

/// Numbers the parts of this process, so that two uploads of one key don't share one.
static PARTS: AtomicU64 = AtomicU64::new(0);

/// Keeps objects below a folder, which is made when it isn't there.
#[derive(Debug, Clone)]
pub struct FolderStorage {
    folder: PathBuf,
}

impl FolderStorage {
    /// A storage in `folder`; nothing is touched yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// A key has no segment that begins with a dot and no separator but `/`: its path lies below
    /// the folder.
    fn path(&self, key: &ObjectKey) -> PathBuf {
        self.folder.join(key.as_str())
    }
}

impl ObjectStorage for FolderStorage {
    fn put<'a>(
        &'a self,
        key: &'a ObjectKey,
        bytes: Bytes,
    ) -> BoxFuture<'a, Result<(), StorageError>> {
        let path = self.path(key);
        blocking(move || write(&path, &bytes))
    }

    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Bytes>, StorageError>> {
        let path = self.path(key);
        blocking(move || match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(Bytes::from(bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn delete<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<(), StorageError>> {
        let path = self.path(key);
        blocking(move || match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
    }
}

/// File work on the threads that may wait.
fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> BoxFuture<'static, Result<T, StorageError>> {
    Box::pin(async move {
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done.map_err(|error| StorageError(error.to_string())),
            Err(error) => Err(StorageError(error.to_string())),
        }
    })
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let number = PARTS.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = folder.join(format!(".{name}.{}-{number}.part", std::process::id()));
    let written = force(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // The disk is full or read-only: what matters is the first error.
        let _ = std::fs::remove_file(&part);
    }
    written?;
    // The name as well: a rename is in the folder, not in the file.
    std::fs::File::open(folder)?.sync_all()
}

fn force(part: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(part)?;
    file.write_all(bytes)?;
    file.sync_all()
}
