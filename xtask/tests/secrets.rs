//! `scripts/find-secrets` on repositories with something in an old commit, long taken out again.
#![expect(
    clippy::unwrap_used,
    reason = "the functions around the tests are test code as well"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository that goes away with the test.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("find-secrets-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let repository = Self(folder);
        repository.git(&["init", "--quiet"]);
        repository.commit("README.md", "A shop.\n");
        repository
    }

    fn git(&self, words: &[&str]) -> String {
        let mut git = Command::new("git");
        git.arg("-C")
            .arg(&self.0)
            .args(["-c", "user.name=t", "-c", "user.email=t@t.invalid"]);
        let output = git.args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Commits a file with this text, and answers the commit.
    fn commit(&self, path: &str, text: &str) -> String {
        std::fs::write(self.0.join(path), text).unwrap();
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", path]);
        self.git(&["rev-parse", "--short", "HEAD"])
    }

    fn search(&self, known: &str) -> (Output, String) {
        let list = self.0.join(".git/known.txt");
        std::fs::write(&list, known).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let python = tools().join("python/test-tools/bin/python");
        assert!(
            python.is_file(),
            "run `make test`, or `cargo xtask secrets`"
        );
        let mut search = Command::new(python);
        search.arg(root.join("scripts/find-secrets"));
        search
            .arg("--repository")
            .arg(&self.0)
            .arg("--known")
            .arg(list);
        let output = search.output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        (output, told)
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn tools() -> PathBuf {
    // cargo says where it builds into by a folder there.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("tools")
}

/// In two parts: this file is in a history that is searched as well.
fn planted() -> [(&'static str, String, &'static str); 3] {
    [
        (
            "deploy.env",
            format!("AWS_ACCESS_KEY_ID={}{}", "AKIA", "Q3EGRIGX2LOYZ5PS"),
            "AWS Access Key",
        ),
        (
            "key.pem",
            format!("-----BEGIN {} KEY-----\nMIIEow\n", "RSA PRIVATE"),
            "Private Key",
        ),
        (
            "database.toml",
            format!(
                "url = \"postgres://shop:{}{}@db/shop\"",
                "Tr0ub", "4dorAnd3"
            ),
            "Basic Auth Credentials",
        ),
    ]
}

#[test]
fn what_was_committed_once_is_found_after_it_was_taken_out() {
    let repository = Repository::new("planted");
    assert_eq!(repository.search("").0.status.code(), Some(0));
    for (path, text, kind) in planted() {
        let commit = repository.commit(path, &format!("# first line\n{text}\n"));
        repository.commit(path, "# nothing here\n");
        repository.git(&["rm", "--quiet", path]);
        repository.git(&["commit", "--quiet", "--message", "gone"]);
        let (output, told) = repository.search("");
        assert_eq!(output.status.code(), Some(1), "{told}");
        let expected = format!("{kind}: {path}:2 in commit {commit}");
        assert!(told.contains(&expected), "{told}");
        assert!(
            !told.contains("Q3EGRIGX") && !told.contains("Tr0ub"),
            "{told}"
        );
    }
}

#[test]
fn what_is_on_the_list_passes_and_nothing_else() {
    let repository = Repository::new("known");
    let [(path, text, kind), other, _] = planted();
    let value = text.split('=').nth(1).unwrap();
    repository.commit(path, &text);
    let known = format!("# made up\n{kind}: {value}\nBasic Auth Credentials: gone\n");
    let (output, told) = repository.search(&known);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("no longer needed"), "{told}");
    repository.commit(other.0, &other.1);
    assert_eq!(repository.search(&known).0.status.code(), Some(1));
}
