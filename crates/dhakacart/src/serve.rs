//! Starting the roles of a process and stopping them without losing anybody.

mod measure;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use admin::{AdminOptions, Seller, SettingInForce};
use anyhow::Context as _;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use config::Config;
use edge::{Cors, Drain, LoginLimit, ServeOptions};
use gateways::LogMessages;
use shop::Shop;
use storefront::{ApiAddress, StorefrontOptions};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use worker::Worker;

use crate::commands::Role;
use crate::reload::{self, Reload};
use crate::sources::Sources;
use crate::{ambient, demo, wiring};

/// How often the catalogue looks for changes by other processes; a change is seen within 2 s.
const FOLLOW: Duration = Duration::from_millis(500);

/// How often what was counted in memory is added to the database.
const WRITE_REFUSALS: Duration = Duration::from_secs(5);

/// Serves until SIGINT or SIGTERM, then drains.
pub(crate) async fn run(role: Role) -> anyhow::Result<ExitCode> {
    let sources = Sources::gather().await;
    let config = sources.load()?;
    wiring::start_log(&config)?;
    let metrics = telemetry::metrics::install()?;
    let listeners = Listeners::bind(&config, role).await?;
    let store = wiring::migrated_store(&config).await?;
    let s3 = wiring::s3_key(&config);
    let shop = wiring::shop(&config, store.clone(), ambient::system(), s3.clone()).await?;
    prepare_demo(&config, &shop, store.is_embedded()).await?;
    let drain = Drain::new();
    tokio::spawn(begin_drain_on_signal(drain.clone()));

    let mut roles = JoinSet::new();
    let options = ServeOptions {
        drain: config.drain,
        ..ServeOptions::default()
    };
    let mut serve = |listener: TcpListener, router: Router| {
        roles.spawn(edge::serve(listener, router, drain.clone(), options));
    };
    let addresses = listeners.addresses()?;
    if let Some(listener) = listeners.api {
        serve(
            listener,
            api::router(shop.clone(), api_options(&config, &addresses, &drain)?),
        );
    }
    if let Some(listener) = listeners.storefront {
        let login_limit = LoginLimit::new(wiring::rate(config.login_limit), shop.ambient().clone());
        let options = storefront_options(&config, &addresses, &login_limit, &drain);
        let pages = storefront::router(shop.clone(), options);
        let office = admin::router(shop.clone(), admin_options(&config, &login_limit, &drain));
        serve(listener, pages.merge(office));
    }
    let background = background(&shop, role, &drain);
    // Metrics are read until the very end: they are what a drain is watched by.
    let text = move || {
        let metrics = metrics.clone();
        async move {
            (
                [(CONTENT_TYPE, telemetry::metrics::CONTENT_TYPE)],
                metrics.render(),
            )
        }
    };
    let metrics = Router::new().route("/metrics", get(text));
    let metrics = tokio::spawn(async move { axum::serve(listeners.metrics, metrics).await });
    let measuring = tokio::spawn(measure::pools(store.clone()));
    let followers = reload::followers(&config, &store, &shop, s3);
    let reload = Reload::new(sources, config.clone(), followers);
    let reload = tokio::spawn(reload.run(drain.clone()));
    announce(&config, role, &addresses);

    // A worker serves nobody: it works until it is told to stop.
    if roles.is_empty() {
        drain.wait().await;
    }
    let mut cut = 0;
    while let Some(served) = roles.join_next().await {
        cut += served.context("a server task failed")?.cut;
    }
    drain.begin();
    let _ = tokio::time::timeout(config.drain, background).await;
    // What the last requests were refused for.
    if let Err(error) = shop.write_refusals().await {
        tracing::warn!(%error, "the last refusals were not counted");
    }
    measuring.abort();
    reload.abort();
    metrics.abort();
    wiring::close(&store).await;
    tracing::info!(connections_cut = cut, "stopped");
    Ok(ExitCode::SUCCESS)
}

/// Addresses are taken first: a second shop on the same machine fails before it touches anything.
struct Listeners {
    api: Option<TcpListener>,
    storefront: Option<TcpListener>,
    metrics: TcpListener,
}

struct Addresses {
    api: Option<std::net::SocketAddr>,
    storefront: Option<std::net::SocketAddr>,
    metrics: std::net::SocketAddr,
}

impl Listeners {
    async fn bind(config: &Config, role: Role) -> anyhow::Result<Self> {
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
            metrics: bind("DHAKACART_METRICS_ADDR", config.metrics_addr).await?,
        })
    }

    /// Where we listen in fact: port 0 in a setting means any that is free.
    fn addresses(&self) -> std::io::Result<Addresses> {
        Ok(Addresses {
            api: self.api.as_ref().map(TcpListener::local_addr).transpose()?,
            storefront: self
                .storefront
                .as_ref()
                .map(TcpListener::local_addr)
                .transpose()?,
            metrics: self.metrics.local_addr()?,
        })
    }
}

async fn prepare_demo(config: &Config, shop: &Shop, embedded: bool) -> anyhow::Result<()> {
    if config.environment.is_production() {
        let known = shop.is_password_of(demo::USERNAME, demo::PASSWORD);
        if known.await.unwrap_or(false) {
            anyhow::bail!(
                "the demo staff user `{}` still has the password from the README: production refuses to start with it",
                demo::USERNAME
            );
        }
    } else if config.demo && embedded {
        demo::fill(shop).await?;
    }
    Ok(())
}

