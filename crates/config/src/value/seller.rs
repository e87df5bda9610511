//! Who sells, as it stands on invoices.

use super::{Reason, contact};

/// A name or an address: one line, as those on the contact page.
pub(crate) fn line(text: &str) -> Result<String, Reason> {
    match text.trim() {
        "" => Err("is blank".to_owned()),
        text => contact::line(text),
    }
}

/// A business identification number: nine digits and four of the place of business.
pub(crate) fn bin(text: &str) -> Result<String, Reason> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if digits.len() != 13 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err("isn't 13 digits".to_owned());
    }
    let (number, place) = digits.split_at(9);
    Ok(format!("{number}-{place}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_printable_and_not_too_long() {
        assert_eq!(line(" ঢাকাকার্ট লিমিটেড "), Ok("ঢাকাকার্ট লিমিটেড".to_owned()));
        for wrong in ["", "  ", "a\nb", &"x".repeat(201)] {
            assert!(line(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_bin_has_thirteen_digits() {
        for text in ["000123456-0101", "0001234560101", " 000 123 456-0101 "] {
            assert_eq!(bin(text), Ok("000123456-0101".to_owned()));
        }
        for wrong in [
            "",
            "000123456",
            "000123456-01011",
            "00012345X-0101",
            "০০০১২৩৪৫৬০১০১",
        ] {
            assert!(bin(wrong).is_err(), "{wrong}");
        }
    }
}
