//! Stands where the SDK would be, in a build without the feature `aws`.

use zeroize::Zeroizing;

use super::VaultError;

/// Secrets Manager, which this build has no client for.
#[derive(Debug, Clone)]
pub enum SecretsManager {}

impl SecretsManager {
    /// What to build instead.
    ///
    /// # Errors
    /// Always.
    pub async fn from_environment() -> Result<Self, VaultError> {
        Err(VaultError(
            "this program was built without its client: build it with \
             `cargo build --release --features aws`"
                .to_owned(),
        ))
    }

    /// Nobody gets here.
    ///
    /// # Errors
    /// Never: there is no such value.
    pub async fn read(&self, _id: &str) -> Result<Zeroizing<String>, VaultError> {
        match *self {}
    }
}
