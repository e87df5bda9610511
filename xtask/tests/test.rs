//! `xtask test` from outside, with a cargo, a node and tools that only play the part: what it adds up,
//! how it exits, and that it ends what the tests left running.
#![expect(
    clippy::unwrap_used,
    reason = "the functions around the tests are test code as well"
)]

use std::fs::Permissions;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A folder with a `cargo` and a `node` in it, in front of the PATH of the xtask it starts.
struct Stage(PathBuf);

impl Stage {
    /// `plays` is what the stand-in does when it is called as `cargo test`. One test passes in
    /// the browser.
    fn new(name: &str, plays: &str) -> Self {
        Self::with_browser(name, plays, "echo 'ℹ pass 1'")
    }

    /// `walks` is what the stand-in for the browser tests does.
    fn with_browser(name: &str, plays: &str, walks: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (program, script) in [
            ("cargo", format!("case $1 in test) {plays} ;; esac")),
            ("npm", String::new()),
            ("node", walks.to_owned()),
            ("tools/bin/cargo-deny", String::new()),
            ("tools/python/api-tests/bin/python", String::new()),
            ("tools/python/test-tools/bin/python", String::new()),
            (
                "tools/python/test-tools/bin/check-jsonschema",
                String::new(),
            ),
            ("tools/python/test-tools/bin/zizmor", String::new()),
        ] {
            let program = folder.join(program);
            std::fs::create_dir_all(program.parent().unwrap()).unwrap();
            std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        }
        Self(folder)
    }

    fn xtask(&self) -> Command {
        let mut xtask = Command::new("sh");
        let script = format!("PATH={}:$PATH exec \"$0\" test", self.0.display());
        xtask
            .args(["-c", &script, env!("CARGO_BIN_EXE_xtask")])
            .env("XTASK_TOOLS", self.0.join("tools"))
            .stdin(Stdio::null());
        xtask
    }

    fn run(&self) -> (Output, String) {
        let output = self.xtask().output().unwrap();
        let last = String::from_utf8_lossy(&output.stdout)
            .lines()
            .last()
            .unwrap()
            .to_owned();
        (output, last)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn tests_and_checks_add_up_to_the_last_line() {
    let plays = "test -n \"$DHAKACART_TEST_POSTGRES\" || exit 1; \
                 echo 'test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured;'; \
                 echo 'test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured;'";
    let (output, last) = Stage::new("sum", plays).run();
    // Format, lints, layering, dependencies, secrets, workflows and generated calls are checks of one
    // each; the browser tests run on two databases.
    assert_eq!(last, "16 passed, 0 failed", "{output:?}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn whatever_is_wrong_with_the_tests_fails_the_run() {
    for (name, plays, expected) in [
        (
            "failed",
            "echo 'test result: FAILED. 3 passed; 2 failed; 0 ignored;'; exit 101",
            "12 passed, 2 failed",
        ),
        ("uncompiled", "exit 101", "9 passed, 1 failed"),
        ("empty", "exit 0", "9 passed, 1 failed"),
        (
            "ignored",
            "echo 'test result: ok. 3 passed; 0 failed; 1 ignored;'",
            "12 passed, 1 failed",
        ),
    ] {
        let (output, last) = Stage::new(name, plays).run();
        assert_eq!(last, expected, "{name}: {output:?}");
        assert_eq!(output.status.code(), Some(1), "{name}");
    }
}

#[test]
fn whatever_is_wrong_in_the_browser_fails_the_run() {
    let plays = "echo 'test result: ok. 1 passed; 0 failed; 0 ignored;'";
    for (name, walks, expected) in [
        (
            "lost",
            "echo 'ℹ pass 2'; echo 'ℹ fail 1'; exit 1",
            "12 passed, 2 failed",
        ),
        ("dead", "exit 7", "8 passed, 2 failed"),
        ("idle", "exit 0", "8 passed, 2 failed"),
        (
            "skipped",
            "echo 'ℹ pass 2'; echo 'ℹ skipped 1'",
            "12 passed, 2 failed",
        ),
    ] {
        let (output, last) = Stage::with_browser(name, plays, walks).run();
        assert_eq!(last, expected, "{name}: {output:?}");
        assert_eq!(output.status.code(), Some(1), "{name}");
    }
}

#[test]
fn a_process_that_the_tests_leave_behind_does_not_hold_up_the_end() {
    let plays = "{ sleep 60; echo 'test result: ok. 100 passed; 0 failed; 0 ignored;'; } & \
                 echo 'test result: ok. 1 passed; 0 failed; 0 ignored;'";
    let (output, last) = Stage::new("leftover", plays).run();
    assert_eq!(last, "10 passed, 0 failed", "{output:?}");
}

#[test]
fn the_tests_end_with_the_one_who_started_them() {
    for signal in [Signal::SIGTERM, Signal::SIGKILL] {
        let stage = Stage::new(signal.as_str(), "echo at work; sleep 60; echo survived >&2");
        let mut xtask = stage
            .xtask()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(xtask.stdout.take().unwrap()).lines();
        assert!(said.by_ref().any(|line| line.unwrap() == "at work"));
        kill(Pid::from_raw(xtask.id().try_into().unwrap()), signal).unwrap();
        // Everyone it started holds this pipe: its end is the end of all of them.
        let mut complaints = String::new();
        xtask
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut complaints)
            .unwrap();
        assert!(!complaints.contains("survived"), "{signal}: {complaints}");
        xtask.wait().unwrap();
    }
}
