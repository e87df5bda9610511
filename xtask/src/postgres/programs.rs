//! Where PostgreSQL's server programs are, and as whom they may run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::unistd::{Uid, User};

use crate::steps::succeed;
use crate::workspace;

/// Folders with one folder per version in them: Debian's and Red Hat's way.
const VERSIONED: [(&str, &str); 2] = [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")];

/// The folder with `initdb` and `postgres`, of the newest version there is.
///
/// # Errors
/// When there is none, with what to do about it.
pub(super) fn find() -> Result<PathBuf> {
    let mut candidates = Vec::new();
    for (parent, prefix) in VERSIONED {
        candidates.extend(newest_first(Path::new(parent), prefix));
    }
    candidates.extend(said_by("pg_config", &["--bindir"]));
    let on_the_path = said_by("sh", &["-c", "command -v initdb"]);
    candidates.extend(
        on_the_path
            .and_then(|path| path.canonicalize().ok())
            .and_then(|path| path.parent().map(Path::to_owned)),
    );
    candidates
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .context(
            "PostgreSQL's server programs (initdb, postgres) are not installed: `make test` \
             installs them where it may (Debian, Ubuntu: sudo apt-get install postgresql)",
        )
}

/// [`find`], after installing what is missing when `install` is set.
///
/// # Errors
/// When there is none in the end.
pub(super) fn find_or_install(install: bool) -> Result<PathBuf> {
    match find() {
        Err(_) if install => {
            let script = workspace::root().join("scripts/need");
            succeed(workspace::command(script).arg("postgresql"))?;
            find()
        }
        found => found,
    }
}

/// `parent/<prefix><version>/bin`, the highest version first.
fn newest_first(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = parent.read_dir() else {
        return Vec::new();
    };
    let mut versions: Vec<(f32, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name();
            let version = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

/// The path a program prints, if there is the program and it succeeds.
fn said_by(program: &str, arguments: &[&str]) -> Option<PathBuf> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(path.trim()))
}

/// As whom PostgreSQL runs when this process is root, which it refuses to be; `None` when this
/// process is an ordinary user's.
///
/// # Errors
/// When this process is root and there is nobody else to be.
pub(super) fn unprivileged_user() -> Result<Option<User>> {
    if !Uid::effective().is_root() {
        return Ok(None);
    }
    for name in ["postgres", "nobody"] {
        if let Some(user) = User::from_name(name)? {
            return Ok(Some(user));
        }
    }
    bail!("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_version_comes_first_and_other_folders_not_at_all() {
        let parent = std::env::temp_dir().join(format!("xtask-versions-{}", std::process::id()));
        for name in ["pgsql-9.6", "pgsql-17", "pgsql-15", "pgsql-share", "16"] {
            std::fs::create_dir_all(parent.join(name)).unwrap();
        }
        let expected: Vec<_> = ["pgsql-17", "pgsql-15", "pgsql-9.6"]
            .map(|name| parent.join(name).join("bin"))
            .into();
        let found = newest_first(&parent, "pgsql-");
        std::fs::remove_dir_all(&parent).unwrap();
        assert_eq!(found, expected);
    }
}
