//! Where a process listens, and how it says so.

use std::net::SocketAddr;

use anyhow::Context as _;
use config::Config;
use tokio::net::TcpListener;

use crate::commands::Role;
use crate::demo;

/// Addresses are taken first: a second shop on the same machine fails before it touches anything.
pub(super) struct Listeners {
    pub(super) api: Option<TcpListener>,
    pub(super) storefront: Option<TcpListener>,
    /// Where plain HTTP is sent on to HTTPS.
    pub(super) plain: Option<TcpListener>,
    pub(super) metrics: TcpListener,
}

pub(super) struct Addresses {
    pub(super) api: Option<SocketAddr>,
    pub(super) storefront: Option<SocketAddr>,
    pub(super) plain: Option<SocketAddr>,
    pub(super) metrics: SocketAddr,
}

impl Listeners {
    pub(super) async fn bind(config: &Config, role: Role) -> anyhow::Result<Self> {
        let bind = async |setting: &str, address| {
            TcpListener::bind(address)
                .await
                .with_context(|| format!("can't listen on {address} ({setting})"))
        };
        Ok(Self {
            api: match role.has_api() {
                true => Some(bind("DHAKACART_API_ADDR", config.api_addr).await?),
                false => None,
            },
            storefront: match role.has_storefront() {
                true => Some(bind("DHAKACART_STOREFRONT_ADDR", config.storefront_addr).await?),
                false => None,
            },
            plain: match config.edge.http_addr {
                Some(address) if role.has_api() || role.has_storefront() => {
                    Some(bind("DHAKACART_HTTP_ADDR", address).await?)
                }
                _ => None,
            },
            metrics: bind("DHAKACART_METRICS_ADDR", config.metrics_addr).await?,
        })
    }

    /// Where we listen in fact: port 0 in a setting means any that is free.
    pub(super) fn addresses(&self) -> std::io::Result<Addresses> {
        Ok(Addresses {
            api: self.api.as_ref().map(TcpListener::local_addr).transpose()?,
            storefront: self
                .storefront
                .as_ref()
                .map(TcpListener::local_addr)
                .transpose()?,
            plain: self
                .plain
                .as_ref()
                .map(TcpListener::local_addr)
                .transpose()?,
            metrics: self.metrics.local_addr()?,
        })
    }
}

/// What our own listeners speak.
pub(super) fn own_scheme(config: &Config) -> &'static str {
    match config.edge.certificate {
        Some(_) => "https",
        None => "http",
    }
}

/// Where the shop is to be found, for the person at the terminal.
pub(super) fn announce(config: &Config, role: Role, addresses: &Addresses) {
    let environment = config.environment.as_str();
    tracing::info!(
        ?role,
        environment,
        version = env!("CARGO_PKG_VERSION"),
        "DhakaCart is open"
    );
    let scheme = own_scheme(config);
    if let Some(storefront) = addresses.storefront {
        crate::answer(format_args!(
            "storefront   {scheme}://{storefront}/  (Bangla: {scheme}://{storefront}/bn/)"
        ));
        crate::answer(format_args!("back office  {scheme}://{storefront}/admin"));
    }
    if let Some(api) = addresses.api {
        crate::answer(format_args!(
            "API          {scheme}://{api}/         (documentation: {scheme}://{api}/api/docs)"
        ));
    }
    if let Some(plain) = addresses.plain {
        crate::answer(format_args!("redirects    http://{plain}/ to HTTPS"));
    }
    crate::answer(format_args!(
        "metrics      http://{}/metrics",
        addresses.metrics
    ));
    if config.demo && !config.environment.is_production() {
        crate::answer(format_args!(
            "demo staff   {} / {}",
            demo::USERNAME,
            demo::PASSWORD
        ));
    }
}
