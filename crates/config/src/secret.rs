//! A text that must not be printed, and that is overwritten when nobody needs it any more.

use std::fmt;

use zeroize::Zeroizing;

/// What stands for a secret wherever one would be printed.
pub(crate) const MASK: &str = "********";

/// A secret: both `Debug` and `Display` print a mask, so that a log line, a panic or an error
/// that takes the whole [`Config`](crate::Config) with it still doesn't give it away. Its memory
/// is overwritten when it is dropped.
///
/// It has no `PartialEq`: comparing secrets takes a constant-time comparison, elsewhere.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Hides `text`. Any length: what a secret must be like is the setting's rule.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The secret itself, for the code that signs or connects with it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_debug_nor_display_tells_it() {
        let secret = Secret::new("correct horse");
        assert_eq!(
            format!("{secret} {secret:?} {:#?}", Some(&secret))
                .matches("horse")
                .count(),
            0
        );
        assert_eq!(secret.expose(), "correct horse");
    }

    #[test]
    fn it_is_overwritten_when_it_is_dropped() {
        fn zeroised_on_drop<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        zeroised_on_drop(&Secret::new("correct horse").0);
        assert!(std::mem::needs_drop::<Secret>());
    }
}
