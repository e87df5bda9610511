//! From exec to `/ready` on an existing SQLite database of 1,092 products.

use anyhow::Result;

use super::fixture::Fixture;
use super::program::Program;
use super::say;
use super::server::Server;
use super::statistics::median;
use super::table::Row;

/// Starts that count.
const ROUNDS: usize = 10;
/// Milliseconds.
const LIMIT: f64 = 300.0;

/// Starts and stops the shop some times.
///
/// # Errors
/// When it does not start.
pub(super) fn measure(program: &Program) -> Result<Vec<Row>> {
    let fixture = Fixture::sqlite(program)?;
    // The first start of a development shop makes its demo user: it is not an existing shop yet.
    Server::start(program, &fixture)?.stop()?;
    say(format_args!("starting it {ROUNDS} times"));
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let server = Server::start(program, &fixture)?;
        times.push(server.ready_after.as_secs_f64() * 1_000.0);
        server.stop()?;
    }
    let (middle, slowest) = (median(&times), times.iter().copied().fold(0.0, f64::max));
    Ok(vec![Row::judged(
        "exec to `/ready`, SQLite, 1,092 products",
        format!("{middle:.0} ms (slowest of {ROUNDS}: {slowest:.0} ms)"),
        "< 300 ms",
        middle < LIMIT,
    )])
}
