//! What tells one unit from its siblings: the IMEI of a phone, the serial number of a laptop.
//!
//! A product says whether one is asked for when an order is packed ([`SerialRule`]); it is printed
//! on the invoice, and while the buyer has the unit no other order can have it. Phones without a
//! registered IMEI don't work in the country's networks since January 2026.

use crate::words::words;
use crate::{FieldError, digits};

words! {
    /// Which number is asked for when a unit is packed.
    #[derive(Default)]
    pub enum SerialRule: "serial rule" {
        /// None.
        #[default]
        None = "none",
        /// The IMEI, 15 digits with a check digit.
        Imei = "imei",
        /// The maker's serial number.
        Serial = "serial",
    }
}

/// The number of one unit, in its one written form: an IMEI in digits, a serial number in capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(String);

/// The text is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SerialError {
    /// None is asked for.
    #[error("this product has no serial numbers")]
    NotAsked,
    /// Not fifteen digits.
    #[error("an IMEI has 15 digits")]
    ImeiLength,
    /// Its last digit doesn't fit the others: a digit is wrong, or two are swapped.
    #[error("this IMEI has a wrong digit: its check digit does not fit")]
    ImeiCheck,
    /// Not a serial number.
    #[error("a serial number has 3 to 40 letters, digits, dashes, dots or slashes")]
    Serial,
}

impl Serial {
    /// Reads a number as it is scanned or typed: spaces anywhere, dashes within an IMEI, ০–৯ for
    /// 0–9, small letters for capitals.
    ///
    /// # Errors
    /// [`SerialError`]: what is wrong with it under `rule`.
    pub fn parse(rule: SerialRule, text: &str) -> Result<Self, SerialError> {
        let bare: String = digits::to_ascii(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .take(64)
            .collect();
        match rule {
            SerialRule::None => Err(SerialError::NotAsked),
            SerialRule::Imei => imei(&bare.replace('-', "")),
            SerialRule::Serial => {
                let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-./".contains(&b);
                let fits = (3..=40).contains(&bare.len()) && bare.bytes().all(allowed);
                fits.then_some(Self(bare)).ok_or(SerialError::Serial)
            }
        }
    }

    /// The number as it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Serial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

fn imei(bare: &str) -> Result<Serial, SerialError> {
    if bare.len() != 15 || !bare.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SerialError::ImeiLength);
    }
    if luhn(bare) {
        Ok(Serial(bare.to_owned()))
    } else {
        Err(SerialError::ImeiCheck)
    }
}

/// Luhn's check (ISO/IEC 7812-1, 3GPP TS 23.003 annex B): every second digit from the right
/// doubled, its digits added, the sum a multiple of ten.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match (place % 2, digit * 2) {
                (0, _) => digit,
                (_, doubled) if doubled > 9 => doubled - 9,
                (_, doubled) => doubled,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The numbers of a line of `units` under `rule`, from what was typed for it; blank entries count
