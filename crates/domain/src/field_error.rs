//! What is wrong with one field of an input: the shape every validation answers with.

use serde::Serialize;

/// One thing wrong with one field; the `errors` entries of a problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{field}: {message}")]
pub struct FieldError {
    /// The field's path as the client knows it: `name`, `address.district`, `lines[2].quantity`.
    pub field: String,
    /// For programs, stable: one of the constants here, or a feature's own.
    pub code: &'static str,
    /// For people, in English, a sentence that says what is taken.
    pub message: String,
}

impl FieldError {
    /// The field is missing or blank.
    pub const REQUIRED: &'static str = "required";
    /// Too few or too many characters, bytes or entries.
    pub const LENGTH: &'static str = "length";
    /// A number outside its range.
    pub const RANGE: &'static str = "range";
    /// Not written the way such a thing is written.
    pub const FORMAT: &'static str = "format";
    /// Well written, and names nothing we know.
    pub const UNKNOWN: &'static str = "unknown";
    /// The same value twice where each must differ.
    pub const DUPLICATE: &'static str = "duplicate";
    /// A password that everyone tries first.
    pub const COMMON: &'static str = "common";

    /// An error on `field`.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        FieldError {
            field: field.into(),
            code,
            message: message.into(),
        }
    }

    /// The same error seen from one level up: `line` within `address` is `address.line`.
    #[must_use]
    pub fn within(mut self, parent: &str) -> Self {
        self.field = format!("{parent}.{}", self.field);
        self
    }

    /// [`FieldError::within`] for all of them.
    #[must_use]
    pub fn all_within(parent: &str, errors: Vec<FieldError>) -> Vec<FieldError> {
        errors
            .into_iter()
            .map(|error| error.within(parent))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_out_as_the_problem_document_has_it() {
        let error = FieldError::new("line", FieldError::REQUIRED, "The address line is needed");
        let inner = FieldError::all_within("address", vec![error]);
        assert_eq!(
            serde_json::to_value(&inner).unwrap(),
            serde_json::json!([{
                "field": "address.line",
                "code": "required",
                "message": "The address line is needed",
            }])
        );
        assert_eq!(
            inner[0].to_string(),
            "address.line: The address line is needed"
        );
    }
}
