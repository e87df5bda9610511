//! The AWS SDK's client, on rustls with ring.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::{DisplayErrorContext, ProvideErrorMetadata as _, SdkError};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use zeroize::Zeroizing;

use super::VaultError;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(5);
/// How long one secret may take, all attempts together.
const CALL: Duration = Duration::from_secs(15);
/// How long finding region and credentials may take.
const ENVIRONMENT: Duration = Duration::from_secs(15);
/// Attempts in all.
const ATTEMPTS: u32 = 3;
/// The most that is taken of one secret, in bytes; Secrets Manager keeps no more than that.
const LIMIT: usize = 64 * 1024;

/// A client of Secrets Manager.
#[derive(Debug, Clone)]
pub struct SecretsManager {
    client: Client,
}

impl SecretsManager {
    /// A client as AWS's own variables, its files in the home folder or the machine's role say.
    ///
    /// # Errors
    /// [`VaultError`]: no region is known.
    pub async fn from_environment() -> Result<Self, VaultError> {
        let http = Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(CALL)
            .build();
        let settings = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
        let found = tokio::time::timeout(ENVIRONMENT, settings.load()).await;
        let settings: SdkConfig =
            found.map_err(|_| VaultError("its settings were not found in time".to_owned()))?;
        if settings.region().is_none() {
            return Err(VaultError("no region: set AWS_REGION".to_owned()));
        }
        let client = Client::new(&settings);
        Ok(Self { client })
    }

    /// The present value (`AWSCURRENT`) of a secret.
    ///
    /// # Errors
    /// [`VaultError`]: who was asked says no, or didn't answer in time; or the secret isn't text.
    pub async fn read(&self, id: &str) -> Result<Zeroizing<String>, VaultError> {
        let asked = self.client.get_secret_value().secret_id(id).send().await;
        let answer = asked.map_err(|error| VaultError(format!("{id}: {}", why(&error))))?;
        let text = answer.secret_string.map(Zeroizing::new);
        match text {
            Some(text) if text.len() > LIMIT => {
                Err(VaultError(format!("{id} is longer than {LIMIT} bytes")))
            }
            Some(text) => Ok(text),
            None => Err(VaultError(format!("{id} is binary: settings are text"))),
        }
    }
}

/// The service's own words, or where the way to it ended.
fn why<E>(error: &SdkError<E>) -> String
where
    E: std::error::Error + aws_sdk_secretsmanager::error::ProvideErrorMetadata + 'static,
{
    match (error.code(), error.message()) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code.to_owned(),
        _ => DisplayErrorContext(error).to_string(),
    }
}
