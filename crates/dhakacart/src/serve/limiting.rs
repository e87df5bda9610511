//! Who may do how much: one limiter for all faces of the process.

use anyhow::Context as _;
use config::Config;
use edge::{Limiter, Limits, LoginLimit, SessionIn, Visitors};
use shop::Shop;

use crate::wiring;

/// What the faces are given to count with.
pub(super) struct Limiting {
    pub(super) limiter: Limiter,
    pub(super) login: LoginLimit,
    /// The storefront's and the back office's; they count together.
    pub(super) pages: Option<Limits>,
    /// Only where calls are counted at all.
    pub(super) visitors: Option<Visitors>,
}

impl Limiting {
    /// As the settings say. A Redis is connected to in the background.
    pub(super) fn new(config: &Config, shop: &Shop) -> anyhow::Result<Self> {
        let ambient = shop.ambient();
        let limiter = match &config.redis_url {
            Some(url) => Limiter::shared(url.expose(), ambient.clone())
                .with_context(|| format!("REDIS_URL {url} can't be used"))?,
            None => Limiter::in_process(ambient.clone()),
        };
        let secret = wiring::jwt_secret(config, ambient)?;
        let visitors = wiring::rate(config.rate_limit)
            .and_then(|rate| Visitors::new(&secret, rate, limiter.clone(), ambient.clone()));
        let pages = wiring::rate(config.page_limit).map(|rate| {
            let session_in = SessionIn::cookie(config.is_https());
            Limits::pages(rate, limiter.clone(), shop.clone(), session_in)
                .sparing(&config.trusted_proxies)
        });
        Ok(Limiting {
            login: LoginLimit::counted_by(limiter.clone(), wiring::rate(config.login_limit)),
            limiter,
            pages,
            visitors,
        })
    }
}