fn api_options(
    config: &Config,
    addresses: &Addresses,
    drain: &Drain,
) -> anyhow::Result<api::ApiOptions> {
    let mut options = api::ApiOptions::new(config.environment.as_str(), env!("CARGO_PKG_VERSION"));
    options.rate_limit = wiring::rate(config.rate_limit);
    options.login_limit = wiring::rate(config.login_limit);
    options.trusted_proxies = config.trusted_proxies.clone();
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
    let mut origins = vec![format!("http://{listening}")];
    if listening.ip().is_loopback() || listening.ip().is_unspecified() {
        origins.push(format!("http://localhost:{}", listening.port()));
    }
    origins
}

fn storefront_options(
    config: &Config,
    addresses: &Addresses,
    login_limit: &LoginLimit,
    drain: &Drain,
) -> StorefrontOptions {
    let production = config.environment.is_production();
    let listening = addresses.storefront.unwrap_or(config.storefront_addr);
    // On one's own machine the address is known; in production nobody but the operator knows it.
    let own =
        (!production && !listening.ip().is_unspecified()).then(|| format!("http://{listening}"));
    let api = match &config.public_api_url {
        Some(url) => ApiAddress::At(url.clone()),
        None => ApiAddress::Port(addresses.api.unwrap_or(config.api_addr).port()),
    };
    let contact = config.contact.clone();
    StorefrontOptions {
        secure_cookies: is_https(config),
        public_url: config.public_url.clone().or(own),
        api,
        contact: storefront::Contact {
            phone: contact.phone,
            email: contact.email,
            address: contact.address,
            registration: contact.registration,
        },
        login_limit: login_limit.clone(),
        // A neighbourhood shares one mobile address: pages are not counted by it.
        limits: None,
        trusted_proxies: config.trusted_proxies.clone(),
        drain: drain.clone(),
    }
}

/// Whether browsers reach the pages by HTTPS.
fn is_https(config: &Config) -> bool {
    let public = config.public_url.as_deref();
    config.environment.is_production() || public.is_some_and(|url| url.starts_with("https://"))
}

fn admin_options(config: &Config, login_limit: &LoginLimit, drain: &Drain) -> AdminOptions {
    let settings = config.shown().iter().map(|shown| SettingInForce {
        name: shown.setting.name,
        value: shown.value.clone(),
        origin: shown.origin.to_string(),
        about: shown.setting.doc,
    });
    AdminOptions {
        settings: settings.collect(),
        limits: None,
        trusted_proxies: config.trusted_proxies.clone(),
        drain: drain.clone(),
        secure_cookies: is_https(config),
        login_limit: login_limit.clone(),
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

/// The work that no request waits for: following the catalogue, and the worker.
fn background(shop: &Shop, role: Role, drain: &Drain) -> tokio::task::JoinHandle<()> {
    let (shop, drain) = (shop.clone(), drain.clone());
    tokio::spawn(async move {
        let mut tasks = JoinSet::new();
        let stop = drain.clone();
        tasks.spawn(
            shop.catalogue()
                .clone()
                .follow(FOLLOW, async move { stop.wait().await }),
        );
        tasks.spawn(write_refusals(shop.clone(), drain.clone()));
        if role.has_worker() {
            let worker = Worker::new(shop, Arc::new(LogMessages));
            tasks.spawn(worker.run(async move { drain.wait().await }));
        }
        while tasks.join_next().await.is_some() {}
    })
}

/// Every process has refusals of its own to add, whether it works off the outbox or not.
async fn write_refusals(shop: Shop, drain: Drain) {
    let mut timer = tokio::time::interval(WRITE_REFUSALS);
    timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = drain.wait() => return,
            _ = timer.tick() => {}
        }
        if let Err(error) = shop.write_refusals().await {
            tracing::debug!(%error, "refusals are kept until the database is back");
        }
    }
}

async fn begin_drain_on_signal(drain: Drain) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        tracing::error!("signals can't be caught: the shop won't drain when it is stopped");
        return;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = terminal_goes() => {}
    }
    tracing::info!("draining: no new work is taken, what is at work is finished");
    drain.begin();
}

/// A shop that runs in a terminal ends with it; for any other, SIGHUP asks for its settings
/// (`reload.rs`).
async fn terminal_goes() {
    use std::io::IsTerminal as _;
    use tokio::signal::unix::{SignalKind, signal};
    if std::io::stdin().is_terminal()
        && let Ok(mut hangup) = signal(SignalKind::hangup())
    {
        hangup.recv().await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// Where the shop is to be found, for the person at the terminal.
fn announce(config: &Config, role: Role, addresses: &Addresses) {
    let environment = config.environment.as_str();
    tracing::info!(
        ?role,
        environment,
        version = env!("CARGO_PKG_VERSION"),
        "DhakaCart is open"
    );
    if let Some(storefront) = addresses.storefront {
        crate::answer(format_args!(
            "storefront   http://{storefront}/  (Bangla: http://{storefront}/bn/)"
        ));
        crate::answer(format_args!("back office  http://{storefront}/admin"));
    }
    if let Some(api) = addresses.api {
        crate::answer(format_args!(
            "API          http://{api}/         (documentation: http://{api}/api/docs)"
        ));
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
