//! From settings to the rooms' options.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use config::{Config, MediaPlace};
use domain::{Ambient, DeliveryCharges, Paisa};
use edge::Rate;
use gateways::{
    BreachedFile, FolderStorage, LogMessages, S3Key, S3Options, S3Storage, SMS_TIME_LIMIT,
    SmsFormat, SmsMessages, SmsOptions, SmsPart, SmsToken,
};
use shop::{BreachedPasswords, CodeOptions, Messages, ObjectStorage, Shop, ShopOptions};
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
    let jwt_secret = jwt_secret(config, &ambient)?;
    let charges = config.delivery_charges;
    let options = ShopOptions {
        jwt_secret,
        jwt_secrets_before: secret_bytes(&config.jwt_secrets_before),
        session_length: SESSION,
        hash_threads: hash_threads(),
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
        codes: codes(config),
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

/// What sessions are signed with; in development this machine's own.
pub(crate) fn jwt_secret(config: &Config, ambient: &Ambient) -> anyhow::Result<Vec<u8>> {
    Ok(match &config.jwt_secret {
        Some(secret) => secret.expose().as_bytes().to_vec(),
        None => secret::development(ambient)?,
    })
}

/// Half the machine may be at passwords at once: a flood of logins leaves the other half to those
/// who buy.
fn hash_threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (cores / 2).max(1)
}

/// Secrets as keys.
fn secret_bytes(secrets: &[config::Secret]) -> Vec<Vec<u8>> {
    let bytes = |secret: &config::Secret| secret.expose().as_bytes().to_vec();
    secrets.iter().map(bytes).collect()
}

/// The bucket's access key, if one is given: it can be changed while the shop is open.
pub(crate) fn s3_key(config: &Config) -> Option<Arc<S3Key>> {
    let (id, secret) = config.s3_key.as_ref()?;
    Some(Arc::new(S3Key::new(id, secret.expose())))
}

/// How one-time codes leave the shop: in production not through the log.
fn codes(config: &Config) -> CodeOptions {
    let origin = config.public_url.as_deref();
    CodeOptions {
        sent: config.messages.sms.is_some() || !config.environment.is_production(),
        per_hour: config.messages.codes_per_hour,
        // Browsers bind codes to a host over HTTPS, whatever its port.
        host: origin
            .and_then(|origin| origin.strip_prefix("https://"))
            .map(|host| host.split(':').next().unwrap_or(host).to_owned()),
    }
}

/// What proves to the SMS gateway who sends, if it asks: it can be changed while the shop is open.
pub(crate) fn sms_token(config: &Config) -> Option<Arc<SmsToken>> {
    let token = config.messages.sms.as_ref()?.token.as_ref()?;
    Some(Arc::new(SmsToken::new(token.expose())))
}

/// Who carries messages.
pub(crate) fn messages(
    config: &Config,
    ambient: Ambient,
    token: Option<Arc<SmsToken>>,
) -> anyhow::Result<Arc<dyn Messages>> {
    let Some(sms) = &config.messages.sms else {
        return Ok(Arc::new(match config.environment.is_production() {
            true => LogMessages::silent(),
            false => LogMessages::telling(),
        }));
    };
    let options = SmsOptions {
        url: sms.url.clone(),
        token,
        sender: sms.sender.clone(),
        format: match sms.format {
            config::SmsFormat::Json => SmsFormat::Json,
            config::SmsFormat::Form => SmsFormat::Form,
        },
        fields: sms.fields.0.iter().cloned().map(sms_field).collect(),
        accepted: sms.accepted.clone(),
        time_limit: SMS_TIME_LIMIT,
    };
    let sms = SmsMessages::new(options, ambient);
    Ok(Arc::new(sms.context(
        "the gateway of DHAKACART_SMS_URL can't be used",
    )?))
}

fn sms_field((part, name): (config::SmsPart, String)) -> (SmsPart, String) {
    let part = match part {
        config::SmsPart::To => SmsPart::To,
        config::SmsPart::Text => SmsPart::Text,
        config::SmsPart::From => SmsPart::From,
        config::SmsPart::Token => SmsPart::Token,
        config::SmsPart::Reference => SmsPart::Reference,
        config::SmsPart::Constant(value) => SmsPart::Constant(value),
    };
    (part, name)
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
