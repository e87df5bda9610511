//! DhakaCart: the whole shop in one binary.
//!
//! Wiring only: `commands/` has a file per command, `wiring.rs` turns settings into the rooms'
//! options, `serve/` starts and stops the roles. What a command does is in the rooms below.
//! Results go to stdout, messages to stderr; a failure exits non-zero.

mod ambient;
mod commands;
mod demo;
mod reload;
mod secret;
mod serve;
mod sources;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    match commands::Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            say(format_args!("{}", explained(&error)));
            ExitCode::FAILURE
        }
    }
}

/// An error with its causes, save those that repeat what was said already.
fn explained(error: &anyhow::Error) -> String {
    error
        .chain()
        .map(ToString::to_string)
        .fold(String::new(), |said, cause| match &said[..] {
            "" => cause,
            _ if said.contains(&cause) => said,
            _ => format!("{said}: {cause}"),
        })
}

/// A message for the person at the terminal.
#[expect(clippy::print_stderr, reason = "messages of commands go to stderr")]
fn say(message: std::fmt::Arguments<'_>) {
    eprintln!("dhakacart: {message}");
}

/// A command's result.
#[expect(clippy::print_stdout, reason = "results of commands go to stdout")]
fn answer(result: std::fmt::Arguments<'_>) {
    println!("{result}");
}
