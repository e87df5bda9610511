//! Everything: the quick checks, the supply chain, and all tests on SQLite
//! and on a private PostgreSQL, those in a browser last. A missing PostgreSQL, Chromium or
//! tool is a failure, never a skip.

use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use crate::api_tests;
use crate::check;
use crate::e2e;
use crate::output::pass_on;
use crate::postgres::Cluster;
use crate::steps::{Steps, Tally};
use crate::supply_chain;
use crate::workspace::cargo;

/// Runs every check and test.
///
/// # Errors
/// Never of itself; a failing step is in the exit code.
pub(crate) fn run(install: bool) -> Result<ExitCode> {
    let mut steps = Steps::default();
    check::add(&mut steps);
    supply_chain::add(&mut steps);
    steps.counted("tests on SQLite and PostgreSQL", |tally| {
        let cluster = Cluster::start(install)?;
        let outcome = tests(&cluster, tally);
        cluster.stop().and(outcome)
    });
    api_tests::add(&mut steps);
    e2e::add(&mut steps, install);
    Ok(steps.finish())
}

/// `cargo test` with its output passed on as it comes, and its results added up.
fn tests(cluster: &Cluster, tally: &mut Tally) -> Result<()> {
    let mut command = cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
    let mut work = cluster.spawn(command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let output = work
        .child
        .stdout
        .take()
        .context("the tests' output is not piped")?;
    // On a thread of its own: a process that a test leaves behind may keep the output open, and
    // is ended once cargo has ended.
    let reading = std::thread::spawn(move || pass_on(output, add_result));
    let status = work.wait()?;
    *tally = reading
        .join()
        .map_err(|_| anyhow!("reading the tests' output failed"))??;
    if !status.success() {
        bail!("{} tests failed ({status})", tally.failed);
    }
    if tally.ignored > 0 {
        bail!(
            "{} tests are marked #[ignore]; make them run or take them out",
            tally.ignored
        );
    }
    if tally.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

/// Adds what one line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …` says.
fn add_result(line: &str, tally: &mut Tally) {
    let Some((_, counts)) = line
        .strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "))
    else {
        return;
    };
    for count in counts.split(';') {
        let Some((number, what)) = count.trim().split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse::<usize>() else {
            continue;
        };
        match what {
            "passed" => tally.passed += number,
            "failed" => tally.failed += number,
            "ignored" => tally.ignored += number,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_add_up_over_test_binaries() {
        let mut tally = Tally::default();
        for line in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test price::rounds ... ok",
            "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out; finished in 1.20s",
        ] {
            add_result(line, &mut tally);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 8,
                failed: 2,
                ignored: 1
            }
        );
    }
}
