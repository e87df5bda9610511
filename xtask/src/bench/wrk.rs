//! `wrk`, which makes the load that pages are measured under.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::workspace;

const THREADS: &str = "-t2";
const CONNECTIONS: &str = "-c64";

/// Fails early where there is no `wrk`.
///
/// # Errors
/// When there is none, with what to do about it.
pub(super) fn find() -> Result<()> {
    let found = Command::new("wrk")
        .arg("-v")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    found
        .map(drop)
        .context("wrk is not installed (Debian, Ubuntu: sudo apt-get install wrk)")
}

/// Requests a second that a URL answers over so many seconds.
///
/// # Errors
/// When an answer is not a good one, or a connection breaks.
pub(super) fn requests_per_second(url: &str, seconds: u32, headers: &[String]) -> Result<f64> {
    let mut command = workspace::command("wrk");
    command
        .args([THREADS, CONNECTIONS])
        .arg(format!("-d{seconds}s"));
    for header in headers {
        command.arg("-H").arg(header);
    }
    let output = command.arg(url).output().context("starting wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!(
            "wrk failed: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    rate(&text)
}

fn rate(text: &str) -> Result<f64> {
    let bad = ["Non-2xx or 3xx responses", "Socket errors"];
    if let Some(line) = text
        .lines()
        .find(|line| bad.iter().any(|word| line.contains(word)))
    {
        bail!("wrk got bad answers: {}", line.trim());
    }
    let rate = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    let rate = rate.with_context(|| format!("wrk says no rate: {text}"))?;
    Ok(rate.trim().parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_counts_only_if_all_answers_are_good() {
        let good = "  2 threads and 64 connections\n  Latency  1.0ms\nRequests/sec:  51234.50\nTransfer/sec: 1GB\n";
        assert_eq!(rate(good).unwrap(), 51_234.5);
        let bad = format!("{good}  Non-2xx or 3xx responses: 7\n");
        assert!(rate(&bad).is_err());
        let broken = format!("{good}  Socket errors: connect 0, read 9, write 0, timeout 0\n");
        assert!(rate(&broken).is_err());
        assert!(rate("unable to connect").is_err());
    }
}
