//! What comes from others, and what must not go out: licences and origins of Cargo.lock, secrets
//! in the history, workflows and their schedule of updates; and the bill of materials of what
//! ships. The tools are in `target/tools` (or `XTASK_TOOLS`), put
//! there by `scripts/need`; a missing one is a failure.
//!
//! Advisories are the pipeline's to look up (`.github/workflows/supply-chain.yml`): they change
//! without a commit, and need the network.

mod sbom;

pub(crate) use sbom::write as sbom;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::Args;

use crate::steps::{Steps, succeed};
use crate::workspace::{command, root, target};

/// What `cargo xtask secrets` takes.
#[derive(Args)]
pub(crate) struct SecretsOptions {
    /// Look at every branch and tag, not only at what led to this commit
    #[arg(long)]
    all: bool,
}

/// The checks of the supply chain, as steps of something longer.
pub(crate) fn add(steps: &mut Steps) {
    steps.step("dependencies", dependencies);
    steps.step("secrets in the history", || {
        succeed(&mut find_secrets(false)?)
    });
    steps.step("workflows", workflows);
}

/// Looks for secrets alone.
///
/// # Errors
/// When the tool is missing or can't be started; what it finds is in the exit code.
pub(crate) fn secrets(options: &SecretsOptions) -> Result<ExitCode> {
    let found = !find_secrets(options.all)?.status()?.success();
    Ok(ExitCode::from(u8::from(found)))
}

/// Licences, origins and bans of everything in Cargo.lock, dependencies of tests included.
fn dependencies() -> Result<()> {
    let mut deny = tool("bin/cargo-deny", "cargo-deny")?;
    deny.args(["deny", "--locked", "check", "licenses", "bans", "sources"]);
    succeed(&mut deny)
}

fn find_secrets(all: bool) -> Result<Command> {
    let mut python = tool("python/bin/python", "python-tools")?;
    python.arg("scripts/find-secrets");
    python.args(all.then_some("--all"));
    Ok(python)
}

/// Workflows and the updates' configuration have the form that GitHub takes, and nothing in them
/// lets strangers in. Nothing is looked up: whether a pinned commit is the version beside it is for
/// whoever writes it to see.
fn workflows() -> Result<()> {
    let folder = root().join(".github/workflows");
    let mut schema = tool("python/bin/check-jsonschema", "python-tools")?;
    schema.args(["--builtin-schema", "vendor.github-workflows"]);
    for entry in folder.read_dir()? {
        schema.arg(entry?.path());
    }
    succeed(&mut schema)?;
    let mut schema = tool("python/bin/check-jsonschema", "python-tools")?;
    schema.args(["--builtin-schema", "vendor.dependabot"]);
    succeed(schema.arg(".github/dependabot.yml"))?;
    let mut zizmor = tool("python/bin/zizmor", "python-tools")?;
    let strict = ["--offline", "--no-progress", "--persona", "pedantic"];
    succeed(zizmor.args(strict).arg(".github"))
}

/// Where `scripts/need` puts them: `XTASK_TOOLS`, or beside what cargo builds.
#[expect(
    clippy::disallowed_methods,
    reason = "where tools are is no setting of the shop"
)]
fn tools() -> Result<PathBuf> {
    match std::env::var_os("XTASK_TOOLS") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(target()?.join("tools")),
    }
}

/// A program that `scripts/need` has put into `target/tools`.
fn tool(path: &str, need: &str) -> Result<Command> {
    let program = tools()?.join(path);
    if !program.is_file() {
        bail!(
            "{} is missing: run `scripts/need {need}`",
            program.display()
        );
    }
    Ok(command(program))
}
