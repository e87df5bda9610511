//! Objects in a bucket of Amazon S3, or of anything that speaks its protocol (MinIO, Ceph, R2).
//!
//! A put is whole or not there: S3 shows an object when all of it has arrived. Every call has a
//! time limit and is tried again a few times. The access key may change while it works
//! ([`S3Key`]).

mod key;

pub use key::S3Key;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, Error, ObjectStore as _,
    ObjectStoreExt as _, PutOptions, PutPayload, RetryConfig,
};
use shop::{BoxFuture, ObjectKey, ObjectStorage, StorageError};

/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(10);
/// How long all attempts of one call may take.
const CALL: Duration = Duration::from_secs(20);
/// Attempts after the first.
const RETRIES: usize = 3;
/// Bytes that are read of one object; ours are far smaller.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Which bucket, where, and who asks.
#[derive(Debug, Clone)]
pub struct S3Options {
    /// The bucket's name.
    pub bucket: String,
    /// What every key begins with; may be empty.
    pub prefix: String,
    /// `https://host:port`; `None` is Amazon's.
    pub endpoint: Option<String>,
    /// The bucket's region.
    pub region: String,
    /// The access key; `None` is the role of the instance.
    pub key: Option<Arc<S3Key>>,
}

/// Keeps objects in a bucket.
#[derive(Debug, Clone)]
pub struct S3Storage {
    bucket: AmazonS3,
    prefix: String,
}

impl S3Storage {
    /// A storage in a bucket, which must exist; nothing is sent yet.
    ///
    /// # Errors
    /// [`StorageError`]: the options don't fit together.
    pub fn new(options: S3Options) -> Result<Self, StorageError> {
        // Whoever was first has the same one; a second is no error.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let plain = options
            .endpoint
            .as_deref()
            .is_some_and(|endpoint| endpoint.starts_with("http://"));
        let client = ClientOptions::new()
            .with_timeout(ATTEMPT)
            .with_connect_timeout(ATTEMPT / 3)
            .with_allow_http(plain);
        let retry = RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: RETRIES,
            retry_timeout: CALL,
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(options.bucket)
            .with_region(options.region)
            .with_client_options(client)
            .with_retry(retry);
        if let Some(endpoint) = options.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some(key) = options.key {
            builder = builder.with_credentials(key);
        }
        let bucket = builder.build().map_err(failed)?;
        Ok(Self {
            bucket,
            prefix: options.prefix,
        })
    }

    fn path(&self, key: &ObjectKey) -> Path {
        let segments = self.prefix.split('/').chain(key.as_str().split('/'));
        Path::from_iter(segments.filter(|segment| !segment.is_empty()))
    }
}

impl ObjectStorage for S3Storage {
    fn put<'a>(
        &'a self,
        key: &'a ObjectKey,
        bytes: Bytes,
    ) -> BoxFuture<'a, Result<(), StorageError>> {
        Box::pin(async move {
            let kind = [(Attribute::ContentType, key.content_type())];
            let options = PutOptions::from(Attributes::from_iter(kind));
            let payload = PutPayload::from_bytes(bytes);
            let path = self.path(key);
            let put = self.bucket.put_opts(&path, payload, options).await;
            put.map(drop).map_err(failed)
        })
    }

    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Bytes>, StorageError>> {
        Box::pin(async move {
            let got = match self.bucket.get(&self.path(key)).await {
                Err(Error::NotFound { .. }) => return Ok(None),
                got => got.map_err(failed)?,
            };
            if got.meta.size > MAX_BYTES {
                let size = got.meta.size;
                return Err(StorageError(format!("an object of {size} bytes")));
            }
            got.bytes().await.map(Some).map_err(failed)
        })
    }

    fn delete<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<(), StorageError>> {
        Box::pin(async move {
            match self.bucket.delete(&self.path(key)).await {
                Err(Error::NotFound { .. }) => Ok(()),
                deleted => deleted.map_err(failed),
            }
        })
    }
}

fn failed(error: Error) -> StorageError {
    StorageError(error.to_string())
}
