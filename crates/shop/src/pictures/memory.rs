//! A storage that lasts as long as the process, for tests.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use crate::ports::{BoxFuture, ObjectKey, ObjectStorage, StorageError};

/// Keeps everything in memory, without a bound.
#[derive(Debug, Default)]
pub struct MemoryStorage(Mutex<HashMap<ObjectKey, Bytes>>);

impl MemoryStorage {
    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.with(|kept| kept.len())
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<ObjectKey, Bytes>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ObjectStorage for MemoryStorage {
    fn put<'a>(
        &'a self,
        key: &'a ObjectKey,
        bytes: Bytes,
    ) -> BoxFuture<'a, Result<(), StorageError>> {
        self.with(|kept| kept.insert(key.clone(), bytes));
        Box::pin(std::future::ready(Ok(())))
    }

    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Bytes>, StorageError>> {
        let found = self.with(|kept| kept.get(key).cloned());
        Box::pin(std::future::ready(Ok(found)))
    }

    fn delete<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<(), StorageError>> {
        self.with(|kept| kept.remove(key));
        Box::pin(std::future::ready(Ok(())))
    }
}
