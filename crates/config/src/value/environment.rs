//! Development or production.

use std::fmt;

use super::Reason;

/// How careful the process is about its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// A laptop: secrets are generated, the demo catalogue is loaded.
    Development,
    /// A shop that takes money: doubtful settings stop the start.
    Production,
}

impl Environment {
    /// `development` or `production`, as in the setting and in the API's `environment`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
        }
    }

    /// Whether doubtful settings stop the start.
    #[must_use]
    pub fn is_production(self) -> bool {
        self == Self::Production
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Only the two full words: `prod`, taken for development, would be a shop with a demo password.
pub(crate) fn parse(text: &str) -> Result<Environment, Reason> {
    match text.trim() {
        "development" => Ok(Environment::Development),
        "production" => Ok(Environment::Production),
        _ => Err("is neither of the two".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_and_no_others() {
        for environment in [Environment::Development, Environment::Production] {
            assert_eq!(parse(environment.as_str()), Ok(environment));
        }
        for wrong in ["", "prod", "Production", "test", "dev"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
