//! What comes from others, and what must not go out: licences and origins of Cargo.lock, secrets
//! in the history, workflows and their schedule of updates; and the bill of materials of what
//! ships. cargo's tools are in `target/tools`, put there by `scripts/need`; Python's are installed
//! when they are missing. One that can't be had is a failure.
//!
//! Advisories are the pipeline's to look up (`.github/workflows/supply-chain.yml`): they change
//! without a commit, and need the network.

mod sbom;

pub(crate) use sbom::write as sbom;

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::Args;

use crate::python;
use crate::steps::{Steps, succeed};
use crate::workspace::{command, root, tools};

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
    let mut deny = tool("cargo-deny")?;
    deny.args(["deny", "--locked", "check", "licenses", "bans", "sources"]);
    succeed(&mut deny)
}

fn find_secrets(all: bool) -> Result<Command> {
    let mut search = python("python")?;
    search.arg("scripts/find-secrets");
    search.args(all.then_some("--all"));
    Ok(search)
}

/// Workflows and the updates' configuration have the form that GitHub takes, and nothing in them
/// lets strangers in. Nothing is looked up: whether a pinned commit is the version beside it is for
/// whoever writes it to see.
fn workflows() -> Result<()> {
    let folder = root().join(".github/workflows");
    let mut schema = python("check-jsonschema")?;
    schema.args(["--builtin-schema", "vendor.github-workflows"]);
    for entry in folder.read_dir()? {
        schema.arg(entry?.path());
    }
    succeed(&mut schema)?;
    let mut schema = python("check-jsonschema")?;
    schema.args(["--builtin-schema", "vendor.dependabot"]);
    succeed(schema.arg(".github/dependabot.yml"))?;
    let mut zizmor = python("zizmor")?;
    let strict = ["--offline", "--no-progress", "--persona", "pedantic"];
    succeed(zizmor.args(strict).arg(".github"))
}

/// A program of the Python environment in `test-tools/`.
fn python(name: &str) -> Result<Command> {
    let environment = python::environment("test-tools")?;
    Ok(command(environment.join("bin").join(name)))
}

/// A program that `scripts/need` builds from crates.io.
fn tool(name: &str) -> Result<Command> {
    let program = tools()?.join("bin").join(name);
    if !program.is_file() {
        bail!(
            "{} is missing: run `scripts/need {name}`",
            program.display()
        );
    }
    Ok(command(program))
}
