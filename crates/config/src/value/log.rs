//! Which log lines are written, and how.

use tracing_subscriber::EnvFilter;

use super::Reason;

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// JSON unless stderr is a terminal.
    Auto,
    /// One JSON object per line.
    Json,
    /// For people.
    Text,
}

impl LogFormat {
    /// Whether to write JSON, given whether stderr is a terminal.
    #[must_use]
    pub fn is_json(self, stderr_is_terminal: bool) -> bool {
        match self {
            Self::Auto => !stderr_is_terminal,
            Self::Json => true,
            Self::Text => false,
        }
    }
}

pub(crate) fn format(text: &str) -> Result<LogFormat, Reason> {
    match text.trim() {
        "auto" => Ok(LogFormat::Auto),
        "json" => Ok(LogFormat::Json),
        "text" => Ok(LogFormat::Text),
        _ => Err("is none of the three".to_owned()),
    }
}

/// The filter's text, which `EnvFilter` has been seen to take.
///
/// `EnvFilter` reads a lone word that isn't a level as the name of a module, so that `inof` or
/// `warning` would silence all the rest without a word. Here a lone word is a level or an error;
/// `store=trace` says the other thing.
pub(crate) fn filter(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    if text.is_empty() {
        return Err("is empty: say off to write nothing".to_owned());
    }
    let lone_word = !text.contains(['=', ',', '[']);
    if lone_word && !LEVELS.contains(&text.to_ascii_lowercase().as_str()) {
        return Err("isn't a level".to_owned());
    }
    EnvFilter::builder()
        .parse(text)
        .map_err(|error| format!("isn't a log filter: {error}"))?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_follows_the_terminal() {
        assert!(LogFormat::Auto.is_json(false));
        assert!(!LogFormat::Auto.is_json(true));
        assert!(LogFormat::Json.is_json(true));
        assert!(!LogFormat::Text.is_json(false));
    }

    #[test]
    fn formats_are_three_words() {
        assert_eq!(format("auto"), Ok(LogFormat::Auto));
        assert_eq!(format("json"), Ok(LogFormat::Json));
        assert_eq!(format("text"), Ok(LogFormat::Text));
        assert!(format("JSON").is_err());
    }

    #[test]
    fn levels_and_directives_are_filters() {
        for right in [
            "info",
            "WARN",
            "off",
            "info,sqlx=warn",
            "store=trace",
            "warn,api[{request_id}]=debug",
        ] {
            assert_eq!(filter(right), Ok(right.to_owned()));
        }
    }

    #[test]
    fn a_mistyped_level_does_not_silence_the_log() {
        for wrong in ["", "inof", "warning", "sqlx", "info,sqlx=loud", "=,="] {
            assert!(filter(wrong).is_err(), "{wrong}");
        }
    }
}