/// as not given. `field` is the path of the line's list in errors.
///
/// # Errors
/// What is wrong, by entry: missing or too many, unreadable, the same one twice.
pub fn serials_of_line(
    rule: SerialRule,
    units: i64,
    given: &[String],
    field: &str,
) -> Result<Vec<Serial>, Vec<FieldError>> {
    let wanted = if rule == SerialRule::None { 0 } else { units };
    let mut errors = Vec::new();
    let mut serials: Vec<Serial> = Vec::new();
    for (index, text) in given
        .iter()
        .enumerate()
        .filter(|(_, t)| !t.trim().is_empty())
    {
        let field = format!("{field}[{index}]");
        match Serial::parse(rule, text) {
            Ok(serial) if serials.contains(&serial) => {
                let message = "The same number twice in one parcel";
                errors.push(FieldError::new(field, FieldError::DUPLICATE, message));
            }
            Ok(serial) => serials.push(serial),
            Err(error) => {
                errors.push(FieldError::new(
                    field,
                    FieldError::FORMAT,
                    error.to_string(),
                ));
            }
        }
    }
    let count = i64::try_from(serials.len() + errors.len()).unwrap_or(i64::MAX);
    if count != wanted {
        let message = match rule {
            SerialRule::None => "This product has no serial numbers".to_owned(),
            SerialRule::Imei => format!("{wanted} IMEI needed, one for each unit; {count} given"),
            SerialRule::Serial => {
                format!("{wanted} serial numbers needed, one for each unit; {count} given")
            }
        };
        errors.push(FieldError::new(field, FieldError::REQUIRED, message));
    }
    if errors.is_empty() {
        Ok(serials)
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_imei_is_read_as_it_is_written() {
        for text in [
            "490154203237518",
            "49-015420-323751-8",
            " 4901 5420 3237 518 ",
            "৪৯০১৫৪২০৩২৩৭৫১৮",
        ] {
            let read = Serial::parse(SerialRule::Imei, text).unwrap();
            assert_eq!(read.as_str(), "490154203237518", "{text}");
        }
    }

    #[test]
    fn what_is_no_imei_is_refused() {
        for (text, error) in [
            ("", SerialError::ImeiLength),
            ("49015420323751", SerialError::ImeiLength),
            ("4901542032375180", SerialError::ImeiLength),
            ("49015420323751A", SerialError::ImeiLength),
            ("490154203237519", SerialError::ImeiCheck),
        ] {
            assert_eq!(Serial::parse(SerialRule::Imei, text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_serial_number_is_kept_in_capitals() {
        let read = |text| Serial::parse(SerialRule::Serial, text);
        assert_eq!(read(" pf-2x 9k৩ ").unwrap().as_str(), "PF-2X9K3");
        for text in ["", "ab", "a b", "sn\u{0}123", "ক্রমিক১২৩", &"X".repeat(41)]
        {
            assert_eq!(read(text), Err(SerialError::Serial), "{text}");
        }
        assert_eq!(
            Serial::parse(SerialRule::None, "PF2X9K3"),
            Err(SerialError::NotAsked)
        );
    }

    #[test]
    fn a_line_needs_one_for_each_unit() {
        let of = |rule, units, given: &[&str]| {
            let given: Vec<String> = given.iter().map(|&text| text.to_owned()).collect();
            serials_of_line(rule, units, &given, "serials.KX")
        };
        let fields = |outcome: Result<Vec<Serial>, Vec<FieldError>>| -> Vec<(String, &str)> {
            let errors = outcome.unwrap_err().into_iter();
            errors.map(|error| (error.field, error.code)).collect()
        };
        let imei = "490154203237518";
        assert_eq!(of(SerialRule::None, 3, &["", " "]), Ok(Vec::new()));
        assert_eq!(of(SerialRule::Imei, 1, &[imei, ""]).unwrap().len(), 1);
        assert_eq!(
            fields(of(SerialRule::Imei, 2, &[imei])),
            [("serials.KX".to_owned(), FieldError::REQUIRED)]
        );
        assert_eq!(
            fields(of(SerialRule::Imei, 2, &[imei, imei])),
            [("serials.KX[1]".to_owned(), FieldError::DUPLICATE)]
        );
        assert_eq!(
            fields(of(SerialRule::Imei, 1, &["", "1234"])),
            [("serials.KX[1]".to_owned(), FieldError::FORMAT)]
        );
        assert_eq!(fields(of(SerialRule::None, 1, &[imei])).len(), 2);
    }

    proptest! {
        /// Luhn's promise: one wrong digit is always noticed.
        #[test]
        fn one_wrong_digit_is_noticed(body in "[0-9]{14}", place in 0usize..15, by in 1u8..10) {
            let check = (b'0'..=b'9').find(|&c| luhn(&format!("{body}{}", c as char))).unwrap();
            let imei = format!("{body}{}", check as char);
            prop_assert!(Serial::parse(SerialRule::Imei, &imei).is_ok());
            let mut wrong = imei.into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(Serial::parse(SerialRule::Imei, &wrong), Err(SerialError::ImeiCheck));
        }

        #[test]
        fn what_was_read_reads_the_same_again(text in ".{0,50}", imei in any::<bool>()) {
            let rule = if imei { SerialRule::Imei } else { SerialRule::Serial };
            if let Ok(serial) = Serial::parse(rule, &text) {
                prop_assert_eq!(Serial::parse(rule, serial.as_str()), Ok(serial));
            }
        }
    }
}
