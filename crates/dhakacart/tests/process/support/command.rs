//! Commands that end: `import`, `staff add`, `verify` …

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{Child, Outcome, PATIENCE};

/// Signs the sessions of every shop of these tests: processes of one shop must agree on it.
pub(crate) const SECRET: &str = "b7Qx2LmZ9vKp4TyR8wNc1HdJ6gFs3EaU";

/// The binary with nothing in its environment but what a test gives it.
pub(crate) fn binary(folder: &Path) -> Command {
    bare(env!("CARGO_BIN_EXE_dhakacart"), folder)
}

/// Any program, likewise.
pub(crate) fn bare(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").current_dir(folder);
    command
}

/// A command about to be run, in an empty folder.
pub(crate) struct Run {
    command: Command,
    stdin: Vec<u8>,
    folder: TempDir,
}

/// `dhakacart …`, words separated by spaces.
pub(crate) fn command(words: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut command = binary(folder.path());
    command.args(words.split_whitespace());
    Run { command, stdin: Vec::new(), folder }
}

impl Run {
    /// One more word, as it is.
    pub(crate) fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.command.arg(word);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// The database it works on.
    pub(crate) fn on(self, url: &str) -> Self {
        self.env("DATABASE_URL", url).env("DHAKACART_JWT_SECRET", SECRET)
    }

    pub(crate) fn stdin(mut self, text: &str) -> Self {
        self.stdin = text.as_bytes().to_vec();
        self
    }

    /// A file in the folder it runs in.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self
    }

    /// Runs it to its end.
    pub(crate) fn outcome(mut self) -> Outcome {
        Child::start(&mut self.command, &self.stdin).wait(PATIENCE)
    }

    /// Runs it, and answers what it printed to stdout.
    #[track_caller]
    pub(crate) fn succeed(self) -> String {
        let asked = format!("{:?}", self.command);
        let outcome = self.outcome();
        assert!(outcome.status.success(), "{asked}: {outcome:#?}");
        outcome.stdout
    }

    /// Runs it, and answers what it printed to stderr on the way to failing.
    #[track_caller]
    pub(crate) fn fail(self) -> String {
        let asked = format!("{:?}", self.command);
        let outcome = self.outcome();
        assert_eq!(outcome.status.code(), Some(1), "{asked}: {outcome:#?}");
        assert_eq!(outcome.stdout, "", "{asked}: {outcome:#?}");
        outcome.stderr
    }
}

/// The books are right: every destructive test ends here.
#[track_caller]
pub(crate) fn verify(url: &str) {
    let verdicts = command("verify").on(url).succeed();
    assert!(verdicts.lines().count() > 10, "{verdicts}");
}
