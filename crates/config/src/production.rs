//! What production refuses, beyond what is refused everywhere: a secret that others know, a user
//! whose password is printed in the README, limits that several replicas would each count alone.

use crate::config::Guarded;
use crate::read::{Reader, Reported};
use crate::secret::Secret;
use crate::settings::identity::{JWT_SECRET, JWT_SECRET_PREVIOUS};
use crate::settings::{DEMO, LOGIN_LIMIT, PAGE_LIMIT, RATE_LIMIT};
use crate::value::environment::Environment;

/// Fewer different bytes than this in 32 or more is no randomness: 32 random hexadecimal digits
/// have fewer about once in 25 million draws.
const DISTINCT_BYTES: usize = 8;

/// Words that examples and documentation use in a secret's place, in lower case.
const PLACEHOLDERS: &[&str] = &[
    "change-me",
    "change_me",
    "changeme",
    "default",
    "dhakacart",
    "example",
    "insecure",
    "password",
    "placeholder",
    "replace",
    "secret",
    "your-",
    "your_",
];

/// Writes down every rule of production that these settings break, if this is production.
pub(crate) fn check(
    reader: &mut Reader<'_>,
    environment: Result<Environment, Reported>,
    guarded: &Guarded<'_>,
) {
    if environment != Ok(Environment::Production) {
        return;
    }
    match guarded.jwt_secret {
        Ok(None) => reader.refuse_together(
            &JWT_SECRET,
            "must be given in production: one that each process generates isn't the same everywhere",
        ),
        Ok(Some(secret)) => {
            if let Some(why) = weakness(secret) {
                reader.refuse_together(&JWT_SECRET, why);
            }
        }
        Err(_) => {}
    }
    // They still open sessions: one that others can guess is as bad as before.
    if let Ok(Some(before)) = guarded.jwt_secrets_before
        && let Some(why) = before.iter().find_map(weakness)
    {
        reader.refuse_together(&JWT_SECRET_PREVIOUS, why);
    }
    if *guarded.demo == Ok(true) {
        reader.refuse_together(
            &DEMO,
            "must be false in production: the demo staff user's password is public",
        );
    }
    let shared = !matches!(guarded.redis_url, Ok(None));
    if !shared && guarded.replicas.is_ok_and(|replicas| replicas > 1) {
        for (setting, limit) in [
            (&RATE_LIMIT, &guarded.limits.rate),
            (&PAGE_LIMIT, &guarded.limits.page),
            (&LOGIN_LIMIT, &guarded.limits.login),
        ] {
            if let Ok(Some(_)) = limit {
                reader.refuse_together(
                    setting,
                    "needs REDIS_URL when DHAKACART_REPLICAS is more than 1 in production: each process would \
                     count alone; or set it to off, where a gateway before the replicas limits",
                );
            }
        }
    }
}

/// Why a secret that is long enough is still one that others could guess.
fn weakness(secret: &Secret) -> Option<&'static str> {
    let bytes = secret.expose().as_bytes();
    let lower = secret.expose().to_lowercase();
    if PLACEHOLDERS.iter().any(|word| lower.contains(word)) {
        return Some("looks like an example's: generate one with `openssl rand -hex 32`");
    }
    let mut distinct = bytes.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let repeats =
        (1..=bytes.len() / 2).any(|period| bytes.iter().zip(&bytes[period..]).all(|(a, b)| a == b));
    if distinct.len() < DISTINCT_BYTES || repeats {
        return Some("repeats itself: generate one with `openssl rand -hex 32`");
    }
    let steps = bytes
        .windows(2)
        .filter(|pair| pair[0].abs_diff(pair[1]) <= 1)
        .count();
    if steps * 2 > bytes.len() {
        return Some(
            "is a row of neighbours such as 0123456789: generate one with `openssl rand -hex 32`",
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weak(text: &str) -> bool {
        assert!(
            text.len() >= 32,
            "the rule is about secrets that are long enough: {text}"
        );
        weakness(&Secret::new(text)).is_some()
    }

    #[test]
    fn randomness_passes() {
        for strong in [
            "3f1c9a7e5b2d80461a9c3e7f5d2b8046",
            "b7Qx2LmZ9vKp4TyR8wNc1HdJ6gFs3EaU",
            "zJ3vP0o8mWq5rT1y+Kx/9bNfLh2dGc7uVsXeA4iY6Q==",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ] {
            assert!(!weak(strong), "{strong}");
        }
    }

    #[test]
    fn what_others_could_guess_does_not() {
        for guessed in [
            "change-me-change-me-change-me-please",
            "your-256-bit-key-goes-right-here-ok",
            "dhakacart-development-signing-key-1",
            "MySuperSecretKeyForTheShop2026!!!!",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "q7Zk2Lm9q7Zk2Lm9q7Zk2Lm9q7Zk2Lm9",
            "q7Zk2Lm9pTq7Zk2Lm9pTq7Zk2Lm9pTq7Zk",
            "0123456789abcdefghijklmnopqrstuvwxyz",
            "01010110010101110101011001010111",
        ] {
            assert!(weak(guessed), "{guessed}");
        }
    }
}
