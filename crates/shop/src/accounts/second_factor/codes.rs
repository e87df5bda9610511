//! What somebody types as their second factor: six digits from an app, or a recovery code.

use domain::Ambient;
use domain::digits::to_ascii;
use sha2::{Digest as _, Sha256};

use super::totp::base32;

/// Recovery codes that somebody gets.
const CODES: usize = 10;
/// Bytes of one. 120 bits: more than anybody tries, so that a plain hash of it says nothing.
const BYTES: usize = 15;
/// Characters of one, and how many stand together.
const CHARS: usize = BYTES * 8 / 5;
const GROUP: usize = 6;

/// A code, read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// From an app.
    Totp(u32),
    /// The hash of a recovery code.
    Recovery([u8; 32]),
}

impl Code {
    /// Reads a code however it is spaced, in any case, in Bangla digits too. `None`: it is neither.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = to_ascii(text);
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(CHARS + 1)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit()) {
            return plain.parse().ok().map(Self::Totp);
        }
        let whole = plain.len() == CHARS && plain.bytes().all(|b| b.is_ascii_alphanumeric());
        whole.then(|| Self::Recovery(hash(&plain)))
    }
}

/// New recovery codes as their owner keeps them, and as the shop does.
pub(super) fn make(ambient: &Ambient) -> (Vec<String>, Vec<[u8; 32]>) {
    let codes = (0..CODES).map(|_| {
        let mut bytes = [0; BYTES];
        ambient.fill(&mut bytes);
        let plain = base32(&bytes);
        let groups: Vec<&str> = (0..CHARS)
            .step_by(GROUP)
            .map(|at| &plain[at..at + GROUP])
            .collect();
        (groups.join("-").to_ascii_lowercase(), hash(&plain))
    });
    codes.unzip()
}

fn hash(plain: &str) -> [u8; 32] {
    Sha256::digest(plain.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for six in ["012345", " 012 345 ", "012-345", "০১২৩৪৫"] {
            assert_eq!(Code::read(six), Some(Code::Totp(12_345)), "{six}");
        }
        let kept = Code::Recovery(hash("ABCDEFGHIJKLMNOPQRSTUVWX"));
        for code in [
            "abcdef-ghijkl-mnopqr-stuvwx",
            "ABCDEF GHIJKL MNOPQR STUVWX",
            "abcdefghijklmnopqrstuvwx",
        ] {
            assert_eq!(Code::read(code).as_ref(), Some(&kept), "{code}");
        }
        for neither in [
            "",
            "12345",
            "1234567",
            "abcdef",
            "ক".repeat(24).as_str(),
            &"a".repeat(9999),
        ] {
            assert_eq!(Code::read(neither), None, "{neither}");
        }
    }
}
