//! The number a customer reads out on the telephone: `DC-7K3M-Q9TX`.
//!
//! Forty random bits in Douglas Crockford's base 32, whose alphabet leaves out I, L, O (they look
//! like 1, 1, 0) and U. It names an order and proves nothing: access needs more than the number.
//! Two orders may draw the same one, rarely; the database's UNIQUE decides and the minter redraws.

use crate::words::checked_text;
use crate::{Ambient, digits};

/// Crockford's alphabet, shared with the check characters of derived SKUs.
pub(crate) const CROCKFORD: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const PREFIX: &str = "DC";
const SYMBOLS: usize = 8;

/// An order number in its one written form, `DC-XXXX-XXXX`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderNumber(String);

checked_text!(OrderNumber, OrderNumberError);

/// The text is no order number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an order number looks like DC-7K3M-Q9TX")]
pub struct OrderNumberError;

impl OrderNumber {
    /// A new number, not guessable from the ones before it.
    #[must_use]
    pub fn mint(ambient: &Ambient) -> Self {
        let mut random = [0; 8];
        ambient.fill(&mut random[..5]);
        let bits = u64::from_le_bytes(random);
        let symbols: String = (0..SYMBOLS)
            .map(|index| symbol(bits >> (5 * index)))
            .collect();
        OrderNumber::written(&symbols)
    }

    /// Reads a number as people copy it: any case, dashes and spaces anywhere or missing, ০–৯ for
    /// 0–9, O for 0 and I or L for 1.
    ///
    /// # Errors
    /// [`OrderNumberError`] if what remains is not `DC` and eight symbols.
    pub fn parse(text: &str) -> Result<Self, OrderNumberError> {
        let dashes = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}');
        let bare: String = digits::to_ascii(text)
            .chars()
            .filter(dashes)
            .map(|c| c.to_ascii_uppercase())
            .take(PREFIX.len() + SYMBOLS + 1)
            .collect();
        let symbols = bare.strip_prefix(PREFIX).ok_or(OrderNumberError)?;
        let symbols: Option<String> = symbols.chars().map(canonical).collect();
        match symbols {
            Some(symbols) if symbols.len() == SYMBOLS => Ok(OrderNumber::written(&symbols)),
            _ => Err(OrderNumberError),
        }
    }

    fn written(symbols: &str) -> Self {
        let (first, second) = symbols.split_at(SYMBOLS / 2);
        OrderNumber(format!("{PREFIX}-{first}-{second}"))
    }
}

/// The symbol of the lowest five bits.
pub(crate) fn symbol(bits: u64) -> char {
    char::from(CROCKFORD[(bits & 31) as usize])
}

fn canonical(c: char) -> Option<char> {
    let c = match c {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (c.is_ascii() && CROCKFORD.contains(&(c as u8))).then_some(c)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;
    use crate::{ManualClock, SeededEntropy};

    fn mint(seed: u64) -> OrderNumber {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        OrderNumber::mint(&Ambient::new(
            Arc::new(clock),
            Arc::new(SeededEntropy::new(seed)),
        ))
    }

    #[test]
    fn reads_what_people_copy() {
        let number = OrderNumber::parse("DC-1A0B-C1D0").unwrap();
        for text in [
            "dc-1a0b-c1d0",
            "DC1A0BC1D0",
            " dc 1a0b c1d0 ",
            "DC-IAOB-CLDO",
            "dc-laob-cido",
            "DC–১A০B–C১D০",
        ] {
            assert_eq!(OrderNumber::parse(text), Ok(number.clone()), "{text}");
        }
        assert_eq!(number.as_str(), "DC-1A0B-C1D0");
    }

    #[test]
    fn refuses_what_is_none() {
        for text in [
            "",
            "DC",
            "DC-",
            "1A0B-C1D0",
            "DC-1A0B-C1D",
            "DC-1A0B-C1D01",
            "DC-1A0B-C1DU",
            "DX-1A0B-C1D0",
            "DC-1A0B-C1D\0",
            "DC_1A0B_C1D0",
            "ডিসি-1A0B-C1D0",
        ] {
            assert_eq!(OrderNumber::parse(text), Err(OrderNumberError), "{text}");
        }
    }

    #[test]
    fn serde_reads_by_the_same_rule() {
        let number: OrderNumber = serde_json::from_str("\"dc1a0bc1d0\"").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"DC-1A0B-C1D0\"");
        assert!(serde_json::from_str::<OrderNumber>("\"1\"").is_err());
    }

    #[test]
    fn every_symbol_is_drawn_at_every_place() {
        let numbers: Vec<_> = (0..2000).map(mint).collect();
        for place in [3, 4, 5, 6, 8, 9, 10, 11] {
            let drawn: std::collections::BTreeSet<_> = numbers
                .iter()
                .map(|number| number.as_str().as_bytes()[place])
                .collect();
            assert_eq!(drawn.len(), CROCKFORD.len(), "place {place}");
        }
        let distinct: std::collections::HashSet<_> = numbers.iter().collect();
        assert_eq!(distinct.len(), numbers.len());
    }

    proptest! {
        #[test]
        fn a_minted_number_reads_back(seed in any::<u64>()) {
            let number = mint(seed);
            prop_assert_eq!(number.as_str().len(), 12);
            prop_assert!(!number.as_str()[3..].contains(['I', 'L', 'O', 'U']));
            prop_assert_eq!(OrderNumber::parse(number.as_str()), Ok(number.clone()));
            let spoken = number.as_str().to_lowercase().replace('-', " ").replace('0', "o");
            prop_assert_eq!(spoken.replace('1', "l").parse(), Ok(number));
        }

        #[test]
        fn any_text_is_survived(text in ".{0,40}") {
            let _ = OrderNumber::parse(&text);
        }
    }
}
