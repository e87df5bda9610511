//! What else the browser of the tests is good for: Lighthouse's scores, what a first view weighs,
//! and the README's pictures. Each is a script in e2e/reports/, which prints Markdown tables and
//! exits with 1 when a target is missed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;

use super::{Profile, in_suite, install_packages, program};

/// What to look at.
#[derive(Args)]
pub(crate) struct Options {
    /// Look at this binary, in place of building one
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// The scripts.
#[derive(Clone, Copy)]
pub(crate) enum Report {
    Lighthouse,
    Weights,
    Screenshots,
}

impl Report {
    fn script(self) -> &'static str {
        match self {
            Self::Lighthouse => "reports/lighthouse.js",
            Self::Weights => "reports/weights.js",
            Self::Screenshots => "reports/screenshots.js",
        }
    }

    /// Only Lighthouse measures time.
    fn profile(self) -> Profile {
        match self {
            Self::Lighthouse => Profile::Release,
            Self::Weights | Self::Screenshots => Profile::Debug,
        }
    }
}

/// Runs one.
///
/// # Errors
/// When the binary does not build, or node can't be started. A missed target is in the exit code.
pub(crate) fn run(report: Report, options: &Options) -> Result<ExitCode> {
    install_packages()?;
    let status = in_suite("node")
        .arg(report.script())
        .env(
            "E2E_BINARY",
            program(options.program.as_deref(), report.profile())?,
        )
        .status()
        .context("starting node; `scripts/need node` installs it where it may")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_is_there() {
        for report in [Report::Lighthouse, Report::Weights, Report::Screenshots] {
            let script = crate::workspace::root().join("e2e").join(report.script());
            assert!(script.is_file(), "{}", script.display());
        }
    }
}
