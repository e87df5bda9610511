//! What goes wrong with files that come in or go out.

use shop::{ExportError, ImportError};

use super::carts::sentence;
use super::store::RETRY_SECONDS;
use super::{Problem, code};

/// Bad rows that are worth listing.
const MAX_ROWS: usize = 100;

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => error.into(),
            ImportError::TooLarge => Problem::new(code::BODY_TOO_LARGE, sentence(&error)),
            ImportError::Interrupted => {
                Problem::new(code::UNAVAILABLE, sentence(&error)).retry_after(RETRY_SECONDS)
            }
            ImportError::Rows(rows) => Problem::new(
                code::INVALID_IMPORT,
                "Some rows can't be taken, so none was",
            )
            .with("rejected", &rows[..rows.len().min(MAX_ROWS)]),
            // Whatever else is wrong is wrong with the file, and said in words for its owner.
            refused => Problem::new(code::INVALID_IMPORT, sentence(&refused)),
        }
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            ExportError::Write(error) => Problem::internal(error),
        }
    }
}
