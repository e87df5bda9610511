//! From a parser's error to a problem that names the field.

use domain::FieldError;
use serde_json::Value;
use serde_json::error::Category;

use super::nul::field_with_nul;
use crate::field_code::{INVALID, MISSING, UNKNOWN};
use crate::{Problem, code};

/// Characters of the parser's message that are passed on: it quotes the value it didn't take.
const MAX_MESSAGE_CHARS: usize = 200;

type PathError = serde_path_to_error::Error<serde_json::Error>;

/// What [`serde_path_to_error`] found.
pub(super) fn fault(error: PathError) -> Problem {
    if error.inner().classify() != Category::Data {
        return not_json(error.inner());
    }
    let path = match error.path().to_string() {
        root if root == "." => String::new(),
        path => path,
    };
    let message = without_position(&error.inner().to_string());
    let (field, kind) = located(path, &message);
    let said = match (kind, field.as_str()) {
        (MISSING, _) => format!("{field} is missing"),
        (UNKNOWN, _) => format!("{field} is not a field here"),
        (_, "") => format!("The body: {message}"),
        _ => format!("{field}: {message}"),
    };
    Problem::invalid(vec![FieldError::new(field, kind, said)])
}

/// The field that an error is about: for a missing or unknown one, serde tells its name in words
/// alone, and the path may end at its parent.
fn located(path: String, message: &str) -> (String, &'static str) {
    for (start, kind) in [
        ("missing field `", MISSING),
        ("unknown field `", UNKNOWN),
        ("duplicate field `", INVALID),
    ] {
        let Some(name) = message
            .strip_prefix(start)
            .and_then(|rest| rest.split('`').next())
        else {
            continue;
        };
        let named = path == name || path.ends_with(&format!(".{name}"));
        return match path.as_str() {
            "" => (name.to_owned(), kind),
            _ if named => (path, kind),
            _ => (format!("{path}.{name}"), kind),
        };
    }
    (path, INVALID)
}

/// The message without serde_json's ` at line 1 column 5`, and not endless.
fn without_position(message: &str) -> String {
    let words = message
        .rfind(" at line ")
        .map_or(message, |at| &message[..at]);
    if words.chars().count() <= MAX_MESSAGE_CHARS {
        return words.to_owned();
    }
    words.chars().take(MAX_MESSAGE_CHARS).chain(['…']).collect()
}

/// The text breaks JSON's grammar, or its depth.
pub(super) fn not_json(error: &serde_json::Error) -> Problem {
    Problem::new(code::INVALID_JSON, format!("The body is not JSON: {error}"))
}

pub(super) fn not_utf8() -> Problem {
    Problem::new(code::INVALID_JSON, "The body is not JSON: it is not UTF-8")
}

pub(super) fn empty() -> Problem {
    Problem::new(code::INVALID_JSON, "The body is not JSON: it is empty")
}

/// Somewhere in the text is a NUL. Only now is it worth finding out where.
pub(super) fn nul(text: &str) -> Problem {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            let field = field_with_nul(&value).unwrap_or_default();
            let message = format!("{field} must not hold a NUL character");
            Problem::invalid_field(field, INVALID, message.trim_start())
        }
        Err(error) => not_json(&error),
    }
}
