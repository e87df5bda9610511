//! What an authenticator app does, for tests of every face.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use time::OffsetDateTime;

/// The six digits of a secret in base32, spaced or not, at a moment.
pub(crate) fn code(secret: &str, at: OffsetDateTime) -> String {
    let mut bits = 0u64;
    let mut count = 0;
    let mut key = Vec::new();
    for letter in secret.chars().filter(|c| !c.is_whitespace()) {
        let place = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
        bits = (bits << 5 | place as u64) & 0xffff;
        count += 5;
        if count >= 8 {
            count -= 8;
            key.push((bits >> count & 0xff) as u8);
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(at.unix_timestamp() / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let four: [u8; 4] = digest[offset..offset + 4].try_into().unwrap();
    format!(
        "{:06}",
        (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000
    )
}
