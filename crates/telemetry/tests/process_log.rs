//! The log of a whole process, so alone in a process of its own.

use std::process::Command;
use std::thread;

use serde_json::Value;
use telemetry::logs::{self, LogError, LogOptions};

#[test]
fn a_process_has_one_log() {
    let options = LogOptions {
        filter: "info".to_owned(),
        json: true,
    };
    assert!(logs::init(&options).is_ok());
    assert!(matches!(logs::init(&options), Err(LogError::Installed)));
    logs::init_for_tests("info");
    tracing::info!(left = 3, "before");
    let died = thread::Builder::new().name("worker-1".to_owned());
    let died = died.spawn(|| panic!("on {}", "purpose")).unwrap().join();
    assert!(died.is_err());
}

/// Runs the test above in a process whose stderr can be read.
#[test]
fn all_that_is_on_stderr_is_json_panics_included() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process_has_one_log", "--nocapture"])
        .output()
        .unwrap();
    assert!(child.status.success());
    let stderr = String::from_utf8(child.stderr).unwrap();
    let lines: Vec<Value> = stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    assert_eq!(
        (&lines[0]["message"], &lines[0]["left"]),
        (&"before".into(), &3.into())
    );
    assert_eq!(lines[1]["message"], "panicked: on purpose");
    assert_eq!(
        (&lines[1]["level"], &lines[1]["target"]),
        (&"ERROR".into(), &"panic".into())
    );
    assert_eq!(lines[1]["thread"], "worker-1");
    let location = lines[1]["location"].as_str().unwrap();
    assert!(location.contains("process_log.rs:"), "{location}");
}
