//! What is asked of the people who run the shop, and of passwords.

use std::path::PathBuf;

use super::Reason;

/// `optional` or `required`.
pub(crate) fn second_factor(text: &str) -> Result<bool, Reason> {
    match text.trim() {
        "required" => Ok(true),
        "optional" => Ok(false),
        _ => Err("is neither `optional` nor `required`".to_owned()),
    }
}

/// The path of a file that is there.
pub(crate) fn file(text: &str) -> Result<PathBuf, Reason> {
    let path = PathBuf::from(text.trim());
    if path.is_file() {
        Ok(path)
    } else {
        Err("is no file".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_and_a_file() {
        assert_eq!(second_factor(" required "), Ok(true));
        assert_eq!(second_factor("optional"), Ok(false));
        for wrong in ["", "on", "true", "Required"] {
            assert!(second_factor(wrong).is_err(), "{wrong}");
        }
        assert!(file("Cargo.toml").is_ok());
        assert!(file("src").is_err() && file("/no/such/file").is_err());
    }
}
