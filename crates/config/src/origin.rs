//! Where a value came from, so that `dhakacart config` can say why a setting is what it is.

use std::fmt;
use std::path::PathBuf;

use crate::remote::RemoteSecret;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody gave it.
    Default,
    /// The environment variable of the setting's name.
    Environment,
    /// The content of the file that `X_FILE` named.
    ValueFile(PathBuf),
    /// What `X_AWS` named in AWS Secrets Manager.
    Aws(RemoteSecret),
    /// The TOML file that `DHAKACART_CONFIG` named.
    SettingsFile(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Environment => f.write_str("environment"),
            Self::Aws(secret) => write!(f, "AWS Secrets Manager: {secret}"),
            Self::ValueFile(path) | Self::SettingsFile(path) => write!(f, "{}", path.display()),
        }
    }
}
