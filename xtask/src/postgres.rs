//! A private PostgreSQL that lives as long as the process that asked for it.
//!
//! Invariant: nothing is left behind, however this process ends. The cluster belongs to a second
//! process of this same program, the keeper, in a process group of its own. It holds on to a
//! pipe from here; when that closes (a normal end, a panic, Ctrl-C, SIGKILL: the kernel closes
//! it in every case) it stops what the tests left running, the cluster, and removes the folder.
//!
//! `keeper` is that second process, `server` the cluster itself, `programs` where it is installed.

mod keeper;
mod programs;
mod server;

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::workspace;

pub(crate) use keeper::keep;

/// The variable that tells tests where PostgreSQL is.
const ADDRESS: &str = "DHAKACART_TEST_POSTGRES";

/// Brings a cluster up for one command, or until Ctrl-C.
///
/// # Errors
/// When there is no PostgreSQL, when it does not start or ends by itself, or when the command
/// can't be started.
pub(crate) fn run(install: bool, command: &[String]) -> Result<ExitCode> {
    let cluster = Cluster::start(install)?;
    let Some((program, arguments)) = command.split_first() else {
        println!("export {ADDRESS}={}", cluster.url);
        eprintln!("Ctrl-C removes it.");
        return cluster.wait();
    };
    let status = workspace::command(program)
        .args(arguments)
        .env(ADDRESS, &cluster.url)
        .status()
        .with_context(|| format!("starting {program}"))?;
    cluster.stop()?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// This program, to be started again. While it runs cargo may put a newer one where it was, and then
/// only the kernel's own link still leads to it.
fn this_program() -> Result<PathBuf> {
    let link = Path::new("/proc/self/exe");
    if link.exists() {
        return Ok(link.to_owned());
    }
    std::env::current_exe().context("finding this program")
}

/// A running cluster.
pub(crate) struct Cluster {
    url: String,
    keeper: Child,
    /// Closing it is what ends the cluster; what is written to it names the work to end with it.
    lifeline: Option<ChildStdin>,
}

impl Cluster {
    /// Brings a cluster up, with PostgreSQL installed first if it is missing and `install` is set.
    ///
    /// # Errors
    /// When there is no PostgreSQL or it does not start.
    pub(crate) fn start(install: bool) -> Result<Self> {
        programs::find_or_install(install)?;
        let mut keeper = workspace::command(this_program()?)
            .arg("keep-postgres")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .context("starting the keeper of the cluster")?;
        let lifeline = keeper.stdin.take();
        let answer = keeper
            .stdout
            .take()
            .context("the keeper's output is not piped")?;
        let mut cluster = Self {
            url: String::new(),
            keeper,
            lifeline,
        };
        BufReader::new(answer).read_line(&mut cluster.url)?;
        cluster.url.truncate(cluster.url.trim_end().len());
        if cluster.url.is_empty() {
            bail!("PostgreSQL did not start; what it said is above");
        }
        Ok(cluster)
    }

    /// Where programs connect, as the cluster's superuser.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Starts a command that knows the cluster's address and ends with it at the latest, together
    /// with everything it started.
    ///
    /// # Errors
    /// When it can't be started.
    pub(crate) fn spawn(&self, command: &mut Command) -> Result<Work<'_>> {
        let child = command.env(ADDRESS, &self.url).process_group(0).spawn()?;
        let work = Work {
            group: Pid::from_raw(i32::try_from(child.id())?),
            child,
            cluster: self,
        };
        self.tell(&format!("work {}", work.group))?;
        Ok(work)
    }

    /// Stops the cluster and removes its folder.
    ///
    /// # Errors
    /// When that does not work, or the cluster had ended before.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.lifeline.take();
        let status = self.keeper.wait()?;
        if !status.success() {
            bail!("the PostgreSQL of the tests ended badly ({status})");
        }
        Ok(())
    }

    /// Waits for as long as the cluster runs.
    fn wait(mut self) -> Result<ExitCode> {
        bail!("PostgreSQL is gone ({})", self.keeper.wait()?)
    }

    fn tell(&self, line: &str) -> Result<()> {
        let mut pipe = self
            .lifeline
            .as_ref()
            .context("the cluster is stopped already")?;
        writeln!(pipe, "{line}").context("the keeper of the cluster is gone")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.lifeline.take();
        if let Err(error) = self.keeper.wait() {
            eprintln!("waiting for PostgreSQL to stop: {error}");
        }
    }
}

/// A command at work on a cluster, in a process group of its own.
pub(crate) struct Work<'a> {
    /// The command itself.
    pub(crate) child: Child,
    group: Pid,
    cluster: &'a Cluster,
}

impl Work<'_> {
    /// Waits for the command, then ends what it has left running in its group.
    ///
    /// # Errors
    /// When waiting fails, or the keeper is gone.
    pub(crate) fn wait(mut self) -> Result<std::process::ExitStatus> {
        let status = self.child.wait()?;
        if killpg(self.group, Signal::SIGKILL).is_ok() {
            eprintln!("a process that the tests started was still running, and is ended now");
        }
        self.cluster.tell("idle")?;
        Ok(status)
    }
}
