//! Secrets that change while the shop is open.
//!
//! Every two seconds all settings are read again as at the start, from files (Kubernetes swaps a
//! mounted secret under its path) and from what Secrets Manager answered last; that is asked every
//! `DHAKACART_SECRETS_REFRESH`, and on SIGHUP. Settings that are wrong, alone or together, change
//! nothing. Those that changed are handed to whoever follows them; one that isn't taken, because
//! the database doesn't let the new password in, stays as it was and is tried again. Everything is
//! logged once, by the settings' names.

mod followers;

pub(crate) use followers::{Follower, Users, followers};

use std::collections::BTreeMap;
use std::time::Duration;

use config::Config;
use edge::Drain;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Interval, MissedTickBehavior};

use crate::sources::Sources;

/// How often files are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// Counts what came of changes.
const RELOADS: &str = "dhakacart_settings_reloads_total";

/// Follows the settings until the process ends.
pub(crate) struct Reload {
    sources: Sources,
    /// What the process started with.
    started: Config,
    followers: Vec<Follower>,
    /// What was said last of each subject, so that it is said once.
    said: BTreeMap<&'static str, String>,
}

impl Reload {
    pub(crate) fn new(sources: Sources, started: Config, followers: Vec<Follower>) -> Self {
        Self {
            sources,
            started,
            followers,
            said: BTreeMap::new(),
        }
    }

    /// Looks again and again.
    pub(crate) async fn run(mut self, drain: Drain) {
        let mut hangup = hangups();
        let mut look = every(LOOK);
        let refresh = self.started.secrets_refresh;
        let mut ask = refresh.filter(|_| self.sources.are_remote()).map(every);
        loop {
            let asks = tokio::select! {
                () = drain.wait() => return,
                _ = look.tick() => false,
                () = next(&mut ask) => true,
                () = heard(&mut hangup) => {
                    tracing::info!("settings are read again: SIGHUP");
                    true
                }
            };
            if asks && self.sources.are_remote() {
                let outcome = self.sources.refresh().await;
                self.note("AWS Secrets Manager", outcome);
            }
            self.look().await;
        }
    }

    async fn look(&mut self) {
        let sources = self.sources.clone();
        let Ok(read) = tokio::task::spawn_blocking(move || sources.load()).await else {
            return;
        };
        let (fresh, outcome) = match read {
            Ok(fresh) => (Some(fresh), Ok(())),
            Err(error) => (None, Err(error.to_string())),
        };
        self.note("settings", outcome);
        if let Some(fresh) = fresh {
            self.hand_over(&fresh).await;
            self.name_those_for_a_restart(&fresh);
        }
    }

    async fn hand_over(&mut self, fresh: &Config) {
        let mut outcomes = Vec::new();
        for follower in &mut self.followers {
            if !follower.sees_a_change(fresh) {
                // It may have been changed back after it wasn't taken.
                outcomes.push((follower.name, Ok(())));
                continue;
            }
            let outcome = follower.take(fresh).await;
            let result = if outcome.is_ok() {
                "applied"
            } else {
                "refused"
            };
            metrics::counter!(RELOADS, "result" => result).increment(1);
            if outcome.is_ok() {
                tracing::info!(what = follower.name, "a changed secret is in use");
            }
            outcomes.push((follower.name, outcome.map_err(|error| format!("{error:#}"))));
        }
        for (name, outcome) in outcomes {
            self.note(name, outcome);
        }
    }

    fn name_those_for_a_restart(&mut self, fresh: &Config) {
        let mut names = fresh.changed_from(&self.started);
        names.retain(|name| !self.followers.iter().any(|one| one.follows(name)));
        let outcome = match names.is_empty() {
            true => Ok(()),
            false => Err(format!(
                "{} changed: that takes a restart",
                names.join(", ")
            )),
        };
        self.note("restart", outcome);
    }

    /// Logs what is wrong with a subject once, until it is well or something else is wrong.
    fn note(&mut self, subject: &'static str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => drop(self.said.remove(subject)),
            Err(why) if self.said.get(subject) == Some(&why) => {}
            Err(why) => {
                tracing::error!(
                    subject,
                    why,
                    "what has changed is not taken; what was in use stays in use"
                );
                self.said.insert(subject, why);
            }
        }
    }
}

fn every(period: Duration) -> Interval {
    let mut timer = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    timer
}

/// The next time, or never.
async fn next(timer: &mut Option<Interval>) {
    match timer {
        Some(timer) => drop(timer.tick().await),
        None => std::future::pending().await,
    }
}

/// SIGHUP asks for the settings, unless it is the terminal that goes: `serve.rs` ends then.
fn hangups() -> Option<Signal> {
    use std::io::IsTerminal as _;
    if std::io::stdin().is_terminal() {
        return None;
    }
    signal(SignalKind::hangup()).ok()
}

async fn heard(hangup: &mut Option<Signal>) {
    match hangup {
        Some(hangup) => drop(hangup.recv().await),
        None => std::future::pending().await,
    }
}
