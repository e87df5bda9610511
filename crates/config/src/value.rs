//! One parser per kind of value: text in, a typed value or a short reason out.
//!
//! A reason is a predicate about the value ("is longer than 1h") without the value itself:
//! whoever prints it adds the name and, where that is no secret, what was given.

pub(crate) mod contact;
pub(crate) mod cors_origins;
pub(crate) mod database_url;
pub(crate) mod delivery;
pub(crate) mod duration;
pub(crate) mod environment;
pub(crate) mod log;
pub(crate) mod media;
pub(crate) mod proxies;
pub(crate) mod rate_limit;
pub(crate) mod scalar;
pub(crate) mod seller;
pub(crate) mod staff;

/// Why a value isn't taken.
pub(crate) type Reason = String;

/// The items of a comma separated list; blanks around items and empty items don't count.
pub(crate) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}
