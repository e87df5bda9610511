//! Starting the roles of a process and stopping them without losing anybody.

mod addresses;
mod faces;
mod limiting;
mod measure;
mod tls;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use config::Config;
use domain::Ambient;
use edge::{Drain, Stack};
use shop::{Messages, Shop};
use tokio::task::JoinSet;
use worker::Worker;

use self::addresses::{Listeners, announce};
use self::limiting::Limiting;
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
    let limiting = Limiting::new(&config, &shop)?;
    let drain = Drain::new();
    tokio::spawn(begin_drain_on_signal(drain.clone()));

    let addresses = listeners.addresses()?;
    let (mut roles, metrics_listener) =
        faces::open(&config, listeners, &addresses, &shop, &limiting, &drain).await?;
    let sms = wiring::sms_token(&config);
    let messages = wiring::messages(&config, ambient::system(), sms.clone())?;
    let background = background(&shop, role, messages, &drain);
    // Metrics are read until the very end: they are what a drain is watched by.
    let page = metrics_page(metrics, shop.ambient());
    let metrics = tokio::spawn(async move { axum::serve(metrics_listener, page).await });
    let measuring = tokio::spawn(measure::pools(store.clone()));
    let users = reload::Users {
        s3,
        sms,
        limiter: limiting.limiter.clone(),
    };
    let followers = reload::followers(&config, &store, &shop, users);
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

/// `GET /metrics`.
fn metrics_page(metrics: telemetry::metrics::MetricsHandle, ambient: &Ambient) -> Router {
    let text = move || {
        let metrics = metrics.clone();
        async move {
            (
                [(CONTENT_TYPE, telemetry::metrics::CONTENT_TYPE)],
                metrics.render(),
            )
        }
    };
    Router::new()
        .route("/metrics", get(text))
        .fallback(edge::not_found)
        .layer(Stack::api(ambient))
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

/// The work that no request waits for: following the catalogue, and the worker.
fn background(
    shop: &Shop,
    role: Role,
    messages: Arc<dyn Messages>,
    drain: &Drain,
) -> tokio::task::JoinHandle<()> {
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
            let worker = Worker::new(shop, messages);
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
