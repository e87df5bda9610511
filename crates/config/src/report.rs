//! What `dhakacart config` prints: every setting, its value and why it has it.

use std::fmt;

use crate::error::one_line;
use crate::origin::Origin;
use crate::settings::{Fallback, Setting};

/// One setting, ready to be printed: secrets and passwords are masked already.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What is known of the setting.
    pub setting: &'static Setting,
    /// The value as it was given or the default, masked where it is secret.
    pub value: String,
    /// Where the value came from.
    pub origin: Origin,
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
        }
    }
}

/// `NAME = value  (origin)  # doc`
impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            setting,
            value,
            origin,
        } = self;
        let value = one_line(value);
        write!(
            f,
            "{} = {value}  ({origin})  # {}",
            setting.name, setting.doc
        )
    }
}
