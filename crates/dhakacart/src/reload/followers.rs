//! Who follows which settings. What isn't here takes a restart (docs/secrets.md has the table).

mod keys;

use std::sync::Arc;

use anyhow::bail;
use config::Config;
use gateways::S3Key;
use shop::{BoxFuture, Shop};
use store::Store;

/// Takes a changed value into use, or says why it can't.
type Take = Box<dyn Fn(Config) -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

/// Somebody who uses some of the settings and can change over while working.
pub(crate) struct Follower {
    /// What is changed over, for the log.
    pub(super) name: &'static str,
    settings: &'static [&'static str],
    /// The settings in use.
    in_use: Config,
    take: Take,
}

impl Follower {
    fn new(
        name: &'static str,
        settings: &'static [&'static str],
        in_use: &Config,
        take: Take,
    ) -> Self {
        Self {
            name,
            settings,
            in_use: in_use.clone(),
            take,
        }
    }

    pub(super) fn follows(&self, setting: &str) -> bool {
        self.settings.contains(&setting)
    }

    /// Whether one of the settings is another now than the one in use.
    pub(super) fn sees_a_change(&self, fresh: &Config) -> bool {
        let changed = fresh.changed_from(&self.in_use);
        changed.iter().any(|name| self.follows(name))
    }

    /// Changes over. An error leaves what was in use in use.
    pub(super) async fn take(&mut self, fresh: &Config) -> anyhow::Result<()> {
        (self.take)(fresh.clone()).await?;
        self.in_use = fresh.clone();
        Ok(())
    }
}

/// Everybody who can change over while the shop is open.
pub(crate) fn followers(
    config: &Config,
    store: &Store,
    shop: &Shop,
    s3: Option<Arc<S3Key>>,
) -> Vec<Follower> {
    vec![
        Follower::new(
            "JWT key",
            &["DHAKACART_JWT_SECRET", "DHAKACART_JWT_SECRET_PREVIOUS"],
            config,
            keys::rotation(config, shop.clone()),
        ),
        Follower::new(
            "database",
            &["DATABASE_URL", "DATABASE_PASSWORD"],
            config,
            database(store.clone()),
        ),
        Follower::new(
            "S3 access key",
            &["DHAKACART_S3_ACCESS_KEY", "DHAKACART_S3_SECRET_KEY"],
            config,
            bucket(s3),
        ),
    ]
}

fn database(store: Store) -> Take {
    Box::new(move |fresh| {
        let store = store.clone();
        Box::pin(async move {
            let renewed = store.renew_credentials(fresh.database_url.expose());
            Ok(renewed.await?)
        })
    })
}

fn bucket(key: Option<Arc<S3Key>>) -> Take {
    Box::new(move |fresh| {
        let key = key.clone();
        Box::pin(async move {
            match (key, &fresh.s3_key) {
                (Some(key), Some((id, secret))) => key.replace(id, secret.expose()),
                // Pictures are in a folder.
                (None, _) if !matches!(fresh.media, config::MediaPlace::Bucket { .. }) => {}
                _ => bail!("from a role to a key, or back, takes a restart"),
            }
            Ok(())
        })
    })
}
