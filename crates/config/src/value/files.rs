//! Paths of files that the shop reads.

use std::path::PathBuf;

use super::Reason;

/// A path. Whether a file is there is found out by whoever opens it, and again when it changes.
pub(crate) fn path(text: &str) -> Result<PathBuf, Reason> {
    let text = text.trim();
    if text.contains("-----BEGIN") {
        return Err("is the file itself, not its path".to_owned());
    }
    if text.contains("://") {
        return Err("is an address, not a path".to_owned());
    }
    let plain = |c: char| c.is_alphanumeric() || " /._-+@:,=~".contains(c);
    if text.is_empty() || !text.chars().all(plain) {
        return Err("is no path of letters, digits, blanks and / . _ - + @ : , = ~".to_owned());
    }
    Ok(PathBuf::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_not_the_file_itself() {
        assert_eq!(
            path(" /etc/tls/tls.crt ").unwrap(),
            PathBuf::from("/etc/tls/tls.crt")
        );
        assert!(
            path("-----BEGIN CERTIFICATE-----\nMIIB")
                .unwrap_err()
                .contains("its path")
        );
        assert!(
            path("a\nb").is_err()
                && path(" ").is_err()
                && path("#x").is_err()
                && path("file://x").is_err()
        );
    }
}
