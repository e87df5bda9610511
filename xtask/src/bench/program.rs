//! The program under test: `dhakacart` as `make run` builds it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::say;
use crate::steps::succeed;
use crate::workspace::{self, target};

/// Long enough for a secret; nobody's money depends on it.
const SECRET: &str = "only-for-benchmarks-0123456789abcdef0123456789abcdef";

/// A built `dhakacart`.
pub(super) struct Program {
    path: PathBuf,
}

impl Program {
    /// Builds it as `make run` does.
    ///
    /// # Errors
    /// When it doesn't build.
    pub(super) fn build() -> Result<Self> {
        say(format_args!("building the release binary"));
        build(&["--package", "dhakacart"])?;
        Self::at(target()?.join("release/dhakacart"))
    }

    /// One that is built already.
    ///
    /// # Errors
    /// When it isn't there.
    pub(super) fn at(path: PathBuf) -> Result<Self> {
        if !path.is_file() {
            bail!("there is no {}", path.display());
        }
        Ok(Self { path })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// One of its commands on a database, in a folder that takes what it leaves.
    pub(super) fn command(&self, folder: &Path, database: &str, arguments: &[&str]) -> Command {
        let mut command = workspace::command(&self.path);
        command
            .current_dir(folder)
            .args(arguments)
            .stdin(Stdio::null());
        command
            .env("DATABASE_URL", database)
            .env("DHAKACART_JWT_SECRET", SECRET);
        command.env("DHAKACART_LOG", "warn");
        command
    }

    /// Runs one of its commands to the end.
    ///
    /// # Errors
    /// When it fails.
    pub(super) fn run(&self, folder: &Path, database: &str, arguments: &[&str]) -> Result<()> {
        succeed(quiet(&mut self.command(folder, database, arguments)))
    }
}

/// Builds something of this workspace with the profile of `make run`.
///
/// # Errors
/// When it doesn't build.
pub(super) fn build(what: &[&str]) -> Result<()> {
    let mut cargo =
        workspace::cargo(&["build", "--release", "--locked", "--quiet", "--target-dir"]);
    succeed(quiet(cargo.arg(target()?).args(what)))
}

/// Keeps a command's results away from the table's standard output.
pub(super) fn quiet(command: &mut Command) -> &mut Command {
    command.stdout(Stdio::null())
}
