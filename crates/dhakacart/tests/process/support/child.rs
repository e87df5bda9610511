//! A process of the binary: what it prints is read as it comes, and it never outlives its test.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A started process.
pub(crate) struct Child {
    process: std::process::Child,
    stdout: Printed,
    stderr: Printed,
}

/// How a process ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Child {
    /// Starts `command` with these bytes on its stdin.
    pub(crate) fn start(command: &mut Command, stdin: &[u8]) -> Self {
        let command = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let stdout = Printed::from(process.stdout.take().unwrap());
        let stderr = Printed::from(process.stderr.take().unwrap());
        // A process that doesn't read its stdin may have ended already.
        let _ = process.stdin.take().unwrap().write_all(stdin);
        Self {
            process,
            stdout,
            stderr,
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// What it has printed to stdout so far.
    pub(crate) fn stdout(&self) -> String {
        self.stdout.so_far()
    }

    /// What it has printed to stderr so far.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.so_far()
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.process.try_wait().unwrap().is_some()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(i32::try_from(self.id()).unwrap()), signal).unwrap();
    }

    /// Waits for its end, and kills it if that doesn't come within `patience`.
    pub(crate) fn wait(mut self, patience: Duration) -> Outcome {
        let began = Instant::now();
        while !self.has_ended() {
            if began.elapsed() > patience {
                panic!(
                    "still running after {patience:?}; on stderr: {}",
                    self.stderr()
                );
            }
            thread::sleep(Duration::from_millis(5));
        }
        let status = self.process.wait().unwrap();
        Outcome {
            status,
            stdout: self.stdout.whole(),
            stderr: self.stderr.whole(),
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if thread::panicking() && !self.stderr().is_empty() {
            let mut test_output = std::io::stderr().lock();
            let _ = writeln!(
                test_output,
                "process {} said:\n{}",
                self.id(),
                self.stderr()
            );
        }
    }
}

/// One of a process's outputs.
struct Printed {
    text: Arc<Mutex<String>>,
    reader: Option<thread::JoinHandle<()>>,
}

impl Printed {
    fn from(output: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let written = text.clone();
        let reader = thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n') {
                let Ok(line) = line else { return };
                let mut text = written.lock().unwrap();
                text.push_str(&String::from_utf8_lossy(&line));
                text.push('\n');
            }
        });
        Self {
            text,
            reader: Some(reader),
        }
    }

    fn so_far(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    fn whole(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.so_far()
    }
}
