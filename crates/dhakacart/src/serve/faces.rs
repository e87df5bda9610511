//! The faces of a process: what each is told, and opening them.

use admin::{AdminOptions, Seller, SettingInForce};
use axum::Router;
use config::Config;
use edge::{Cors, Drain, Front, Gate, ServeOptions, Tls};
use shop::Shop;
use storefront::{ApiAddress, StorefrontOptions};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::addresses::{Addresses, Listeners, own_scheme};
use super::limiting::Limiting;
use super::tls::{OwnTls, https_origin};
use crate::wiring;

/// Opens every listener but that of the metrics, which it hands back.
pub(super) async fn open(
    config: &Config,
    listeners: Listeners,
    addresses: &Addresses,
    shop: &Shop,
    limiting: &Limiting,
    drain: &Drain,
) -> anyhow::Result<(JoinSet<edge::Served>, TcpListener)> {
    let ambient = shop.ambient();
    let front = Front {
        https: config.is_https(),
        gate: Gate::new(config.edge.max_requests),
    };
    tokio::spawn(front.gate.clone().watch());
    // A worker shows nobody a certificate, and has none to renew.
    let serves = listeners.api.is_some() || listeners.storefront.is_some();
    let own_tls = match serves {
        true => OwnTls::open(config, ambient).await?,
        false => None,
    };
    let mut open = OpenListeners {
        roles: JoinSet::new(),
        tls: own_tls.as_ref().map(|own| own.tls.clone()),
        drain: drain.clone(),
        options: ServeOptions {
            drain: config.drain,
            max_connections: config.edge.max_connections,
            ..ServeOptions::default()
        },
    };
    if let Some(listener) = listeners.plain {
        let certificates = own_tls.as_ref().map(|own| own.certificates.clone());
        let origin = https_origin(config, certificates);
        let challenges = own_tls.as_ref().and_then(OwnTls::challenges);
        open.serve_plain(listener, edge::to_https(ambient, origin, challenges));
    }
    if let Some(own) = own_tls {
        tokio::spawn(own.follow(ambient.clone(), drain.clone()));
    }
    if let Some(listener) = listeners.api {
        let options = api_options(config, addresses, drain, &front, limiting)?;
        open.serve(listener, api::router(shop.clone(), options));
    }
    if let Some(listener) = listeners.storefront {
        let options = storefront_options(config, addresses, drain, &front, limiting);
        let pages = storefront::router(shop.clone(), options);
        let office = admin::router(shop.clone(), admin_options(config, drain, &front, limiting));
        open.serve(listener, pages.merge(office));
    }
    Ok((open.roles, listeners.metrics))
}

/// What is being served.
struct OpenListeners {
    roles: JoinSet<edge::Served>,
    tls: Option<Tls>,
    drain: Drain,
    options: ServeOptions,
}

impl OpenListeners {
    /// By HTTPS if there is a certificate.
    fn serve(&mut self, listener: TcpListener, router: Router) {
        let Some(tls) = self.tls.clone() else {
            return self.serve_plain(listener, router);
        };
        let (drain, options) = (self.drain.clone(), self.options);
        self.roles
            .spawn(edge::serve_tls(listener, router, drain, options, tls));
    }

    fn serve_plain(&mut self, listener: TcpListener, router: Router) {
        let (drain, options) = (self.drain.clone(), self.options);
        self.roles
            .spawn(edge::serve(listener, router, drain, options));
    }
}

fn api_options(
    config: &Config,
    addresses: &Addresses,
    drain: &Drain,
    front: &Front,
    limiting: &Limiting,
) -> anyhow::Result<api::ApiOptions> {
    let mut options = api::ApiOptions::new(config.environment.as_str(), env!("CARGO_PKG_VERSION"));
    options.rate_limit = wiring::rate(config.rate_limit);
    options.login_limit = wiring::rate(config.login_limit);
    options.limiter = Some(limiting.limiter.clone());
    options.visitors = limiting.visitors.clone();
    options.trusted_proxies = config.trusted_proxies.clone();
    options.front = front.clone();
    options.drain = drain.clone();
    let origins = match &config.allowed_origins[..] {
        [] => storefront_origins(config, addresses),
        origins => origins.to_vec(),
    };
    let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
    options.cors = Some(Cors::new(&origins)?);
    Ok(options)
}

/// How browsers name the storefront, unless an operator says so: where shoppers reach it, or
/// where it listens.
fn storefront_origins(config: &Config, addresses: &Addresses) -> Vec<String> {
    if let Some(public) = &config.public_url {
        return vec![public.clone()];
    }
    let listening = addresses.storefront.unwrap_or(config.storefront_addr);
    let scheme = own_scheme(config);
    let mut origins = vec![format!("{scheme}://{listening}")];
    if listening.ip().is_loopback() || listening.ip().is_unspecified() {
        origins.push(format!("{scheme}://localhost:{}", listening.port()));
    }
    origins
}

fn storefront_options(
    config: &Config,
    addresses: &Addresses,
    drain: &Drain,
    front: &Front,
    limiting: &Limiting,
) -> StorefrontOptions {
    let production = config.environment.is_production();
    let listening = addresses.storefront.unwrap_or(config.storefront_addr);
    // On one's own machine the address is known; in production nobody but the operator knows it.
    let own = (!production && !listening.ip().is_unspecified())
        .then(|| format!("{}://{listening}", own_scheme(config)));
    let api = match &config.public_api_url {
        Some(url) => ApiAddress::At(url.clone()),
        None => ApiAddress::Port(addresses.api.unwrap_or(config.api_addr).port()),
    };
    let contact = config.contact.clone();
    StorefrontOptions {
        secure_cookies: config.is_https(),
        public_url: config.public_url.clone().or(own),
        api,
        contact: storefront::Contact {
            phone: contact.phone,
            email: contact.email,
            address: contact.address,
            registration: contact.registration,
        },
        limiter: limiting.limiter.clone(),
        visitors: limiting.visitors.clone(),
        login_limit: limiting.login.clone(),
        limits: limiting.pages.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        front: front.clone(),
        drain: drain.clone(),
    }
}

fn admin_options(
    config: &Config,
    drain: &Drain,
    front: &Front,
    limiting: &Limiting,
) -> AdminOptions {
    let settings = config.shown().iter().map(|shown| SettingInForce {
        name: shown.setting.name,
        value: shown.value.clone(),
        origin: shown.origin.to_string(),
        about: shown.setting.doc,
    });
    AdminOptions {
        settings: settings.collect(),
        limiter: limiting.limiter.clone(),
        limits: limiting.pages.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        front: front.clone(),
        drain: drain.clone(),
        secure_cookies: config.is_https(),
        login_limit: limiting.login.clone(),
        seller: seller(config),
    }
}

/// Who sells, once all of it is set: an invoice with half a seller is none.
fn seller(config: &Config) -> Option<Seller> {
    Some(Seller {
        name: config.seller.name.clone()?,
        address: config.seller.address.clone()?,
        bin: config.seller.bin.clone()?,
    })
}
