//! What waiting for the compiler costs: a newcomer from a fresh clone, and everybody after a
//! change to one handler.

use std::fs::File;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use super::fixture::{Fixture, Scratch};
use super::http::Client;
use super::program::{Program, quiet};
use super::say;
use super::server::Server;
use super::statistics::median;
use super::table::Row;
use crate::steps::succeed;
use crate::workspace::{self, target};

/// What [`fresh`] should take.
pub(super) const FRESH_TARGET: &str = "< 7 min on two cores";
/// Seconds.
const FRESH_LIMIT: f64 = 7.0 * 60.0;

/// The handler that is touched.
const HANDLER: &str = "crates/api/src/products/show.rs";
const CHECKS: usize = 3;
/// Seconds.
const CHECK_LIMIT: f64 = 10.0;

/// From `git clone` of what is committed, everything compiled, to a shop that sells its demo
/// catalogue. The crates must have been downloaded.
///
/// # Errors
/// When nothing is committed, it does not build, or it does not sell.
pub(super) fn fresh() -> Result<Vec<Row>> {
    let scratch = Scratch::create()?;
    let (clone, target) = (scratch.path().join("clone"), scratch.path().join("target"));
    say(format_args!(
        "cloning and building everything, which takes minutes"
    ));
    let started = Instant::now();
    let mut git = workspace::command("git");
    git.args(["clone", "--quiet"])
        .arg(workspace::root())
        .arg(&clone);
    succeed(quiet(&mut git)).context("cloning this repository")?;
    let mut build = workspace::cargo(&["build", "--release", "--locked", "--offline", "--quiet"]);
    build.current_dir(&clone).env("CARGO_TARGET_DIR", &target);
    succeed(quiet(&mut build)).context("building the clone")?;
    let built = started.elapsed();
    let program = Program::at(target.join("release/dhakacart"))?;
    let server = Server::start(&program, &Fixture::empty()?)?;
    let shelf = Client::connect(server.api)?
        .get("/api/products?in_stock=true", "")?
        .expect(200)?;
    if shelf.field("total")? == "0" {
        bail!("the fresh shop has nothing to sell");
    }
    let took = started.elapsed();
    server.stop()?;
    let (minutes, opening) = (took.as_secs_f64() / 60.0, took - built);
    Ok(vec![Row::judged(
        "fresh clone to a shop that sells, compile included",
        format!(
            "{minutes:.1} min (of which first start: {:.1} s)",
            opening.as_secs_f64()
        ),
        FRESH_TARGET,
        took.as_secs_f64() < FRESH_LIMIT,
    )])
}

/// `cargo check` of the whole binary after touching one handler.
///
/// # Errors
/// When it does not check.
pub(super) fn check() -> Result<Vec<Row>> {
    let check = || {
        let mut check = workspace::cargo(&["check", "--locked", "--quiet", "--target-dir"]);
        check.arg(target()?);
        succeed(quiet(&mut check).stderr(Stdio::null()))
    };
    say(format_args!(
        "checking, then touching {HANDLER} {CHECKS} times"
    ));
    check().context("cargo check does not pass")?;
    let mut times = Vec::new();
    for _ in 0..CHECKS {
        touch()?;
        let started = Instant::now();
        check()?;
        times.push(started.elapsed().as_secs_f64());
    }
    let middle = median(&times);
    Ok(vec![Row::judged(
        "`cargo check` after touching one handler",
        format!("{middle:.1} s"),
        "< 10 s",
        middle < CHECK_LIMIT,
    )])
}

/// Makes cargo believe that the handler was edited.
#[expect(
    clippy::disallowed_methods,
    reason = "a file's time is the wall clock's"
)]
fn touch() -> Result<()> {
    let path = workspace::root().join(HANDLER);
    let file = File::options().append(true).open(&path);
    let file = file.with_context(|| format!("opening {}", path.display()))?;
    Ok(file.set_modified(std::time::SystemTime::now())?)
}
