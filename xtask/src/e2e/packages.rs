//! The packages of e2e/package-lock.json. Node itself, Chromium and the fonts are the system's:
//! `scripts/need` sees to them.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, Result};

use crate::steps::succeed;
use crate::workspace;

/// A program that runs in e2e/.
pub(crate) fn in_suite(program: &str) -> Command {
    let mut command = workspace::command(program);
    command.current_dir(workspace::root().join("e2e"));
    command
}

/// Installs the packages of e2e/ if they are not there as package-lock.json names them.
///
/// # Errors
/// When there is no npm, or it fails.
pub(crate) fn install_packages() -> Result<()> {
    let suite = workspace::root().join("e2e");
    if packages_are_old(&suite)? {
        succeed(in_suite("npm").args(["ci", "--no-progress"]))
            .context("installing the packages of e2e/; `scripts/need node` installs npm")?;
    }
    Ok(())
}

/// Whether `npm ci` has not run since what it reads was changed.
fn packages_are_old(suite: &Path) -> Result<bool> {
    let changed =
        |file: &str| -> std::io::Result<SystemTime> { suite.join(file).metadata()?.modified() };
    // npm writes it at the end of an installation.
    let Ok(installed) = changed("node_modules/.package-lock.json") else {
        return Ok(true);
    };
    let lock = changed("package-lock.json").context("looking for e2e/package-lock.json")?;
    Ok(installed < lock || installed < changed("package.json")?)
}

#[cfg(test)]
mod tests {
    use std::fs::{File, create_dir_all, remove_dir_all, write};
    use std::time::Duration;

    use super::*;

    #[test]
    fn packages_are_installed_again_when_the_lock_file_is_newer() {
        let suite = std::env::temp_dir().join(format!("xtask-packages-{}", std::process::id()));
        create_dir_all(suite.join("node_modules")).unwrap();
        let lock = suite.join("package-lock.json");
        write(&lock, "{}").unwrap();
        write(suite.join("package.json"), "{}").unwrap();
        let never = packages_are_old(&suite).unwrap();
        write(suite.join("node_modules/.package-lock.json"), "{}").unwrap();
        let fresh = packages_are_old(&suite).unwrap();
        let later = lock.metadata().unwrap().modified().unwrap() + Duration::from_mins(1);
        File::options()
            .write(true)
            .open(&lock)
            .and_then(|file| file.set_modified(later))
            .unwrap();
        let stale = packages_are_old(&suite).unwrap();
        remove_dir_all(&suite).unwrap();
        assert_eq!((never, fresh, stale), (true, false, true));
    }
}
