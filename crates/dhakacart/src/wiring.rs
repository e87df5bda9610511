//! From settings to the rooms' options.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use config::{Config, MediaPlace};
use domain::{Ambient, DeliveryCharges, Paisa};
use edge::Rate;
use gateways::{BreachedFile, FolderStorage, S3Key, S3Options, S3Storage};
use shop::{BreachedPasswords, ObjectStorage, Shop, ShopOptions};
use store::{Store, StoreOptions};

use crate::sources::Sources;
use crate::{ambient, secret};

/// How long a session lasts.
const SESSION: Duration = Duration::from_secs(24 * 60 * 60);

/// How long the database may take to be taken leave of.
const CLOSE: Duration = Duration::from_secs(5);

/// The settings of this process.
pub(crate) async fn settings() -> anyhow::Result<Config> {
    Ok(Sources::gather().await.load()?)
}

/// Starts the log as the settings say.
pub(crate) fn start_log(config: &Config) -> anyhow::Result<()> {
    use std::io::IsTerminal as _;
    let options = telemetry::logs::LogOptions {
        filter: config.log.clone(),
        json: config.log_format.is_json(std::io::stderr().is_terminal()),
    };
    telemetry::logs::init(&options)?;
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    Ok(())
}

/// The database, not yet migrated.
pub(crate) async fn store(config: &Config) -> anyhow::Result<Store> {
    let options = StoreOptions {
        max_connections: config.database_pool,
        ..StoreOptions::default()
    };
    Store::connect(config.database_url.expose(), options)
        .await
        .with_context(|| format!("can't open the database {}", config.database_url))
}

/// The shop on a migrated database.
pub(crate) async fn shop(
    config: &Config,
    store: Store,
    ambient: Ambient,
    s3: Option<Arc<S3Key>>,
) -> anyhow::Result<Shop> {
    let jwt_secret = match &config.jwt_secret {
        Some(secret) => secret.expose().as_bytes().to_vec(),
        None => secret::development(&ambient)?,
    };
    let charges = config.delivery_charges;
    let options = ShopOptions {
        jwt_secret,
        jwt_secrets_before: secret_bytes(&config.jwt_secrets_before),
        session_length: SESSION,
        checkout_hold: config.checkout_hold,
        delivery: DeliveryCharges {
            dhaka: Paisa::new(charges.dhaka_paisa),
            suburbs: Paisa::new(charges.suburbs_paisa),
            outside: Paisa::new(charges.outside_paisa),
            free_from: charges.free_from_paisa.map(Paisa::new),
        },
        second_factor_required: config.second_factor_required,
        breached: breached(config)?,
        storage: storage(config, s3)?,
        ..ShopOptions::default()
    };
    let pending = store
        .pending_migrations()
        .await
        .context("can't read the database")?;
    if !pending.is_empty() {
        anyhow::bail!(
            "the database lacks {} migration(s); apply them with `dhakacart migrate`",
            pending.len()
        );
    }
    Shop::open(store, ambient, options)
        .await
        .context("can't load the catalogue")
}

/// Secrets as keys.
fn secret_bytes(secrets: &[config::Secret]) -> Vec<Vec<u8>> {
    let bytes = |secret: &config::Secret| secret.expose().as_bytes().to_vec();
    secrets.iter().map(bytes).collect()
}

/// The list of passwords from breaches, if there is one.
fn breached(config: &Config) -> anyhow::Result<Option<Arc<dyn BreachedPasswords>>> {
    let Some(path) = &config.breached_passwords else {
        return Ok(None);
    };
    let file = BreachedFile::open(path)
        .with_context(|| format!("DHAKACART_BREACHED_PASSWORDS: {}", path.display()))?;
    Ok(Some(Arc::new(file)))
}

/// The bucket's access key, if one is given: it can be changed while the shop is open.
pub(crate) fn s3_key(config: &Config) -> Option<Arc<S3Key>> {
    let (id, secret) = config.s3_key.as_ref()?;
    Some(Arc::new(S3Key::new(id, secret.expose())))
}

/// Where pictures are kept.
fn storage(config: &Config, s3: Option<Arc<S3Key>>) -> anyhow::Result<Arc<dyn ObjectStorage>> {
    Ok(match &config.media {
        MediaPlace::Folder(folder) => Arc::new(FolderStorage::new(folder)),
        MediaPlace::Bucket { bucket, prefix } => {
            let storage = S3Storage::new(S3Options {
                bucket: bucket.clone(),
                prefix: prefix.clone(),
                endpoint: config.s3_endpoint.clone(),
                region: config.s3_region.clone(),
                key: s3,
            });
            Arc::new(storage.context("the bucket of DHAKACART_MEDIA can't be used")?)
        }
    })
}

/// A database for a command: the embedded one is migrated, a server must have been.
pub(crate) async fn migrated_store(config: &Config) -> anyhow::Result<Store> {
    let store = store(config).await?;
    if store.is_embedded() {
        store.migrate().await?;
    }
    Ok(store)
}

/// One command's work on the shop, on the database of the settings.
pub(crate) async fn with_shop<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Shop) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let store = migrated_store(config).await?;
    let done = match shop(config, store.clone(), ambient::system(), s3_key(config)).await {
        Ok(shop) => work(&shop).await,
        Err(error) => Err(error),
    };
    close(&store).await;
    done
}

/// Takes leave of the database: SQLite then leaves one file, whole without its write-ahead log.
pub(crate) async fn close(store: &Store) {
    // A connection to a server that is gone without a word is never given back.
    let _ = tokio::time::timeout(CLOSE, store.close()).await;
}

/// A limit as `edge` takes it.
pub(crate) fn rate(limit: Option<config::RateLimit>) -> Option<Rate> {
    limit.map(|limit| Rate {
        count: limit.count,
        window: limit.window,
    })
}
