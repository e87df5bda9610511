//! `dhakacart serve`, in a process of its own.

use std::process::ExitStatus;
use std::time::Duration;

use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::{ADMIN, Child, PATIENCE, Person, Run, command, eventually};

/// A shop that is open.
pub(crate) struct ShopProcess {
    child: Child,
    api: Option<String>,
    storefront: Option<String>,
    metrics: String,
    _folder: TempDir,
}

/// `serve` with the default settings, listening wherever it is free.
pub(crate) fn serve() -> Run {
    command("serve")
        .env("DHAKACART_API_ADDR", "127.0.0.1:0")
        .env("DHAKACART_STOREFRONT_ADDR", "127.0.0.1:0")
        .env("DHAKACART_METRICS_ADDR", "127.0.0.1:0")
}

/// `serve` on a database, for many who call from one address.
pub(crate) fn serve_on(url: &str) -> Run {
    serve()
        .on(url)
        .env("DHAKACART_RATE_LIMIT", "off")
        .env("DHAKACART_LOGIN_LIMIT", "off")
        .env("DHAKACART_DEMO", "false")
        .env("DHAKACART_LOG", "warn")
}

impl ShopProcess {
    /// A shop on this database.
    pub(crate) async fn start(url: &str) -> Self {
        Self::open(serve_on(url)).await
    }

    /// Runs a `serve` and waits until it is ready.
    pub(crate) async fn open(serve: Run) -> Self {
        let (mut child, folder) = serve.start();
        let printed = eventually("the addresses are printed", PATIENCE, async || {
            // They all come at once, the metrics' last.
            let printed = child.stdout();
            assert!(
                !child.has_ended(),
                "it ended instead of serving: {}",
                child.stderr()
            );
            printed.contains("/metrics\n").then_some(printed)
        })
        .await;
        let address = |what: &str| {
            let line = printed.lines().find(|line| line.starts_with(what))?;
            let url = line
                .split_whitespace()
                .find(|word| word.starts_with("http://"))?;
            Some(
                url.trim_start_matches("http://")
                    .split('/')
                    .next()?
                    .to_owned(),
            )
        };
        let (api, storefront) = (address("API"), address("storefront"));
        let metrics = address("metrics").unwrap();
        let shop = Self {
            child,
            api,
            storefront,
            metrics,
            _folder: folder,
        };
        shop.becomes_ready(PATIENCE).await;
        shop
    }

    /// Waits until it says that it is ready.
    pub(crate) async fn becomes_ready(&self, patience: Duration) {
        let Some(address) = self.api.as_ref().or(self.storefront.as_ref()) else {
            return;
        };
        let door = Person::at(address);
        eventually("the shop is ready", patience, async || {
            (door.get("/ready").await.status == 200).then_some(())
        })
        .await;
    }

    /// Somebody without an account, calling the API.
    pub(crate) fn guest(&self) -> Person {
        Person::at(self.api_address())
    }

    /// Somebody with a browser.
    pub(crate) fn visitor(&self) -> Person {
        Person::at(self.storefront.as_ref().unwrap())
    }

    /// Prometheus.
    pub(crate) fn monitor(&self) -> Person {
        Person::at(&self.metrics)
    }

    /// [`ADMIN`], signed in.
    pub(crate) async fn admin(&self) -> Person {
        let (username, password) = ADMIN;
        self.guest().log_in(username, password).await
    }

    pub(crate) fn api_address(&self) -> &str {
        self.api.as_ref().unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it printed to stdout so far.
    pub(crate) fn printed(&self) -> String {
        self.child.stdout()
    }

    /// What it logged so far.
    pub(crate) fn said(&self) -> String {
        self.child.stderr()
    }

    /// SIGKILL: the process is gone in the middle of whatever it did.
    pub(crate) fn kill(self) {
        self.child.signal(Signal::SIGKILL);
        let outcome = self.child.wait(PATIENCE);
        assert!(
            !outcome.status.success(),
            "it had ended by itself: {outcome:?}"
        );
    }

    /// SIGTERM, and how it ends.
    pub(crate) fn terminate(self) -> ExitStatus {
        self.stop(Signal::SIGTERM)
    }

    /// Ends it by a signal that it can act on.
    pub(crate) fn stop(self, signal: Signal) -> ExitStatus {
        self.signal(signal);
        self.ends()
    }

    /// Sends a signal that it can act on.
    pub(crate) fn signal(&self, signal: Signal) {
        self.child.signal(signal);
    }

    /// How it ends, after [`Self::signal`].
    pub(crate) fn ends(self) -> ExitStatus {
        self.child.wait(PATIENCE).status
    }
}
