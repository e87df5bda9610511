//! The bill of materials: every crate that is compiled into what ships, with version, licence and
//! checksum, as CycloneDX. Crates of tests and of build scripts are not in it, nor is `e2e/`, which
//! ships nowhere.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::{python, tool};
use crate::steps::succeed;
use crate::workspace::{command, rooms, root, target};

/// What is shipped for, one bill each.
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

/// What the tool calls its files, one beside each manifest.
const FILE: &str = "sbom.cdx";

/// Judges a bill by CycloneDX's schema.
const VALIDATE: &str = "
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
problem = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1], encoding='utf-8').read())
sys.exit(f'{sys.argv[1]}: {problem}' if problem else 0)
";

/// Writes a bill per target into `target/sbom` and has each judged by the schema.
///
/// # Errors
/// When a tool is missing or fails, or a bill isn't CycloneDX.
pub(crate) fn write() -> Result<ExitCode> {
    let folder = target()?.join("sbom");
    std::fs::create_dir_all(&folder)?;
    for target in TARGETS {
        let bill = make(target);
        // The tool writes one for every member of the workspace.
        for (_, room) in rooms()? {
            remove(&room)?;
        }
        remove(&root().join("xtask"))?;
        let path = folder.join(format!("dhakacart-{target}.cdx.json"));
        std::fs::write(&path, bill?)?;
        let mut validate = python("python")?;
        succeed(validate.args(["-c", VALIDATE]).arg(&path))?;
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The bill for one target, without anything of this machine in it.
fn make(target: &str) -> Result<String> {
    let mut tool = tool("cargo-cyclonedx")?;
    tool.args([
        "cyclonedx",
        "--quiet",
        "--format",
        "json",
        "--spec-version",
        "1.5",
    ]);
    tool.args(["--no-build-deps", "--features", "aws", "--target", target]);
    tool.args(["--override-filename", FILE, "--manifest-path"]);
    tool.arg("crates/dhakacart/Cargo.toml");
    // The same commit makes the same bill.
    tool.env("SOURCE_DATE_EPOCH", commit_time()?);
    succeed(&mut tool)?;
    let path = root().join("crates/dhakacart").join(format!("{FILE}.json"));
    let bill =
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let here = root().display().to_string();
    let bill = bill.replace(&format!("file://{here}"), "file://.");
    if bill.contains(&here) {
        bail!("the bill names {here}");
    }
    Ok(bill)
}

fn remove(folder: &Path) -> Result<()> {
    let path = folder.join(format!("{FILE}.json"));
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn commit_time() -> Result<String> {
    let asked = command("git")
        .args(["log", "-1", "--format=%ct"])
        .output()?;
    Ok(String::from_utf8_lossy(&asked.stdout).trim().to_owned())
}
