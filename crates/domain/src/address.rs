//! Where an order goes: a line, an area and one of the 64 districts.
//!
//! The area (thana, upazila or neighbourhood) is free text: lists exist for the big cities, see
//! [`crate::districts::areas`], and a courier knows places that no list has.

use crate::characters::tidy_line;
use crate::{District, FieldError};

/// A delivery address in Bangladesh. Made by [`Address::parse`] alone from input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// House, road, village: 3 to 200 characters on one line.
    pub line: String,
    /// Thana, upazila or neighbourhood: 2 to 80 characters.
    pub area: String,
    /// One of the 64 districts.
    pub district: &'static District,
}

impl Address {
    /// Reads an address. White space is tidied, line breaks included; `district` is a code or a
    /// name as [`District::find`] takes it.
    ///
    /// # Errors
    /// Every field that is wrong: `line`, `area`, `district`.
    pub fn parse(line: &str, area: &str, district: &str) -> Result<Address, Vec<FieldError>> {
        let line = text("line", "The address line", line, 3, 200);
        let area = text("area", "The area", area, 2, 80);
        let district = find_district(district);
        match (line, area, district) {
            (Ok(line), Ok(area), Ok(district)) => Ok(Address {
                line,
                area,
                district,
            }),
            (line, area, district) => Err([line.err(), area.err(), district.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

fn find_district(given: &str) -> Result<&'static District, FieldError> {
    if given.trim().is_empty() {
        return Err(FieldError::new(
            "district",
            FieldError::REQUIRED,
            "A district is needed",
        ));
    }
    let message = "The district must be one of the 64 districts of Bangladesh";
    District::find(given).ok_or_else(|| FieldError::new("district", FieldError::UNKNOWN, message))
}

/// One line of `min` to `max` characters; `label` begins the messages.
pub(crate) fn text(
    field: &'static str,
    label: &str,
    raw: &str,
    min: usize,
    max: usize,
) -> Result<String, FieldError> {
    let error = |code, message: String| Err(FieldError::new(field, code, message));
    let Some(line) = tidy_line(raw) else {
        return error(
            FieldError::FORMAT,
            format!("{label} has a character that can't be seen"),
        );
    };
    if line.is_empty() {
        return error(FieldError::REQUIRED, format!("{label} is needed"));
    }
    if !(min..=max).contains(&line.chars().count()) {
        return error(
            FieldError::LENGTH,
            format!("{label} must have {min} to {max} characters"),
        );
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(errors: &[FieldError]) -> Vec<(&str, &str)> {
        errors
            .iter()
            .map(|error| (error.field.as_str(), error.code))
            .collect()
    }

    #[test]
    fn tidies_what_was_typed() {
        let address = Address::parse(" House 5,\r\n Road  27 ", "ধানমন্ডি", "chittagong").unwrap();
        assert_eq!(address.line, "House 5, Road 27");
        assert_eq!(address.area, "ধানমন্ডি");
        assert_eq!(address.district.code, "chattogram");
    }

    #[test]
    fn names_every_wrong_field_at_once() {
        let errors = Address::parse(" ", "x", "Atlantis").unwrap_err();
        let expected = [
            ("line", "required"),
            ("area", "length"),
            ("district", "unknown"),
        ];
        assert_eq!(fields(&errors), expected);
        let errors = Address::parse("House 5\0", "\u{202e}ab", "").unwrap_err();
        let expected = [
            ("line", "format"),
            ("area", "format"),
            ("district", "required"),
        ];
        assert_eq!(fields(&errors), expected);
    }

    #[test]
    fn lengths_count_characters() {
        assert!(Address::parse(&"ক".repeat(200), &"খ".repeat(80), "dhaka").is_ok());
        let errors = Address::parse(&"ক".repeat(201), &"খ".repeat(81), "dhaka").unwrap_err();
        assert_eq!(fields(&errors), [("line", "length"), ("area", "length")]);
        assert_eq!(
            errors[0].message,
            "The address line must have 3 to 200 characters"
        );
        assert!(Address::parse("H 5", "Wa", "dhaka").is_ok());
        assert!(Address::parse("H5", "Wa", "dhaka").is_err());
    }

    #[test]
    fn one_spelling_for_both_encodings_of_a_letter() {
        // য় as one code point, and as letter and dot.
        let area = |area| Address::parse("House 5", area, "dhaka").unwrap().area;
        assert_eq!(area("রা\u{9df}ের বাজার"), area("রা\u{9af}\u{9bc}ের বাজার"));
    }

    /// What has broken other shops' address forms.
    const NASTY: &[&str] = &[
        "",
        "\0",
        "House 5\0",
        "\r\n",
        "a\r\nb: c",
        "\u{202e}dessergda",
        "\u{200b}\u{200b}\u{200b}",
        "\u{feff}House",
        "\u{fffd}",
        "\u{10ffff}",
        "e\u{301}e\u{301}e\u{301}",
        "্্্",
        "\u{9af}\u{9bc}\u{9bc}\u{9bc}",
        "\u{fdfa}\u{fdfa}\u{fdfa}",
        "👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
        "=HYPERLINK(\"x\")",
        "'; DROP TABLE orders; --",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "../../etc/passwd",
        "ঢাকা",
        "DHAKA ",
    ];

    fn check(line: &str, area: &str, district: &str) -> Result<(), TestCaseError> {
        let Ok(address) = Address::parse(line, area, district) else {
            return Ok(());
        };
        for (text, most) in [(&address.line, 200), (&address.area, 80)] {
            prop_assert!((2..=most).contains(&text.chars().count()), "{text:?}");
            prop_assert!(!text.contains(char::is_control), "{text:?}");
            prop_assert_eq!(text.trim(), text);
        }
        let again = Address::parse(&address.line, &address.area, address.district.code);
        prop_assert_eq!(again, Ok(address), "tidy stays tidy");
        Ok(())
    }

    #[test]
    fn known_tricks() {
        for text in NASTY {
            check(text, "Banani", "dhaka").unwrap();
            check("House 5", text, "dhaka").unwrap();
            check("House 5", "Banani", text).unwrap();
            let long = text.repeat(10_000);
            check(&long, &long, &long).unwrap();
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(
            line in prop_oneof!["(?s).{0,220}", "[a-zক-হা-্\u{9bc} \r\n\t]{0,220}"],
            area in "(?s).{0,90}",
            district in prop_oneof![Just("dhaka".to_owned()), "(?s).{0,20}"],
        ) {
            check(&line, "Banani", "dhaka")?;
            check("House 5", &area, "dhaka")?;
            check(&line, &area, &district)?;
        }
    }
}
