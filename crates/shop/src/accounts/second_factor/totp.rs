//! Codes that change with time: TOTP (RFC 6238) with SHA-1, six digits and 30 seconds, which is
//! what every authenticator app speaks. And base32 (RFC 4648), in which they take a secret.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};
use time::OffsetDateTime;

/// Seconds of a step.
const PERIOD: i64 = 30;
/// What codes are taken modulo.
const MODULUS: u32 = 1_000_000;
/// Bytes of a secret: as long as SHA-1's output (RFC 4226, section 4).
pub(super) const SECRET_BYTES: usize = 20;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step that a code is of, now or next to now: people type slowly and clocks differ. The
/// answer takes the same time whichever it is.
pub(super) fn step_of(secret: &[u8], code: u32, now: OffsetDateTime) -> Option<i64> {
    let current = now.unix_timestamp().div_euclid(PERIOD);
    let mut found = i64::MIN;
    for step in [current - 1, current + 1, current] {
        let same = code_at(secret, step)?.ct_eq(&code);
        found = i64::conditional_select(&found, &step, same);
    }
    (found != i64::MIN).then_some(found)
}

/// The code of a step (RFC 4226, section 5.3). `None` only if HMAC refused the key, which it
/// does for no length.
fn code_at(secret: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0x0f);
    let four: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some((u32::from_be_bytes(four) & 0x7fff_ffff) % MODULUS)
}

/// Base32 without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut five = [0; 5];
        five[..chunk.len()].copy_from_slice(chunk);
        let bits = five
            .iter()
            .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in 0..(chunk.len() * 8).div_ceil(5) {
            let index = (bits >> (35 - 5 * place)) & 31;
            text.push(char::from(
                ALPHABET[usize::try_from(index).unwrap_or_default()],
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    /// RFC 6238, appendix B, the last six digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(step_of(secret, code, at(seconds)), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_holds_for_a_step_before_and_after() {
        let secret = b"12345678901234567890";
        for (seconds, holds) in [
            (0, false),
            (29, false),
            (30, true),
            (89, true),
            (90, true),
            (119, true),
            (120, false),
        ] {
            // 081804 is of step 37037036.
            let now = at((37_037_036 - 2) * 30 + seconds);
            assert_eq!(step_of(secret, 81_804, now).is_some(), holds, "{seconds}");
        }
        assert_eq!(step_of(secret, 81_805, at(1_111_111_109)), None);
    }

    /// RFC 4648, section 10.
    #[test]
    fn base32_is_that_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
