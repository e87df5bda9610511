//! Codes of the fields that couldn't even be read. What was read and breaks a rule has the codes
//! of [`domain::FieldError`].

/// Not of the type that is taken, or not readable at all.
pub(crate) const INVALID: &str = "invalid";
/// Needed, and not there.
pub(crate) const MISSING: &str = "missing";
/// There, and not known.
pub(crate) const UNKNOWN: &str = "unknown";
