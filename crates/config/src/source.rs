//! Where environment variables come from: the process, or a map in tests and drills.
//!
//! [`ProcessEnv`] is the only place in the workspace that reads the process environment; the lint
//! that keeps it so is in `clippy.toml`.

use std::collections::BTreeMap;
use std::ffi::OsString;

use crate::remote::RemoteSecret;
use crate::secret::Secret;

/// A set of environment variables.
pub trait Source {
    /// The variable's value, or `None` where it isn't set. The bytes may be anything.
    fn var(&self, name: &str) -> Option<OsString>;

    /// The names of all variables; a name that isn't UTF-8 can't be one of ours and is left out.
    fn names(&self) -> Vec<String>;

    /// What was fetched from Secrets Manager for a setting that names it.
    ///
    /// # Errors
    /// Why there is nothing, in words that finish "AWS Secrets Manager: …".
    fn remote(&self, secret: &RemoteSecret) -> Result<Secret, String> {
        Err(format!("{secret} was not asked for"))
    }
}

/// The environment of this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProcessEnv;

#[expect(
    clippy::disallowed_methods,
    reason = "the one room that reads the environment: everything else is handed a Config"
)]
impl Source for ProcessEnv {
    fn var(&self, name: &str) -> Option<OsString> {
        std::env::var_os(name)
    }

    fn names(&self) -> Vec<String> {
        std::env::vars_os()
            .filter_map(|(name, _)| name.into_string().ok())
            .collect()
    }
}

/// Variables given by hand.
impl Source for BTreeMap<String, String> {
    fn var(&self, name: &str) -> Option<OsString> {
        self.get(name).map(OsString::from)
    }

    fn names(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_process_environment_lists_what_it_can_look_up() {
        let names = ProcessEnv.names();
        assert!(names.contains(&"PATH".to_owned()));
        assert_eq!(
            ProcessEnv.var("PATH").is_some(),
            names.contains(&"PATH".to_owned())
        );
        assert_eq!(ProcessEnv.var("DHAKACART_TEST_NOT_SET"), None);
    }
}
