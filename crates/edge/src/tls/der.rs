//! The few fields of a certificate that rustls keeps to itself (X.509, RFC 5280 §4.1, in DER).
//!
//! Only for certificates that we are to show: the operator's own, or one that a CA has just
//! signed for us. Whatever isn't as expected is `None`; nothing here decides whom to trust.

use time::{Date, Month, OffsetDateTime, Time};

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERAL_TIME: u8 = 0x18;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
/// A name in `subjectAltName` that is looked up in DNS.
const DNS_NAME: u8 = 0x82;
/// The identifier in `authorityKeyIdentifier`.
const KEY_IDENTIFIER: u8 = 0x80;

const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];
const AUTHORITY_KEY: &[u8] = &[0x55, 0x1d, 0x23];

/// What is read of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) serial: Vec<u8>,
    pub(super) not_before: OffsetDateTime,
    pub(super) not_after: OffsetDateTime,
    pub(super) names: Vec<String>,
    pub(super) authority_key: Option<Vec<u8>>,
}

/// The fields of a certificate.
pub(super) fn fields(certificate: &[u8]) -> Option<Fields> {
    let (whole, _) = expect(certificate, SEQUENCE)?;
    let (signed, _) = expect(whole, SEQUENCE)?;
    let signed = expect(signed, VERSION).map_or(signed, |(_, rest)| rest);
    let (serial, rest) = expect(signed, INTEGER)?;
    let (_algorithm, rest) = expect(rest, SEQUENCE)?;
    let (_issuer, rest) = expect(rest, SEQUENCE)?;
    let (validity, rest) = expect(rest, SEQUENCE)?;
    let (not_before, after) = moment(validity)?;
    let (not_after, _) = moment(after)?;
    let mut found = Fields {
        serial: serial.to_vec(),
        not_before,
        not_after,
        names: Vec::new(),
        authority_key: None,
    };
    let mut rest = rest;
    while let Some((tag, content, next)) = element(rest) {
        if tag == EXTENSIONS {
            let (list, _) = expect(content, SEQUENCE)?;
            extensions(list, &mut found)?;
        }
        rest = next;
    }
    Some(found)
}

fn extensions(mut list: &[u8], found: &mut Fields) -> Option<()> {
    while let Some((SEQUENCE, extension, next)) = element(list) {
        let (object, mut rest) = expect(extension, OBJECT)?;
        // A flag in between says that it is critical.
        let value = loop {
            let (tag, content, after) = element(rest)?;
            if tag == OCTETS {
                break content;
            }
            rest = after;
        };
        let (mut inner, _) = expect(value, SEQUENCE).unwrap_or_default();
        while let Some((tag, content, after)) = element(inner) {
            match tag {
                DNS_NAME if object == ALTERNATIVE_NAMES => {
                    found.names.push(String::from_utf8(content.to_vec()).ok()?);
                }
                KEY_IDENTIFIER if object == AUTHORITY_KEY => {
                    found.authority_key = Some(content.to_vec());
                }
                _ => {}
            }
            inner = after;
        }
        list = next;
    }
    Some(())
}

/// The content of the element that `input` begins with, if it is of this kind, and what follows.
fn expect(input: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = element(input)?;
    (tag == wanted).then_some((content, rest))
}

fn element(input: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, input) = input.split_first()?;
    let (&first, input) = input.split_first()?;
    let (length, input) = match first {
        0..=0x7f => (usize::from(first), input),
        // The length's own length; three bytes of it are 16 MB.
        0x81..=0x83 => {
            let (bytes, rest) = input.split_at_checked(usize::from(first & 0x7f))?;
            let length = bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            (length, rest)
        }
        _ => return None,
    };
    let (content, rest) = input.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// `YYMMDDHHMMSSZ`, of 1950 to 2049, or `YYYYMMDDHHMMSSZ`.
fn moment(input: &[u8]) -> Option<(OffsetDateTime, &[u8])> {
    let (tag, content, rest) = element(input)?;
    let text = std::str::from_utf8(content).ok()?.strip_suffix('Z')?;
    let (year, text) = match tag {
        UTC_TIME => {
            let (year, text) = text.split_at_checked(2)?;
            let year: i32 = year.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, text)
        }
        GENERAL_TIME => {
            let (year, text) = text.split_at_checked(4)?;
            (year.parse().ok()?, text)
        }
        _ => return None,
    };
    let part = |at: usize| text.get(at..at + 2)?.parse::<u8>().ok();
    let month = Month::try_from(part(0)?).ok()?;
    let date = Date::from_calendar_date(year, month, part(2)?).ok()?;
    let time = Time::from_hms(part(4)?, part(6)?, part(8)?).ok()?;
    Some((date.with_time(time).assume_utc(), rest))
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, SerialNumber, date_time_ymd};

    use super::*;

    fn certificate(until: i32) -> Vec<u8> {
        let mut wanted =
            CertificateParams::new(vec!["shop.example".into(), "www.shop.example".into()]).unwrap();
        wanted.serial_number = Some(SerialNumber::from_slice(&[9, 200, 7]));
        wanted.not_before = date_time_ymd(2026, 2, 28);
        wanted.not_after = date_time_ymd(until, 12, 31);
        wanted.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().unwrap();
        wanted.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn fields_are_those_that_were_signed() {
        for until in [2027, 2051] {
            let found = fields(&certificate(until)).unwrap();
            assert_eq!(found.serial, [9, 200, 7]);
            assert_eq!(found.not_before.date().to_string(), "2026-02-28");
            assert_eq!(found.not_after.year(), until);
            assert_eq!(found.names, ["shop.example", "www.shop.example"]);
            assert!(found.authority_key.is_some_and(|key| !key.is_empty()));
        }
    }

    #[test]
    fn what_is_cut_short_or_something_else_is_none() {
        let whole = certificate(2027);
        for length in 0..whole.len() {
            assert_eq!(fields(&whole[..length]), None, "{length}");
        }
        for other in [
            &b"hello"[..],
            &[0x30, 0x84, 0, 0, 0, 0],
            &[0x30, 0x80],
            &[0x30, 0],
        ] {
            assert_eq!(fields(other), None, "{other:?}");
        }
    }
}
