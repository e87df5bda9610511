//! What is wrong with a field whose form has no better words: by code alone.

use domain::FieldError;

use super::Common;

impl Common {
    /// A sentence for a code of [`FieldError`], whatever the field is.
    pub(crate) fn field_code(&self, code: &str) -> &'static str {
        match code {
            FieldError::REQUIRED => self.field_required,
            FieldError::LENGTH => self.field_length,
            FieldError::RANGE => self.field_range,
            FieldError::FORMAT => self.field_format,
            FieldError::UNKNOWN => self.field_unknown,
            FieldError::DUPLICATE => self.field_duplicate,
            _ => self.field_invalid,
        }
    }
}
