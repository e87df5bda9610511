//! What is wrong with the settings: all of it at once.

use std::fmt;

use crate::origin::Origin;
use crate::value::database_url::without_password;

/// Everything that is wrong with the settings; never empty.
#[derive(Debug, Clone, thiserror::Error)]
pub struct ConfigError {
    /// One entry per wrong setting, in the order of [`SETTINGS`](crate::SETTINGS), unknown names first.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The setting's variable, or the unknown name.
    pub name: String,
    /// What was given, shortened and with secrets left out; `None` for secrets and where nothing was.
    pub given: Option<String>,
    /// Where it was given, if it was.
    pub origin: Option<Origin>,
    /// What is wrong with it.
    pub why: String,
    /// What the setting takes; `None` for a name that isn't a setting.
    pub takes: Option<&'static str>,
}

impl Problem {
    /// A problem with a name rather than with a value.
    pub(crate) fn named(name: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            given: None,
            origin: None,
            why: why.into(),
            takes: None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(given) = &self.given {
            write!(f, " = {given}")?;
        }
        if let Some(origin) = &self.origin {
            write!(f, " ({origin})")?;
        }
        write!(f, ": {}", self.why)?;
        match self.takes {
            Some(takes) => write!(f, "; takes {takes}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("a setting is wrong:")?,
            n => write!(f, "{n} settings are wrong:")?,
        }
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

/// The most characters of a wrong value that are worth printing.
const SHOWN: usize = 80;

/// A wrong value, quoted and fit for a terminal: one line, not endless, and without the password
/// of a URL, for that is a value that gets pasted into the wrong variable.
pub(crate) fn printable(text: &str) -> String {
    let masked = without_password(text);
    let cut = masked.char_indices().nth(SHOWN).map(|(at, _)| at);
    let (shown, ellipsis) = cut.map_or((masked.as_str(), ""), |at| (&masked[..at], "…"));
    format!("\"{}{ellipsis}\"", one_line(shown))
}

/// `text` with its control characters escaped, so that it can't draw on the operator's terminal
/// or start a line of its own. Letters of any script stay as they are.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut line, c| {
            if c.is_control() {
                line.extend(c.escape_default());
            } else {
                line.push(c);
            }
            line
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_is_printed_on_one_short_line() {
        assert_eq!(printable("a\nb\u{1b}[31m"), r#""a\nb\u{1b}[31m""#);
        assert_eq!(printable("ঢাকা"), "\"ঢাকা\"");
        assert_eq!(printable(&"x".repeat(200)).chars().count(), SHOWN + 3);
    }

    #[test]
    fn a_problem_names_setting_value_place_reason_and_what_it_takes() {
        let problem = Problem {
            name: "DHAKACART_X".to_owned(),
            given: Some("\"7\"".to_owned()),
            origin: Some(Origin::Environment),
            why: "is odd".to_owned(),
            takes: Some("even numbers"),
        };
        assert_eq!(
            problem.to_string(),
            "DHAKACART_X = \"7\" (environment): is odd; takes even numbers"
        );
        let both = ConfigError {
            problems: vec![problem, Problem::named("DHAKACART_Y", "is unknown")],
        };
        assert_eq!(both.to_string().lines().count(), 3);
        assert!(both.to_string().starts_with("2 settings are wrong:\n"));
    }
}
