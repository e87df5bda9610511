//! Tools that come from PyPI: each set of them has a folder with a requirements.txt in this
//! repository, and an environment of its own below target/tools/, made when that file changes.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::steps::succeed;
use crate::workspace::{self, tools, tools_are_given};

/// The environment with what `folder/requirements.txt` asks for; its programs are in `bin/`.
///
/// # Errors
/// When there is no Python with venv, or pip fails.
pub(crate) fn environment(folder: &str) -> Result<PathBuf> {
    let wanted = workspace::root().join(folder).join("requirements.txt");
    let wanted = std::fs::read_to_string(&wanted)
        .with_context(|| format!("reading {}", wanted.display()))?;
    let place = tools()?.join("python").join(folder);
    // Somebody else looks after the tools there.
    if tools_are_given() && place.is_dir() {
        return Ok(place);
    }
    // Written last: an installation that was interrupted is begun again.
    let installed = place.join("requirements.txt");
    if !is(&installed, &wanted) {
        make(&place, folder)?;
        std::fs::write(&installed, &wanted)
            .with_context(|| format!("writing {}", installed.display()))?;
    }
    Ok(place)
}

fn is(file: &Path, text: &str) -> bool {
    std::fs::read_to_string(file).is_ok_and(|found| found == text)
}

fn make(place: &Path, folder: &str) -> Result<()> {
    let mut venv = workspace::command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(place);
    succeed(&mut venv).context("making an environment; `scripts/need python` installs venv")?;
    let mut pip = workspace::command(place.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"])
        .args(["--requirement", &format!("{folder}/requirements.txt")]);
    succeed(&mut pip).with_context(|| format!("installing what {folder}/requirements.txt names"))
}
