//! SKU: the shop's own code for one variant, printed on labels and typed by packers.
//!
//! It comes from imports, so anything visible and without spaces is taken and kept as it is.

use unicode_normalization::UnicodeNormalization;

use crate::Slug;
use crate::characters::{is_invisible, is_joiner};
use crate::order_number::symbol;
use crate::words::checked_text;

/// A stock-keeping unit's code: 1 to 64 visible characters, no white space. Case counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sku(String);

checked_text!(Sku, SkuError);

/// Why a text is no SKU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SkuError {
    /// Nothing but white space.
    #[error("a SKU is needed")]
    Empty,
    /// More than [`Sku::MAX_CHARS`] characters.
    #[error("a SKU has at most 64 characters")]
    TooLong,
    /// White space, a control character or one that can't be seen.
    #[error("a SKU has no spaces and no characters that can't be seen")]
    NotVisible,
}

impl Sku {
    /// The most characters a SKU has.
    pub const MAX_CHARS: usize = 64;

    /// Reads a SKU; white space around it is dropped.
    ///
    /// # Errors
    /// [`SkuError`] says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, SkuError> {
        let text = text.trim();
        let hidden =
            |c: char| c.is_whitespace() || c.is_control() || is_invisible(c) || is_joiner(c);
        if text.is_empty() {
            Err(SkuError::Empty)
        } else if text.contains(hidden) {
            Err(SkuError::NotVisible)
        } else if text.chars().count() > Self::MAX_CHARS {
            Err(SkuError::TooLong)
        } else {
            Ok(Sku(text.to_owned()))
        }
    }

    /// A SKU for a variant that came without one: the slug and the option values, upper case, such
    /// as `CLAY-PLANT-POT_LARGE`. The same input always gives the same SKU, so importing a file
    /// again finds its variants. Where the readable form leaves something out (it is too long, or
    /// holds other characters), six check characters of the whole input end it: `MUG_S-M.4T0QX9`.
    #[must_use]
    pub fn derive<S: AsRef<str>>(slug: &Slug, options: &[S]) -> Self {
        let mut readable = slug.as_str().to_uppercase();
        let mut whole = slug.as_str().to_owned();
        let mut exact = true;
        for option in options {
            let option: String = option.as_ref().trim().nfc().collect();
            // U+001F parts the values in what is hashed: no value holds it.
            whole = format!("{whole}\u{1f}{option}");
            let (shown, complete) = readable_option(&option);
            readable = format!("{readable}_{shown}");
            exact &= complete;
        }
        if exact && readable.chars().count() <= Self::MAX_CHARS {
            return Sku(readable);
        }
        let kept: String = readable.chars().take(Self::MAX_CHARS - 7).collect();
        Sku(format!("{kept}.{}", check_characters(&whole)))
    }
}

/// An option value in upper case with `-` for everything that is no letter, mark or digit, and
/// whether that lost nothing but spaces.
fn readable_option(option: &str) -> (String, bool) {
    let mut complete = !option.is_empty();
    let mut shown = String::new();
    for c in option.chars() {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            shown.extend(c.to_uppercase());
        } else {
            complete &= matches!(c, ' ' | '-');
            shown.push('-');
        }
    }
    (shown, complete)
}

/// Thirty bits of FNV-1a in Crockford's base 32. Not a secret: only keeps two SKUs apart.
fn check_characters(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // FNV's high bits are the better mixed; folding brings them down.
    let folded = hash ^ (hash >> 32);
    (0..6).map(|index| symbol(folded >> (5 * index))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn derive(slug: &str, options: &[&str]) -> String {
        Sku::derive(&Slug::parse(slug).unwrap(), options).into_string()
    }

    #[test]
    fn keeps_what_it_takes() {
        for text in [
            "BUY-10011646",
            "a.b_c/d#e+f-1",
            "পাখা-১",
            "Ünïcode",
            "(x)&y=1",
        ] {
            assert_eq!(Sku::parse(text).unwrap().as_str(), text);
        }
        assert_eq!(Sku::parse("  AB-1\n").unwrap().as_str(), "AB-1");
        assert_ne!(Sku::parse("ab"), Sku::parse("AB"));
        assert!(Sku::parse(&"ক".repeat(64)).is_ok());
    }

    #[test]
    fn refuses_the_rest() {
        assert_eq!(Sku::parse(" "), Err(SkuError::Empty));
        assert_eq!(Sku::parse(&"x".repeat(65)), Err(SkuError::TooLong));
        for text in [
            "A B",
            "A\tB",
            "A\0B",
            "A\u{200b}B",
            "A\u{202e}B",
            "A\u{a0}B",
            "A\u{200d}B",
        ] {
            assert_eq!(Sku::parse(text), Err(SkuError::NotVisible), "{text:?}");
        }
    }

    #[test]
    fn derived_skus_can_be_read() {
        assert_eq!(
            derive("clay-plant-pot", &["Regular"]),
            "CLAY-PLANT-POT_REGULAR"
        );
        assert_eq!(derive("copper-light", &[]), "COPPER-LIGHT");
        assert_eq!(
            derive("phone-x", &["Deep Blue", "128 GB"]),
            "PHONE-X_DEEP-BLUE_128-GB"
        );
        assert_eq!(derive("পাখা", &["লাল"]), "পাখা_লাল");
    }

    #[test]
    fn derived_skus_tell_apart_what_reads_alike() {
        let alike = [
            derive("mug", &["S/M"]),
            derive("mug", &["S-M"]),
            derive("mug", &["S+M"]),
            derive("mug", &["S", "M"]),
            derive("mug-s", &["M"]),
            derive("mug-s-m", &[]),
            derive("mug", &[""]),
        ];
        let distinct: std::collections::HashSet<_> = alike.iter().collect();
        assert_eq!(distinct.len(), alike.len(), "{alike:?}");
        let long = "x".repeat(100);
        let (red, blue) = (derive(&long, &["Red"]), derive(&long, &["Blue"]));
        assert_ne!(red, blue);
        assert_eq!(red.chars().count(), Sku::MAX_CHARS);
    }

    proptest! {
        #[test]
        fn a_derived_sku_is_a_sku_and_stable(
            slug in "[a-zক-ন0-9-]{0,198}[a-z0-9]",
            options in proptest::collection::vec(".{0,80}", 0..=3),
        ) {
            let slug = Slug::parse(&slug).unwrap();
            let sku = Sku::derive(&slug, &options);
            prop_assert_eq!(Sku::parse(sku.as_str()), Ok(sku.clone()));
            prop_assert_eq!(Sku::derive(&slug, &options), sku);
        }

        #[test]
        fn whatever_parses_reads_back(text in ".{0,70}") {
            if let Ok(sku) = Sku::parse(&text) {
                prop_assert_eq!(sku.as_str(), text.trim());
                prop_assert_eq!(Sku::parse(sku.as_str()), Ok(sku));
            }
        }
    }
}
