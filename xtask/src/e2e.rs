//! Browser tests: the paths that earn money, walked by a real Chromium at the real binary. The
//! suite is JavaScript and lives in e2e/; this file builds what it tests, sees to its packages
//! and adds up its results.
//!
//! Invariant: what is missing is a failure, never a skip. Next: `e2e/support/journey.js`.

mod packages;
pub(crate) mod reports;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread::available_parallelism;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::output::pass_on;
use crate::postgres::Cluster;
use crate::steps::{Steps, Tally, succeed};
use crate::workspace::{self, target};

pub(crate) use packages::{in_suite, install_packages};

/// The one file of the suite that every database has to pass.
const BUYING: &str = "journeys/buy.test.js";

/// What to walk.
#[derive(Args)]
pub(crate) struct Options {
    /// Test this binary, in place of building one
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Only these files of e2e/, such as journeys/buy.test.js
    #[arg(value_name = "TEST")]
    files: Vec<String>,
}

/// Runs the browser tests alone, on SQLite.
///
/// # Errors
/// Never of itself; a failure is in the exit code.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut steps = Steps::default();
    steps.counted("browser tests", |tally| {
        let program = program(options.program.as_deref(), Profile::Debug)?;
        install_packages()?;
        suite(&program, &options.files, None, tally)
    });
    Ok(steps.finish())
}

/// Runs the browser tests as steps of something longer, at the binary that `cargo test` has left:
/// everything on SQLite, buying on PostgreSQL too.
pub(crate) fn add(steps: &mut Steps, install: bool) {
    steps.counted("browser tests on SQLite", |tally| {
        install_packages()?;
        succeed(in_suite("npm").args(["run", "--silent", "types"]))?;
        suite(&debug_program()?, &[], None, tally)
    });
    steps.counted("buying in a browser on PostgreSQL", |tally| {
        let cluster = Cluster::start(install)?;
        let files = [BUYING.to_owned()];
        let outcome = suite(&debug_program()?, &files, Some(&cluster), tally);
        cluster.stop().and(outcome)
    });
}

/// How the binary is built.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// As `cargo run` does.
    Debug,
    /// As `make run` does.
    Release,
}

/// The binary that somebody named, or one built now.
pub(crate) fn program(named: Option<&Path>, profile: Profile) -> Result<PathBuf> {
    if let Some(path) = named {
        let found = path.canonicalize();
        return found.with_context(|| format!("finding {}", path.display()));
    }
    let mut build = workspace::cargo(&["build", "--locked", "--quiet", "--package", "dhakacart"]);
    match profile {
        Profile::Debug => {
            succeed(&mut build)?;
            debug_program()
        }
        Profile::Release => {
            succeed(build.arg("--release"))?;
            Ok(target()?.join("release/dhakacart"))
        }
    }
}

pub(crate) fn debug_program() -> Result<PathBuf> {
    Ok(target()?.join("debug/dhakacart"))
}

/// Runs test files of the suite, all if none is named, each in a process of its own.
fn suite(
    program: &Path,
    files: &[String],
    cluster: Option<&Cluster>,
    tally: &mut Tally,
) -> Result<()> {
    let mut node = in_suite("node");
    node.args(["--test", "--test-reporter=spec"])
        .arg(format!("--test-concurrency={}", available_parallelism()?))
        .args(files)
        .env("E2E_BINARY", program)
        .env("E2E_OUTPUT", target()?.join("e2e"));
    if let Some(cluster) = cluster {
        node.env("E2E_DATABASE", cluster.url());
    }
    *tally = walk(&mut node)?;
    match tally {
        Tally {
            passed: 0,
            failed: 0,
            ..
        } => bail!("no browser test ran"),
        Tally {
            failed: 0,
            ignored: 0,
            ..
        } => Ok(()),
        Tally {
            failed: 0, ignored, ..
        } => bail!("{ignored} browser tests were skipped"),
        Tally { failed, .. } => {
            bail!("{failed} browser tests failed; pictures and logs are in target/e2e/")
        }
    }
}

/// Runs the tests with their output passed on as it comes, and its results added up.
fn walk(node: &mut Command) -> Result<Tally> {
    let mut child = node
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting node; `scripts/need node` installs it where it may")?;
    let output = child.stdout.take().context("node's output is not piped")?;
    let mut tally = pass_on(output, add_result)?;
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Adds what one line of node's summary such as `ℹ pass 12` says.
fn add_result(line: &str, tally: &mut Tally) {
    let Some((what, number)) = line
        .strip_prefix("ℹ ")
        .and_then(|rest| rest.split_once(' '))
    else {
        return;
    };
    let Ok(number) = number.trim().parse::<usize>() else {
        return;
    };
    match what {
        "pass" => tally.passed += number,
        "fail" | "cancelled" => tally.failed += number,
        "skipped" | "todo" => tally.ignored += number,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_summary_is_read() {
        let mut tally = Tally::default();
        for line in [
            "✔ a guest buys, en, phone (2301.161395ms)",
            "ℹ tests 24",
            "ℹ suites 0",
            "ℹ pass 20",
            "ℹ fail 1",
            "ℹ cancelled 2",
            "ℹ skipped 1",
            "ℹ todo 0",
            "ℹ duration_ms 29858.050296",
        ] {
            add_result(line, &mut tally);
        }
        let expected = Tally {
            passed: 20,
            failed: 3,
            ignored: 1,
        };
        assert_eq!(tally, expected);
    }

    #[test]
    fn a_suite_that_dies_has_failed() {
        let script = "echo 'ℹ pass 3'; exit 7";
        let tally = walk(Command::new("sh").args(["-c", script])).unwrap();
        assert_eq!((tally.passed, tally.failed), (3, 1));
    }

    #[test]
    fn the_file_for_both_databases_is_there() {
        assert!(workspace::root().join("e2e").join(BUYING).is_file());
    }
}
