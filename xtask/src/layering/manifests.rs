//! Reads what every room depends on out of `crates/*/Cargo.toml`.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use toml::{Table, Value};

use crate::workspace;

/// One crate of ours.
pub(super) struct Room {
    /// Its folder's name.
    pub(super) name: String,
    /// Its package's name, which is the same.
    pub(super) package: String,
    /// The packages it depends on, to build and to run, on whatever platform.
    pub(super) uses: BTreeSet<String>,
    /// The packages that only its tests depend on.
    pub(super) tests_use: BTreeSet<String>,
}

/// Every room of the workspace.
///
/// # Errors
/// When a manifest is missing or is not what cargo would take.
pub(super) fn read() -> Result<Vec<Room>> {
    let mut found = Vec::new();
    for (name, folder) in workspace::rooms()? {
        let path = folder.join("Cargo.toml");
        let named = || workspace::relative(&path);
        let text = std::fs::read_to_string(&path).with_context(named)?;
        found.push(parse(name, &text).with_context(named)?);
    }
    Ok(found)
}

fn parse(name: String, text: &str) -> Result<Room> {
    let manifest: Table = text.parse()?;
    let package = manifest
        .get("package")
        .and_then(|package| package.get("name")?.as_str())
        .context("there is no package name")?
        .to_owned();
    let mut uses = BTreeSet::new();
    let mut tests_use = BTreeSet::new();
    let platforms = manifest.get("target").and_then(Value::as_table);
    let platforms = platforms
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    for section in std::iter::once(&manifest).chain(platforms) {
        uses.extend(packages(section, "dependencies"));
        uses.extend(packages(section, "build-dependencies"));
        tests_use.extend(packages(section, "dev-dependencies"));
    }
    Ok(Room {
        name,
        package,
        uses,
        tests_use,
    })
}

/// The packages in one list of dependencies, by their own names and not those given here.
fn packages(section: &Table, list: &str) -> Vec<String> {
    let Some(dependencies) = section.get(list).and_then(Value::as_table) else {
        return Vec::new();
    };
    let package = |(key, value): (&String, &Value)| {
        value
            .get("package")
            .and_then(Value::as_str)
            .unwrap_or(key)
            .to_owned()
    };
    dependencies.iter().map(package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_dependency_is_seen() {
        let room = parse(
            "edge".to_owned(),
            r#"
            [package]
            name = "edge"
            [dependencies]
            domain.workspace = true
            web = { package = "axum", version = "0.8" }
            [build-dependencies]
            shop = { path = "../shop" }
            [dev-dependencies]
            reqwest.workspace = true
            [target.'cfg(unix)'.dependencies]
            store.workspace = true
            [target.'cfg(unix)'.dev-dependencies]
            nix.workspace = true
            "#,
        )
        .unwrap();
        assert_eq!(room.package, "edge");
        assert_eq!(
            room.uses.into_iter().collect::<Vec<_>>(),
            ["axum", "domain", "shop", "store"]
        );
        assert_eq!(
            room.tests_use.into_iter().collect::<Vec<_>>(),
            ["nix", "reqwest"]
        );
    }
}
