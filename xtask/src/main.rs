//! What CI runs, and anyone can: the checks, the tests on both databases, and a PostgreSQL for
//! single tests. Uses no room of ours, so that it still runs when they do not compile.
//!
//! One file per command; `steps` runs checks one after another and adds them up, `postgres` has
//! the private cluster, `layering` the table of who may use whom.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks on its terminal"
)]

mod api_tests;
mod bench;
mod check;
mod e2e;
mod layering;
mod output;
mod postgres;
mod python;
#[cfg(test)]
mod security;
mod size;
mod steps;
mod supply_chain;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use e2e::reports::{self, Report};

/// Checks and tests of DhakaCart.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Format, lints and layering: what finds most mistakes in the least time
    Check,
    /// Compare every arrow between our crates with the table in xtask/src/layering.rs
    Layering,
    /// Everything `check` does, then all tests on SQLite and a private PostgreSQL, and in a browser
    Test {
        /// Install PostgreSQL with the system's package manager when it is missing
        #[arg(long)]
        install: bool,
    },
    /// Walk the paths that earn money with a real browser, on SQLite
    E2e(e2e::Options),
    /// Call the API with whatever its OpenAPI document allows and forbids
    Api(api_tests::Options),
    /// Lighthouse's mobile scores of home, category and product, as a table; each has to be 100
    Lighthouse(reports::Options),
    /// Bytes, requests and layout shift of a first view of them, as a table against their limits
    Weights(reports::Options),
    /// Take the README's pictures of the demo shop into docs/pictures/
    Screenshots(reports::Options),
    /// Measure speed and size against their targets, and print a table
    Bench(bench::Options),
    /// Let shoppers buy among 1,000 slow clients and a flood on the login, and print a table
    Siege(bench::SiegeOptions),
    /// Look for secrets in every version of every file that led to this commit
    Secrets(supply_chain::SecretsOptions),
    /// Write the bill of materials (CycloneDX) of what ships into target/sbom/
    Sbom,
    /// A private PostgreSQL: for one command, or until Ctrl-C
    Postgres {
        /// Install PostgreSQL with the system's package manager when it is missing
        #[arg(long)]
        install: bool,
        /// Run this with the cluster's address in its environment, then take the cluster away
        #[arg(last = true)]
        command: Vec<String>,
    },
    /// Holds a private PostgreSQL for as long as its standard input is open
    #[command(hide = true)]
    KeepPostgres,
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Check => check::run(),
        Task::Layering => layering::run(),
        Task::Test { install } => test::run(install),
        Task::E2e(options) => e2e::run(&options),
        Task::Api(options) => api_tests::run(&options),
        Task::Lighthouse(options) => reports::run(Report::Lighthouse, &options),
        Task::Weights(options) => reports::run(Report::Weights, &options),
        Task::Screenshots(options) => reports::run(Report::Screenshots, &options),
        Task::Bench(options) => bench::run(&options),
        Task::Siege(options) => bench::siege(options),
        Task::Secrets(options) => supply_chain::secrets(&options),
        Task::Sbom => supply_chain::sbom(),
        Task::Postgres { install, command } => postgres::run(install, &command),
        Task::KeepPostgres => postgres::keep(),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
