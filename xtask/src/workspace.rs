//! Where the repository is, and how its commands are started: at its root, with an environment
//! that has nothing of the caller's shop or database settings in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The repository's root folder.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The folders under `crates/`, by name.
///
/// # Errors
/// When the folder can't be read.
pub(crate) fn rooms() -> Result<Vec<(String, PathBuf)>> {
    let crates = root().join("crates");
    let mut rooms = Vec::new();
    for entry in crates
        .read_dir()
        .with_context(|| format!("reading {}", crates.display()))?
    {
        let folder = entry?.path();
        if let Some(name) = folder.file_name().and_then(OsStr::to_str)
            && folder.is_dir()
        {
            rooms.push((name.to_owned(), folder));
        }
    }
    rooms.sort();
    Ok(rooms)
}

/// Every Rust file below `folder`, sorted.
///
/// # Errors
/// When a folder can't be read.
pub(crate) fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in folder
            .read_dir()
            .with_context(|| format!("reading {}", folder.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension() == Some(OsStr::new("rs")) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// `path` as people of this repository name it.
pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// A command at the repository's root that sees none of the caller's settings of the shop, of
/// its database or of PostgreSQL's programs: a test's outcome must not depend on them. Nor does
/// it see what cargo told this program about itself: another cargo would take a build script that
/// had read it to be out of date.
#[expect(
    clippy::disallowed_methods,
    reason = "the names are looked at to take them away"
)]
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours = text.starts_with("DHAKACART_") || text == "DATABASE_URL" || text == "REDIS_URL";
        let cargos = text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_");
        if ours || cargos || text.starts_with("PG") {
            command.env_remove(&name);
        }
    }
    command
}

/// `cargo` with these arguments, started as [`command`] starts it.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command("cargo");
    cargo.args(arguments);
    cargo
}

/// Where the tools of tests and checks are: `XTASK_TOOLS`, or beside what cargo builds.
///
/// # Errors
/// When this program was moved elsewhere.
pub(crate) fn tools() -> Result<PathBuf> {
    match given_tools() {
        Some(folder) => Ok(folder),
        None => Ok(target()?.join("tools")),
    }
}

/// Whether somebody said where the tools are, and so has put them there.
pub(crate) fn tools_are_given() -> bool {
    given_tools().is_some()
}

#[expect(
    clippy::disallowed_methods,
    reason = "where tools are is no setting of the shop"
)]
fn given_tools() -> Option<PathBuf> {
    std::env::var_os("XTASK_TOOLS").map(PathBuf::from)
}

/// The folder that cargo builds into: this program was built into it as well.
///
/// # Errors
/// When this program was moved elsewhere.
pub(crate) fn target() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    // cargo leaves the first there whoever made the folder, the second only if it was cargo.
    let marks = [".rustc_info.json", "CACHEDIR.TAG"];
    let marked = |folder: &&Path| marks.iter().any(|mark| folder.join(mark).is_file());
    let folder = here.ancestors().find(marked);
    let folder = folder.with_context(|| format!("{} is not in a target folder", here.display()))?;
    Ok(folder.to_owned())
}
