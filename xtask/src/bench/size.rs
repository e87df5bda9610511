//! What the binary weighs on disk. The profiles strip it.

use anyhow::Result;

use super::program::Program;
use super::table::Row;
use crate::workspace::target;

const MEGABYTE: f64 = 1_000_000.0;
/// Megabytes.
const LIMIT: f64 = 40.0;

/// Weighs the release binary, and the one of profile `dist` if it is there.
///
/// # Errors
/// When a binary can't be looked at.
pub(super) fn measure(program: &Program) -> Result<Vec<Row>> {
    let mut rows = vec![weigh("release", program)?];
    if let Ok(shipped) = Program::at(target()?.join("dist/dhakacart")) {
        rows.push(weigh("dist", &shipped)?);
    }
    Ok(rows)
}

fn weigh(profile: &str, program: &Program) -> Result<Row> {
    let megabytes = std::fs::metadata(program.path())?.len() as f64 / MEGABYTE;
    let name = format!("binary, stripped, profile `{profile}`");
    let measured = format!("{megabytes:.1} MB");
    Ok(Row::judged(name, measured, "< 40 MB", megabytes < LIMIT))
}
