//! Generated calls to the JSON API: Schemathesis reads the OpenAPI document and calls the real
//! binary with what it allows and what it forbids. The rules are in api-tests/.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::e2e::{Profile, debug_program, program};
use crate::python;
use crate::steps::{Steps, succeed};
use crate::workspace;

/// What to call, and how.
#[derive(Args)]
pub(crate) struct Options {
    /// Test this binary, in place of building one
    #[arg(long, value_name = "FILE")]
    program: Option<std::path::PathBuf>,
    /// More for Schemathesis, such as -n 500 --seed 7
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Runs them alone.
///
/// # Errors
/// Never of itself; a failure is in the exit code.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut steps = Steps::default();
    steps.step("generated calls to the API", || {
        let program = program(options.program.as_deref(), Profile::Debug)?;
        generate(&program, &options.arguments)
    });
    Ok(steps.finish())
}

/// Runs them as a step of something longer, at the binary that `cargo test` has left.
pub(crate) fn add(steps: &mut Steps) {
    steps.step("generated calls to the API", || {
        generate(&debug_program()?, &["-n".to_owned(), "20".to_owned()])
    });
}

fn generate(program: &Path, arguments: &[String]) -> Result<()> {
    let tools = python::environment("api-tests")?;
    let mut calls = workspace::command(tools.join("bin/python"));
    calls.arg("api-tests/run.py").arg(program).args(arguments);
    succeed(&mut calls)
}
