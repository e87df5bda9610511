//! Speed and size, measured against their targets. Nothing is timed in tests: a machine that is
//! busy with something else would make them lie.
//!
//! Invariant: standard output gets one Markdown table and nothing else; what happens meanwhile is
//! told on standard error. The repository stays as it is: databases, clones and bodies live in
//! folders of their own and are gone at the end.
//!
//! One file per benchmark. `program` is the binary as `make run` builds it, `server` a running
//! one, `catalogue` what it sells, `http` and `wrk` ask it, `table` is what comes out.

mod catalogue;
mod compile;
mod fixture;
mod http;
mod memory;
mod orders;
mod pages;
mod program;
mod server;
mod siege;
mod size;
mod start;
mod statistics;
mod table;
mod wrk;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use program::Program;
use table::{Row, Table};

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// Only these, in place of all
    #[arg(long, value_name = "NAME")]
    only: Vec<Name>,
    /// Build from a fresh clone as well, which takes minutes
    #[arg(long)]
    fresh: bool,
    /// Measure this binary, in place of building one as `make run` does
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// What to besiege.
#[derive(Args)]
pub(crate) struct SiegeOptions {
    /// Besiege this binary, in place of building one as `make run` does
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Shoppers in peace and in a siege, as a table.
///
/// # Errors
/// When the table can't be printed.
pub(crate) fn siege(options: SiegeOptions) -> Result<ExitCode> {
    run(&Options {
        only: vec![Name::Siege],
        fresh: false,
        program: options.program,
    })
}

/// The benchmarks, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// From a fresh clone to a shop that sells
    Fresh,
    /// `cargo check` after a change to one handler
    Check,
    /// From exec to /ready
    Start,
    /// The binary's size
    Size,
    /// Resident memory after many requests
    Memory,
    /// Product page and product JSON against a bare handler
    Pages,
    /// Orders through HTTP
    Orders,
    /// Shoppers among slow clients and a flood on the login: `cargo xtask siege`
    Siege,
}

impl Options {
    fn has(&self, name: Name) -> bool {
        match name {
            Name::Fresh => self.fresh || self.only.contains(&name),
            Name::Siege => self.only.contains(&name),
            _ => self.only.is_empty() || self.only.contains(&name),
        }
    }

    fn program(&self) -> Result<Program> {
        let Some(path) = &self.program else {
            return Program::build();
        };
        let path = path
            .canonicalize()
            .with_context(|| format!("finding {}", path.display()))?;
        Program::at(path)
    }
}

/// Runs the benchmarks and prints the table.
///
/// # Errors
/// When the table can't be printed. A benchmark that can't run or misses its target is in the
/// table and in the exit code.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut table = Table::default();
    // Built once: somebody may be editing the sources meanwhile.
    let mut program = None;
    for name in Name::value_variants() {
        if options.has(*name) {
            table.add(*name, measure(*name, options, &mut program));
        }
    }
    if options.only.is_empty() && !options.fresh {
        table.left_out(
            "fresh clone to a shop that sells",
            compile::FRESH_TARGET,
            "takes minutes: `cargo xtask bench --fresh`",
        );
    }
    table.print()
}

fn measure(name: Name, options: &Options, program: &mut Option<Program>) -> Result<Vec<Row>> {
    let measure = match name {
        Name::Fresh => return compile::fresh(),
        Name::Check => return compile::check(),
        Name::Start => start::measure,
        Name::Size => size::measure,
        Name::Memory => memory::measure,
        Name::Pages => pages::measure,
        Name::Orders => orders::measure,
        Name::Siege => siege::measure,
    };
    measure(match program {
        Some(program) => program,
        none => none.insert(options.program()?),
    })
}

/// Tells the person at the terminal what is going on.
fn say(message: std::fmt::Arguments<'_>) {
    eprintln!("bench: {message}");
}
