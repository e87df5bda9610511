//! Who follows which settings. What isn't here takes a restart (docs/secrets.md has the table).

mod keys;

use std::sync::Arc;

use anyhow::bail;
use config::Config;
use edge::Limiter;
use gateways::{S3Key, SmsToken};
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

/// Who uses secrets besides the shop and its database.
pub(crate) struct Users {
    /// The bucket's access key, if one is given.
    pub(crate) s3: Option<Arc<S3Key>>,
    /// The SMS gateway's token, if one is given.
    pub(crate) sms: Option<Arc<SmsToken>>,
    /// What limits are counted with.
    pub(crate) limiter: Limiter,
}

/// Everybody who can change over while the shop is open.
pub(crate) fn followers(
    config: &Config,
    store: &Store,
    shop: &Shop,
    users: Users,
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
            bucket(users.s3),
        ),
        Follower::new(
            "SMS token",
            &["DHAKACART_SMS_TOKEN"],
            config,
            gateway(users.sms),
        ),
        Follower::new("Redis", &["REDIS_URL"], config, counter(users.limiter)),
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

fn gateway(token: Option<Arc<SmsToken>>) -> Take {
    Box::new(move |fresh| {
        let token = token.clone();
        Box::pin(async move {
            let fresh = fresh
                .messages
                .sms
                .as_ref()
                .and_then(|sms| sms.token.as_ref());
            match (token, fresh) {
                (Some(token), Some(fresh)) => token.replace(fresh.expose()),
                _ => {
                    bail!("from a gateway without a token to one with it, or back, takes a restart")
                }
            }
            Ok(())
        })
    })
}

fn counter(limiter: Limiter) -> Take {
    Box::new(move |fresh| {
        let limiter = limiter.clone();
        Box::pin(async move {
            let Some(url) = &fresh.redis_url else {
                bail!("to count without a Redis takes a restart");
            };
            if !limiter.is_shared() {
                bail!("to count in a Redis takes a restart");
            }
            Ok(limiter.renew(url.expose())?)
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
