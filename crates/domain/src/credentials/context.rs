//! Passwords that are made of what everybody knows about somebody: the name they sign in with,
//! their phone, the shop's name. Around such a word there must stand as much as would be a
//! password by itself.

use super::Username;
use crate::Phone;
use crate::common_passwords::is_common;

/// The shop's name, as people write it.
const SHOP: [&str; 2] = ["dhakacart", "dhaka cart"];

/// Shorter names are part of too many words.
const SHORTEST_NAME: usize = 4;

/// Characters that must be left.
const ENOUGH: usize = 8;

/// Whether a password holds such a word and little else.
pub(super) fn is_all_there_is(password: &str, username: &Username, phone: Option<&Phone>) -> bool {
    let lower = password.to_lowercase();
    let mut rest = lower.clone();
    for word in SHOP {
        rest = rest.replace(word, "");
    }
    let name = username.key();
    if name.len() >= SHORTEST_NAME {
        rest = rest.replace(&name, "");
    }
    if let Some(phone) = phone {
        // +8801712345678, then without the plus, the country, the trunk zero.
        let whole = phone.as_str();
        for from in [0, 1, 3, 4] {
            rest = rest.replace(whole.get(from..).unwrap_or(whole), "");
        }
    }
    rest != lower && (rest.chars().count() < ENOUGH || is_common(&rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_around_a_known_word_is_no_password() {
        let phone = Phone::parse("01712345678").unwrap();
        let known = |password: &str, name: &str| {
            let name = Username::parse(name).unwrap();
            is_all_there_is(password, &name, Some(&phone))
        };
        for password in [
            "dhakacart",
            "DhakaCart2026!",
            "Dhaka Cart 71",
            "rahima_1!",
            "xxRAHIMA_1xx",
            "dhakacartrahima_1",
            "dhakacart12345678",
            "01712345678",
            "+8801712345678",
            "8801712345678a",
            "1712345678ab",
        ] {
            assert!(known(password, "Rahima_1"), "{password}");
        }
        for password in [
            "dhakacart-Padma-river",
            "a long password",
            "rahima likes mangoes",
            "01812345678",
        ] {
            assert!(!known(password, "Rahima_1"), "{password}");
        }
        assert!(
            !known("california9", "ali"),
            "a short name is in many words"
        );
    }
}
