//! Slugs: the part of a page's address that names a product or a category.
//!
//! A product's slug is the handle it was imported with, and links to it live for ever, so parsing
//! changes nothing but the Unicode form; [`Slug::from_title`] makes one where there is none yet.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::characters::{is_invisible, is_joiner};
use crate::digits;
use crate::words::checked_text;

/// A slug: 1 to 200 lower-case letters (any script, with their marks), digits and hyphens, at
/// least one of them no hyphen; NFC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

checked_text!(Slug, SlugError);

/// Why a text is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// No letter and no digit.
    #[error("a slug needs a letter or a digit")]
    Empty,
    /// More than [`Slug::MAX_CHARS`] characters.
    #[error("a slug has at most 200 characters")]
    TooLong,
    /// Anything but lower-case letters, digits and hyphens.
    #[error("a slug has lower-case letters, digits and hyphens only")]
    Forbidden,
}

impl Slug {
    /// The most characters a slug has.
    pub const MAX_CHARS: usize = 200;

    /// Reads a slug as it stands. Bangla letters that exist in two encodings become the one of
    /// NFC, so that a link typed on any keyboard finds its page.
    ///
    /// # Errors
    /// [`SlugError`] says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        // Most are plain ASCII, which is NFC already: every page of a product is asked for by one.
        let slug: String = match text.is_ascii() {
            true => text.to_owned(),
            false => text.nfc().collect(),
        };
        if slug.chars().count() > Self::MAX_CHARS {
            Err(SlugError::TooLong)
        } else if !slug.chars().all(|c| c == '-' || is_word(c)) {
            Err(SlugError::Forbidden)
        } else if !slug.contains(|c: char| c.is_alphanumeric()) {
            Err(SlugError::Empty)
        } else {
            Ok(Slug(slug))
        }
    }

    /// A slug for a title: lower case, Bangla digits as ASCII, one hyphen for every run of other
    /// characters, cut at 200. `None` if the title has no letter and no digit.
    #[must_use]
    pub fn from_title(title: &str) -> Option<Self> {
        let composed: String = digits::to_ascii(title).to_lowercase().nfc().collect();
        let mut slug = String::with_capacity(composed.len());
        let unseen = |c: &char| is_joiner(*c) || is_invisible(*c) || matches!(c, '\'' | '’');
        for c in composed.chars().filter(|c| !unseen(c)) {
            if is_word(c) {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let cut: String = slug.chars().take(Self::MAX_CHARS).collect();
        Slug::parse(cut.trim_end_matches('-')).ok()
    }
}

/// A lower-case letter (or one of a script without case), a mark on a letter, or a digit 0–9, ০–৯.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    let letter = c.is_alphabetic() && c.to_lowercase().eq(std::iter::once(c));
    letter || is_combining_mark(c) || digits::is_bangla(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keeps_an_imported_handle() {
        for text in [
            "linksys-ezxs88w",
            "4k-tv",
            "a--b",
            "-a-",
            "পাখা",
            "স্মার্টফোন-১২",
            "été",
        ] {
            assert_eq!(Slug::parse(text).unwrap().as_str(), text);
        }
        assert!(Slug::parse(&"a".repeat(200)).is_ok());
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "A",
            "a b",
            "a_b",
            "a/b",
            "..",
            "a.b",
            "a\0",
            "a%20b",
            "a\u{200d}b",
            "É",
            "½",
        ] {
            assert_eq!(Slug::parse(text), Err(SlugError::Forbidden), "{text}");
        }
        for text in ["", "-", "---"] {
            assert_eq!(Slug::parse(text), Err(SlugError::Empty), "{text}");
        }
        assert_eq!(Slug::parse(&"a".repeat(201)), Err(SlugError::TooLong));
    }

    #[test]
    fn one_slug_for_both_encodings_of_a_letter() {
        // য় as one code point and as letter and dot.
        assert_eq!(Slug::parse("\u{9df}"), Slug::parse("\u{9af}\u{9bc}"));
    }

    #[test]
    fn titles() {
        for (title, slug) in [
            ("Linksys EtherFast EZXS88W", "linksys-etherfast-ezxs88w"),
            ("  42\" TV -- 4K!  ", "42-tv-4k"),
            ("Men's / Women's", "mens-womens"),
            ("স্মার্ট টিভি ৪৩ ইঞ্চি", "স্মার্ট-টিভি-43-ইঞ্চি"),
            ("Éclair", "éclair"),
        ] {
            assert_eq!(Slug::from_title(title).unwrap().as_str(), slug);
        }
        let long = Slug::from_title(&format!("{} b {}", "a".repeat(197), "c".repeat(50)));
        assert_eq!(
            long.unwrap().as_str(),
            format!("{}-b", "a".repeat(197)),
            "200 less a hyphen"
        );
        assert_eq!(Slug::from_title("!?"), None);
        assert_eq!(Slug::from_title(""), None);
    }

    proptest! {
        #[test]
        fn a_title_gives_a_slug_or_none(title in ".{0,300}") {
            if let Some(slug) = Slug::from_title(&title) {
                prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug.clone()));
                prop_assert!(!slug.as_str().contains("--"));
                prop_assert!(!slug.as_str().starts_with('-') && !slug.as_str().ends_with('-'));
            }
        }

        #[test]
        fn a_title_with_a_word_gives_a_slug(word in "[A-Za-z0-9]{1,20}", rest in ".{0,40}") {
            let title = format!("{word} {rest}");
            prop_assert!(Slug::from_title(&title).is_some());
        }

        #[test]
        fn whatever_parses_reads_back(text in "[a-zA-Z0-9ক-য় /-]{0,20}") {
            if let Ok(slug) = Slug::parse(&text) {
                prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug));
            }
        }
    }
}
