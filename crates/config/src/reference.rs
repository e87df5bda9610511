//! The settings as a page for `docs/settings.md`, from the same table that reads them.

use std::fmt::Write as _;

use crate::settings::{Fallback, SETTINGS, Setting};

const HEAD: &str = "\
# Settings

A value is looked for in the environment, then in the TOML file that `DHAKACART_CONFIG` names, then
in the defaults. Any setting `X` may be given as `X_FILE`, a file that holds the value, or as `X_AWS`,
a secret in AWS Secrets Manager that holds it ([secrets.md](secrets.md)); giving it more than once is an error. An empty variable counts as not given. Unknown `DHAKACART_…` variables and unknown keys
stop the start, as does any value that isn't taken. `dhakacart config` prints what is in force.

| setting | TOML key | default | takes | |
|---|---|---|---|---|
";

/// The settings reference as Markdown: the whole of `docs/settings.md`.
#[must_use]
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    for setting in SETTINGS {
        row(&mut page, setting);
    }
    page
}

fn row(page: &mut String, setting: &Setting) {
    let Setting {
        name,
        key,
        takes,
        doc,
        ..
    } = setting;
    let default = match setting.default {
        Fallback::Text(text) => format!("`{text}`"),
        Fallback::Derived(words) => words.to_owned(),
    };
    let secret = if setting.secret { "secret: " } else { "" };
    let cells = [
        format!("`{name}`"),
        format!("`{key}`"),
        default,
        (*takes).to_owned(),
        format!("{secret}{doc}"),
    ]
    .map(|cell| cell.replace('|', "\\|"));
    // Writing to a String can't fail.
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_row_of_five_cells() {
        let page = reference();
        let rows: Vec<&str> = page
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        assert_eq!(rows.len(), SETTINGS.len());
        for (row, setting) in rows.iter().zip(SETTINGS) {
            assert!(
                row.starts_with(&format!("| `{}` | `{}` | ", setting.name, setting.key)),
                "{row}"
            );
            assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
        }
    }
}
