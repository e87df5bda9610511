//! `dhakacart serve`, in a process of its own.

use std::process::{Command, ExitStatus};
use std::time::Duration;

use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::command::{SECRET, binary};
use super::{ADMIN, Child, Person, PATIENCE, eventually};

/// A shop that is open.
pub(crate) struct ShopProcess {
    child: Child,
    api: String,
    storefront: String,
    metrics: String,
    _folder: Option<TempDir>,
}

/// The settings of a shop that many can call from one address, listening wherever it is free.
pub(crate) fn free_of_limits(command: &mut Command, url: &str) {
    command
        .arg("serve")
        .env("DATABASE_URL", url)
        .env("DHAKACART_JWT_SECRET", SECRET)
        .env("DHAKACART_RATE_LIMIT", "off")
        .env("DHAKACART_LOGIN_LIMIT", "off")
        .env("DHAKACART_DEMO", "false")
        .env("DHAKACART_LOG", "warn");
    anywhere(command);
}

fn anywhere(command: &mut Command) {
    for address in ["API", "STOREFRONT", "METRICS"] {
        command.env(format!("DHAKACART_{address}_ADDR"), "127.0.0.1:0");
    }
}

impl ShopProcess {
    /// A shop on this database, ready to sell.
    pub(crate) async fn start(url: &str) -> Self {
        Self::start_with(url, &[]).await
    }

    /// The same, with some settings of its own.
    pub(crate) async fn start_with(url: &str, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = binary(folder.path());
        free_of_limits(&mut command, url);
        command.envs(settings.iter().copied());
        let mut shop = Self::launch(&mut command).await;
        shop._folder = Some(folder);
        shop
    }

    /// A shop with the default settings, its addresses aside, in an empty folder.
    pub(crate) async fn newcomer() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = binary(folder.path());
        command.arg("serve");
        anywhere(&mut command);
        let mut shop = Self::launch(&mut command).await;
        shop._folder = Some(folder);
        shop
    }

    /// Starts a command that becomes a shop, and waits until it is ready.
    pub(crate) async fn launch(command: &mut Command) -> Self {
        let mut child = Child::start(command, b"");
        let printed = eventually("the addresses are printed", PATIENCE, async || {
            // They all come at once, the metrics' last.
            let printed = child.stdout();
            assert!(!child.has_ended(), "it ended instead of serving: {}", child.stderr());
            printed.contains("/metrics\n").then_some(printed)
        })
        .await;
        let address = |what: &str| {
            let line = printed.lines().find(|line| line.starts_with(what)).unwrap();
            let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
            url.trim_start_matches("http://").split('/').next().unwrap().to_owned()
        };
        let (api, storefront, metrics) = (address("API"), address("storefront"), address("metrics"));
        let shop = Self { child, api, storefront, metrics, _folder: None };
        shop.becomes_ready(PATIENCE).await;
        shop
    }

    /// Waits until it says that it is ready.
    pub(crate) async fn becomes_ready(&self, patience: Duration) {
        let guest = self.guest();
        eventually("the shop is ready", patience, async || {
            (guest.get("/ready").await.status == 200).then_some(())
        })
        .await;
    }

    /// Somebody without an account, calling the API.
    pub(crate) fn guest(&self) -> Person {
        Person::at(&self.api)
    }

    /// Somebody with a browser.
    pub(crate) fn visitor(&self) -> Person {
        Person::at(&self.storefront)
    }

    /// Prometheus.
    pub(crate) fn monitor(&self) -> Person {
        Person::at(&self.metrics)
    }

    /// The admin of [`add_admin`](super::add_admin), signed in.
    pub(crate) async fn admin(&self) -> Person {
        let (username, password) = ADMIN;
        self.guest().log_in(username, password).await
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it printed to stdout so far.
    pub(crate) fn printed(&self) -> String {
        self.child.stdout()
    }

    /// SIGKILL: the process is gone in the middle of whatever it did.
    pub(crate) fn kill(self) {
        self.child.signal(Signal::SIGKILL);
        let outcome = self.child.wait(PATIENCE);
        assert!(!outcome.status.success(), "it had ended by itself: {outcome:?}");
    }

    /// SIGTERM, and how it ends.
    pub(crate) fn terminate(self) -> ExitStatus {
        self.stop(Signal::SIGTERM)
    }

    /// Ends it by a signal that it can act on.
    pub(crate) fn stop(self, signal: Signal) -> ExitStatus {
        self.child.signal(signal);
        self.child.wait(PATIENCE).status
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
