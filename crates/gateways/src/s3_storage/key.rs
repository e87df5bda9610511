//! An access key that can be changed while the storage works.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};

use object_store::aws::AwsCredential;
use object_store::{CredentialProvider, Result};

/// Signs each request with the key of that moment: an upload that has begun ends with the key it
/// began with. `Debug` tells nothing of it.
pub struct S3Key(RwLock<Arc<AwsCredential>>);

impl S3Key {
    /// A key by its id and its secret.
    #[must_use]
    pub fn new(id: &str, secret: &str) -> Self {
        Self(RwLock::new(credential(id, secret)))
    }

    /// From now on this one signs.
    pub fn replace(&self, id: &str, secret: &str) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = credential(id, secret);
    }
}

fn credential(id: &str, secret: &str) -> Arc<AwsCredential> {
    Arc::new(AwsCredential {
        key_id: id.to_owned(),
        secret_key: secret.to_owned(),
        token: None,
    })
}

impl fmt::Debug for S3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("S3Key")
    }
}

impl CredentialProvider for S3Key {
    type Credential = AwsCredential;

    fn get_credential<'key, 'asked>(
        &'key self,
    ) -> Pin<Box<dyn Future<Output = Result<Arc<AwsCredential>>> + Send + 'asked>>
    where
        'key: 'asked,
        Self: 'asked,
    {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let now = now.clone();
        Box::pin(async move { Ok(now) })
    }
}
