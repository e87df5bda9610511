//! What forms are made of besides [`pages::fields::Field`]: moments, choices and confirmations.

use pages::dates;
use pages::fields::Field;

/// A field for a moment of Dhaka's time. What can't be read as one stays as it was typed, in a line
/// of text: a browser would show an empty box instead.
pub(crate) fn moment(field: Field) -> Field {
    match dates::parse_local_minute(&field.value) {
        Some(at) => Field {
            kind: "datetime-local",
            value: dates::local_minute(at),
            ..field
        },
        None if field.value.is_empty() => Field {
            kind: "datetime-local",
            ..field
        },
        None => field,
    }
}

/// One choice of a field with few of them; the data of `parts/choice.html`.
#[derive(Debug)]
pub(crate) struct Choice {
    /// The field's name.
    pub(crate) name: &'static str,
    /// What is sent.
    pub(crate) value: &'static str,
    /// What is shown.
    pub(crate) label: &'static str,
    /// Whether it is chosen now.
    pub(crate) chosen: bool,
}

/// A question before something that can't be taken back; the data of `parts/confirm.html`. It
/// unfolds where it stands, without a script.
#[derive(Debug)]
pub(crate) struct Confirm {
    /// What unfolds it.
    pub(crate) summary: &'static str,
    /// What will happen.
    pub(crate) question: String,
    /// Where the form goes.
    pub(crate) action: String,
    /// What the button says.
    pub(crate) button: &'static str,
}
