//! What Linux knows of this process: when it started and how much memory it has.
//!
//! Read from `/proc` at each scrape. On another system, or where `/proc` is hidden, the metrics
//! are left out rather than made up.

use std::fmt::Write as _;
use std::fs;

use crate::names::{PROCESS_RESIDENT_MEMORY_BYTES, PROCESS_START_TIME_SECONDS};

/// In which `/proc/[pid]/stat` counts time: Linux shows user space 100 ticks a second on every
/// architecture that Rust builds a server for, whatever the kernel's own clock (`time(7)`).
const TICKS_PER_SECOND: f64 = 100.0;

/// The 22nd field of `/proc/[pid]/stat`, `starttime`, counted after the second, `comm`.
const START_TIME_AFTER_COMM: usize = 19;

/// Appends the metrics of this process to `text`.
pub(super) fn render(text: &mut String) {
    let read = |path| fs::read_to_string(path).ok();
    let started = read("/proc/self/stat")
        .zip(read("/proc/stat"))
        .and_then(|(process, system)| start_time(&process, &system));
    if let Some(seconds) = started {
        gauge(
            text,
            PROCESS_START_TIME_SECONDS,
            "Start time of the process since unix epoch in seconds.",
            seconds,
        );
    }
    let resident = read("/proc/self/status").and_then(|status| resident_bytes(&status));
    if let Some(bytes) = resident {
        gauge(
            text,
            PROCESS_RESIDENT_MEMORY_BYTES,
            "Resident memory size in bytes.",
            bytes,
        );
    }
}

fn gauge(text: &mut String, name: &str, help: &str, value: impl std::fmt::Display) {
    // Writing to a String can't fail.
    let _ = write!(
        text,
        "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n\n"
    );
}

/// Seconds since 1970 at which the process started: ticks after boot, and when boot was.
fn start_time(process_stat: &str, system_stat: &str) -> Option<f64> {
    // A process may call itself anything, `a) b` included: fields are counted from the last one.
    let (_, fields) = process_stat.rsplit_once(')')?;
    let ticks: f64 = fields
        .split_whitespace()
        .nth(START_TIME_AFTER_COMM)?
        .parse()
        .ok()?;
    let boot = system_stat
        .lines()
        .find_map(|line| line.strip_prefix("btime "))?;
    Some(boot.trim().parse::<f64>().ok()? + ticks / TICKS_PER_SECOND)
}

/// `VmRSS` of `/proc/[pid]/status`, which unlike `statm` doesn't depend on the page size.
fn resident_bytes(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_time_is_found_behind_any_name() {
        let stat = "42 (a) b (c)) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 12345 999 888";
        let system = "cpu  1 2 3\nbtime 1700000000\nprocesses 9\n";
        assert_eq!(start_time(stat, system), Some(1_700_000_123.45));
        assert_eq!(start_time("42 (short) S 1", system), None);
        assert_eq!(start_time(stat, "cpu 1\n"), None);
    }

    #[test]
    fn resident_memory_is_in_bytes() {
        assert_eq!(
            resident_bytes("Name:\tx\nVmRSS:\t   51200 kB\nThreads:\t2\n"),
            Some(52_428_800)
        );
        assert_eq!(resident_bytes("Name:\tx\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_has_both() {
        let mut text = String::new();
        render(&mut text);
        let value = |name: &str| -> f64 {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{name} ")));
            line.unwrap().parse().unwrap()
        };
        assert!(value(PROCESS_RESIDENT_MEMORY_BYTES) > 100_000.0, "{text}");
        assert!(
            value(PROCESS_START_TIME_SECONDS) > 1_500_000_000.0,
            "{text}"
        );
    }
}
