//! Settings through [`Config::load`] alone, as the binary reads them.
#![expect(
    clippy::unwrap_used,
    reason = "in a test a panic is the failure it reports"
)]

mod names;
mod production;
mod secrecy;
mod sources;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use config::{
    Config, ConfigError, Engine, Environment, LogFormat, Origin, RemoteSecret, SETTINGS, Secret,
    Source,
};
use tempfile::TempDir;

const STRONG: &str = "3f1c9a7e5b2d80461a9c3e7f5d2b8046";

fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Config::load(&variables.iter().map(owned).collect::<BTreeMap<_, _>>())
}

/// The message of the only problem.
fn problem(variables: &[(&str, &str)]) -> String {
    let error = load(variables).unwrap_err();
    assert_eq!(error.problems.len(), 1, "{error}");
    error.problems[0].to_string()
}

/// A file in a folder that lives as long as the test.
fn file(folder: &TempDir, name: &str, content: &[u8]) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}
