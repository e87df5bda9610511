//! Mobile telephone numbers of Bangladesh.
//!
//! Kept as `+8801XXXXXXXXX`. Numbers are portable between operators, so nothing is inferred from
//! the digits after `+8801`.

use crate::digits;
use crate::words::checked_text;

/// A mobile number, `+8801` and nine digits of which the first is 3 to 9.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

checked_text!(Phone, PhoneError);

/// The text is no mobile number of Bangladesh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a Bangladeshi mobile number has 11 digits and begins with 013 to 019")]
pub struct PhoneError;

impl Phone {
    /// Reads `01…`, `8801…`, `+8801…` or `1…`, with spaces and dashes anywhere, in ASCII or
    /// Bangla digits: `^(?:\+?880|0)?1[3-9]\d{8}$` once those are dropped and mapped.
    ///
    /// # Errors
    /// [`PhoneError`] for everything else.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let bare: String = digits::to_ascii(text)
            .chars()
            .filter(|c| !is_spacing(*c))
            .collect();
        let prefix = ["+880", "880", "0"]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix));
        let national = prefix.unwrap_or(&bare);
        let well_formed = match national.as_bytes() {
            [b'1', b'3'..=b'9', rest @ ..] => {
                rest.len() == 8 && rest.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        if well_formed {
            Ok(Phone(format!("+880{national}")))
        } else {
            Err(PhoneError)
        }
    }

    /// For logs and for screens that others see: `+88017*****678`.
    #[must_use]
    pub fn masked(&self) -> String {
        // Fourteen ASCII characters, always.
        format!("{}*****{}", &self.0[..6], &self.0[11..])
    }
}

/// The spaces and dashes that keyboards, address books and web pages put between digits.
fn is_spacing(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}'
        | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_of_writing_one_number() {
        for text in [
            "01712345678",
            "8801712345678",
            "+8801712345678",
            "1712345678",
            "017-1234-5678",
            "+880 1712-345678",
            "+880-17 1234 5678",
            "০১৭১২৩৪৫৬৭৮",
            "+৮৮০ ১৭১২ ৩৪৫৬৭৮",
            "০17১২345৬৭৮",
            "017\u{a0}1234\u{2011}5678",
        ] {
            assert_eq!(
                Phone::parse(text).unwrap().as_str(),
                "+8801712345678",
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_mobile_number() {
        for text in [
            "",
            "0171234567",
            "017123456789",
            "01212345678",
            "02-9876543",
            "+88001712345678",
            "00 880 1712345678",
            "++8801712345678",
            "+01712345678",
            "+1712345678",
            "001712345678",
            "+919812345678",
            "0171234567a",
            "01712345678 ext 1",
            "०१७१२३४५६७८",
            "(017)12345678",
            "0171234567\0",
        ] {
            assert_eq!(Phone::parse(text), Err(PhoneError), "{text}");
        }
    }

    #[test]
    fn masked_hides_the_middle() {
        assert_eq!(
            Phone::parse("01712345678").unwrap().masked(),
            "+88017*****678"
        );
    }

    proptest! {
        #[test]
        fn any_prefix_any_script_any_spacing(
            national in "1[3-9][0-9]{8}",
            prefix in prop::sample::select(vec!["", "0", "880", "+880"]),
            bangla in any::<bool>(),
            gaps in proptest::collection::vec(prop::sample::select(vec!["", "", " ", "-"]), 14),
        ) {
            let plain = format!("{prefix}{national}");
            let spaced: String =
                plain.chars().zip(&gaps).map(|(c, gap)| format!("{c}{gap}")).collect();
            let typed = if bangla { digits::to_bangla(&spaced) } else { spaced };
            let phone = Phone::parse(&typed).unwrap();
            prop_assert_eq!(phone.as_str(), format!("+880{national}"));
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
        }

        #[test]
        fn whatever_parses_has_the_one_form(text in "[+01385 ০১৭-]{9,16}") {
            if let Ok(phone) = Phone::parse(&text) {
                let digits = phone.as_str().strip_prefix("+8801").unwrap();
                prop_assert_eq!(digits.len(), 9);
                prop_assert!(matches!(digits.as_bytes()[0], b'3'..=b'9'));
                prop_assert!(digits.bytes().all(|b| b.is_ascii_digit()));
            }
        }

        #[test]
        fn any_text_is_survived(text in ".{0,40}") {
            let _ = Phone::parse(&text);
        }
    }
}
