//! Bangla and ASCII digits: ০১২৩৪৫৬৭৮৯ and 0123456789.
//!
//! Whoever types a number may type it in either script, and sees it in the script of the page.
//! Input goes through [`to_ascii`] before it is parsed; output goes through [`localise`] last.

use std::borrow::Cow;

use crate::Lang;

const BANGLA_ZERO: u32 = '০' as u32;

/// Replaces ০–৯ by 0–9; everything else stays. Borrows when there is nothing to replace.
#[must_use]
pub fn to_ascii(text: &str) -> Cow<'_, str> {
    if !text.contains(is_bangla) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(ascii).collect())
}

/// Replaces 0–9 by ০–৯; everything else stays.
#[must_use]
pub fn to_bangla(text: &str) -> String {
    text.chars().map(bangla).collect()
}

/// The digits of `text` in the script of `lang`.
#[must_use]
pub fn localise(text: &str, lang: Lang) -> Cow<'_, str> {
    match lang {
        Lang::En => to_ascii(text),
        Lang::Bn if text.contains(|c: char| c.is_ascii_digit()) => Cow::Owned(to_bangla(text)),
        Lang::Bn => Cow::Borrowed(text),
    }
}

/// True for ০–৯.
pub(crate) fn is_bangla(c: char) -> bool {
    ('০'..='৯').contains(&c)
}

fn ascii(c: char) -> char {
    if !is_bangla(c) {
        return c;
    }
    char::from_digit(u32::from(c) - BANGLA_ZERO, 10).unwrap_or(c)
}

fn bangla(c: char) -> char {
    c.to_digit(10)
        .and_then(|digit| char::from_u32(BANGLA_ZERO + digit))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_directions() {
        assert_eq!(to_ascii("০১২৩৪৫৬৭৮৯ টি"), "0123456789 টি");
        assert_eq!(to_bangla("0123456789 pcs"), "০১২৩৪৫৬৭৮৯ pcs");
        assert!(matches!(to_ascii("plain 12"), Cow::Borrowed("plain 12")));
    }

    #[test]
    fn localise_follows_the_page() {
        assert_eq!(localise("৳1,23,456", Lang::Bn), "৳১,২৩,৪৫৬");
        assert_eq!(localise("৳১,২৩,৪৫৬", Lang::En), "৳1,23,456");
        assert!(matches!(localise("কিছু না", Lang::Bn), Cow::Borrowed(_)));
    }

    #[test]
    fn digits_of_other_scripts_stay() {
        assert_eq!(to_ascii("१२३ ١٢٣ ½"), "१२३ ١٢٣ ½");
    }

    proptest! {
        #[test]
        fn to_bangla_and_back(text in "[ -~ক-হ]{0,40}") {
            let there = to_bangla(&text);
            prop_assert_eq!(to_ascii(&there), text);
        }

        #[test]
        fn every_character_keeps_its_place(text in ".{0,40}") {
            prop_assert_eq!(to_ascii(&text).chars().count(), text.chars().count());
            prop_assert!(!to_ascii(&text).contains(is_bangla));
            prop_assert!(!to_bangla(&text).contains(|c: char| c.is_ascii_digit()));
        }
    }
}
