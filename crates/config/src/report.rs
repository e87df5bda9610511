//! What `dhakacart config` prints: every setting, its value and why it has it.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::OnceLock;

use crate::error::one_line;
use crate::origin::Origin;
use crate::secret::MASK;
use crate::settings::{Fallback, Setting};
use crate::value::database_url::without_password;

/// One setting, ready to be printed: secrets and passwords are masked already.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What is known of the setting.
    pub setting: &'static Setting,
    /// The value as it was given or the default, masked where it is secret.
    pub value: String,
    /// Where the value came from.
    pub origin: Origin,
    /// Tells one value from another without keeping it; means nothing in another process.
    fingerprint: u64,
}

impl Shown {
    /// A setting that nobody gave.
    pub(crate) fn default_of(setting: &'static Setting) -> Self {
        Self {
            setting,
            value: match setting.default {
                Fallback::Text(text) => text.to_owned(),
                Fallback::Derived(words) => format!("({words})"),
            },
            origin: Origin::Default,
            fingerprint: 0,
        }
    }

    /// A setting that was given as this text. Any value may turn out to be a URL with a password
    /// in it.
    pub(crate) fn given(setting: &'static Setting, text: &str, origin: Origin) -> Self {
        Self {
            setting,
            value: match setting.secret {
                true => MASK.to_owned(),
                false => without_password(text),
            },
            origin,
            fingerprint: fingerprint(text),
        }
    }

    /// Whether the two stand for different values.
    pub(crate) fn differs_from(&self, other: &Self) -> bool {
        self.fingerprint != other.fingerprint
    }
}

/// Under a key that this process drew for itself: nobody can compare it with what they guess.
fn fingerprint(text: &str) -> u64 {
    static KEY: OnceLock<RandomState> = OnceLock::new();
    KEY.get_or_init(RandomState::new).hash_one(text)
}

/// `NAME = value  (origin)  # doc`
impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            setting,
            value,
            origin,
            ..
        } = self;
        let value = one_line(value);
        write!(
            f,
            "{} = {value}  ({origin})  # {}",
            setting.name, setting.doc
        )
    }
}
