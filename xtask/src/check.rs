//! The quick checks: format, lints, layering, and a list of files that have grown too long.

use std::process::ExitCode;

use anyhow::Result;

use crate::steps::{Steps, succeed};
use crate::workspace::cargo;
use crate::{layering, size};

/// Runs the quick checks alone.
///
/// # Errors
/// Never of itself; a failing check is in the exit code.
pub(crate) fn run() -> Result<ExitCode> {
    let mut steps = Steps::default();
    add(&mut steps);
    Ok(steps.finish())
}

/// Runs the quick checks as the first steps of something longer.
pub(crate) fn add(steps: &mut Steps) {
    steps.step("format", || {
        succeed(&mut cargo(&["fmt", "--all", "--check"]))
    });
    steps.step("lints", || {
        let clippy = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ];
        succeed(&mut cargo(&clippy))
    });
    steps.step("layering", layering::check);
    size::warn();
}
