//! A running shop, from exec to the end.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::fixture::Fixture;
use super::http::Client;
use super::program::{Program, quiet};

/// Ready within this time, or not at all.
const READY_WITHIN: Duration = Duration::from_secs(60);
/// The drain's 25 s and a little.
const STOPPED_WITHIN: Duration = Duration::from_secs(30);
/// Between two attempts to connect while the program has no listener yet.
const LOOK_EVERY: Duration = Duration::from_micros(500);

/// A server process.
pub(super) struct Server {
    process: Process,
    /// The JSON API.
    pub(super) api: SocketAddr,
    /// The pages.
    pub(super) storefront: SocketAddr,
    /// From exec to the first 200 of `/ready`.
    pub(super) ready_after: Duration,
}

impl Server {
    /// Starts a shop on ports of its own, limits off, and waits until it is ready.
    ///
    /// # Errors
    /// When it ends instead, or does not get ready.
    pub(super) fn start(program: &Program, fixture: &Fixture) -> Result<Self> {
        Self::start_with(program, fixture, &[])
    }

    /// The same, with settings of one's own.
    ///
    /// # Errors
    /// When it ends instead, or does not get ready.
    pub(super) fn start_with(
        program: &Program,
        fixture: &Fixture,
        settings: &[(&str, &str)],
    ) -> Result<Self> {
        let [api, storefront, metrics] = free_addresses()?;
        let mut command = program.command(fixture.folder(), &fixture.database, &["serve"]);
        quiet(&mut command)
            .env("DHAKACART_API_ADDR", api.to_string())
            .env("DHAKACART_STOREFRONT_ADDR", storefront.to_string())
            .env("DHAKACART_METRICS_ADDR", metrics.to_string())
            .env("DHAKACART_RATE_LIMIT", "off")
            .envs(settings.iter().copied());
        let started = Instant::now();
        let mut process = Process::spawn(&mut command)?;
        while !is_ready(api)? {
            if let Some(status) = process.0.try_wait()? {
                bail!("the shop ended instead of getting ready ({status})");
            }
            if started.elapsed() > READY_WITHIN {
                bail!("the shop does not get ready within {READY_WITHIN:?}");
            }
            sleep(LOOK_EVERY);
        }
        Ok(Self {
            process,
            api,
            storefront,
            ready_after: started.elapsed(),
        })
    }

    /// Resident memory now, in bytes.
    ///
    /// # Errors
    /// Where there is no Linux under it.
    pub(super) fn resident(&self) -> Result<u64> {
        let path = PathBuf::from(format!("/proc/{}/status", self.process.0.id()));
        let status = std::fs::read_to_string(&path)
            .with_context(|| format!("reading {}, which only Linux has", path.display()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line
            .and_then(|line| line.split_whitespace().next())
            .and_then(|n| n.parse::<u64>().ok());
        Ok(kilobytes.context("VmRSS is missing")? * 1024)
    }

    /// Stops it as an operator does, and waits until it has drained.
    ///
    /// # Errors
    /// When it does not stop, or not with 0.
    pub(super) fn stop(mut self) -> Result<()> {
        let Process(child) = &mut self.process;
        kill(Pid::from_raw(i32::try_from(child.id())?), Signal::SIGTERM)?;
        let deadline = Instant::now() + STOPPED_WITHIN;
        loop {
            match child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => bail!("the shop stopped with {status}"),
                None if Instant::now() > deadline => {
                    bail!("the shop does not stop within {STOPPED_WITHIN:?}")
                }
                None => sleep(LOOK_EVERY),
            }
        }
    }
}

/// A process that ends with this value at the latest.
pub(super) struct Process(pub(super) Child);

impl Process {
    /// Starts a command.
    ///
    /// # Errors
    /// When it can't be started.
    pub(super) fn spawn(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command
            .spawn()
            .with_context(|| format!("starting {program}"))?;
        Ok(Self(child))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended can't be killed, and needs not be.
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// Whether `/ready` answers 200. The listener is there before the shop is: an answer may take a
/// while, and comes the moment that it can.
fn is_ready(api: SocketAddr) -> Result<bool> {
    match Client::connect(api) {
        Ok(mut client) => Ok(client.get("/ready", "")?.status == 200),
        Err(_) => Ok(false),
    }
}

/// Addresses that nobody listens on.
fn free_addresses() -> Result<[SocketAddr; 3]> {
    let listen = || TcpListener::bind("127.0.0.1:0");
    let listeners = [listen()?, listen()?, listen()?];
    let [api, storefront, metrics] = &listeners;
    Ok([
        api.local_addr()?,
        storefront.local_addr()?,
        metrics.local_addr()?,
    ])
}
