//! Commands that end: `import`, `staff add`, `verify` …

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::{Child, Outcome, PATIENCE};

/// Signs the sessions of every shop of these tests: processes of one shop must agree on it.
const SECRET: &str = "b7Qx2LmZ9vKp4TyR8wNc1HdJ6gFs3EaU";

/// `dhakacart` with some arguments, in an empty folder.
pub(crate) struct Run {
    words: Vec<OsString>,
    settings: Vec<(String, String)>,
    stdin: String,
    folder: TempDir,
}

/// `dhakacart …`, its words separated by spaces.
pub(crate) fn command(words: &str) -> Run {
    Run {
        words: [env!("CARGO_BIN_EXE_dhakacart")]
            .into_iter()
            .chain(words.split_whitespace())
            .map(OsString::from)
            .collect(),
        settings: Vec::new(),
        stdin: String::new(),
        folder: tempfile::tempdir().unwrap(),
    }
}

impl Run {
    /// One more word, as it is.
    pub(crate) fn arg(mut self, word: impl Into<OsString>) -> Self {
        self.words.push(word.into());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The database it works on.
    pub(crate) fn on(self, url: &str) -> Self {
        self.env("DATABASE_URL", url)
            .env("DHAKACART_JWT_SECRET", SECRET)
    }

    pub(crate) fn stdin(self, stdin: &str) -> Self {
        Self {
            stdin: stdin.to_owned(),
            ..self
        }
    }

    /// One more word: the path of a file with this text.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        self.arg(path)
    }

    /// A path in the folder it runs in.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Begun by another program, which is told some words first.
    pub(crate) fn through(mut self, words: &[&str]) -> Self {
        self.words.splice(..0, words.iter().map(OsString::from));
        self
    }

    /// Starts it. The folder is its working directory.
    pub(crate) fn start(self) -> (Child, TempDir) {
        #[expect(
            clippy::disallowed_methods,
            reason = "where programs are is no setting of the shop"
        )]
        let path = std::env::var_os("PATH").unwrap_or_default();
        let (program, arguments) = self.words.split_first().unwrap();
        let mut command = Command::new(program);
        // Nothing is in its environment but what the test gives it.
        command
            .args(arguments)
            .env_clear()
            .env("PATH", path)
            .envs(self.settings);
        let child = Child::start(
            command.current_dir(self.folder.path()),
            self.stdin.as_bytes(),
        );
        (child, self.folder)
    }

    /// Runs it to its end.
    pub(crate) fn outcome(self) -> Outcome {
        let (child, _folder) = self.start();
        child.wait(PATIENCE)
    }

    /// Runs it, and answers what it printed to stdout.
    #[track_caller]
    pub(crate) fn succeed(self) -> String {
        let asked = self.words[1..].to_vec();
        let outcome = self.outcome();
        assert!(outcome.status.success(), "{asked:?}: {outcome:#?}");
        outcome.stdout
    }

    /// Runs it, and answers what it printed to stderr on the way to failing: results of failures
    /// are never on stdout.
    #[track_caller]
    pub(crate) fn fail(self) -> String {
        let asked = self.words[1..].to_vec();
        let outcome = self.outcome();
        assert_eq!(outcome.status.code(), Some(1), "{asked:?}: {outcome:#?}");
        assert_eq!(outcome.stdout, "", "{asked:?}: {outcome:#?}");
        outcome.stderr
    }
}

/// The books are right: every destructive test ends here.
#[track_caller]
pub(crate) fn verify(url: &str) {
    verified(command("verify").on(url));
}

/// The same, for a `verify` that had to be begun in some other way.
#[track_caller]
pub(crate) fn verified(verify: Run) {
    let verdicts = verify.succeed();
    assert!(verdicts.lines().count() > 10, "{verdicts}");
}
