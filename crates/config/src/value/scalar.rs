//! Flags, whole numbers and socket addresses.

use std::net::SocketAddr;
use std::ops::RangeInclusive;

use super::Reason;
use crate::secret::Secret;

/// The shortest secret that HMAC-SHA-256 deserves, in bytes (RFC 7518, section 3.2).
const SECRET_BYTES: usize = 32;

/// Keys that verify beside the one that signs.
const SECRETS: usize = 4;

pub(crate) fn flag(text: &str) -> Result<bool, Reason> {
    match text.trim() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("is neither true nor false".to_owned()),
    }
}

/// A whole number within `range`.
pub(crate) fn number(text: &str, range: RangeInclusive<u32>) -> Result<u32, Reason> {
    let number: u32 = text
        .trim()
        .parse()
        .map_err(|_| "isn't a whole number in range".to_owned())?;
    if range.contains(&number) {
        Ok(number)
    } else {
        Err(format!("is not from {} to {}", range.start(), range.end()))
    }
}

pub(crate) fn address(text: &str) -> Result<SocketAddr, Reason> {
    let text = text.trim();
    text.parse().map_err(|_| {
        match text.rsplit_once(':') {
            None => "has no port",
            Some((host, _)) if host.parse::<std::net::IpAddr>().is_ok() => {
                "has a port out of range"
            }
            Some(_) => "has no IP address: names are not looked up",
        }
        .to_owned()
    })
}

pub(crate) fn secret(text: &str) -> Result<Secret, Reason> {
    if text.len() < SECRET_BYTES {
        return Err(format!("is {} bytes long, which is too short", text.len()));
    }
    Ok(Secret::new(text))
}

/// Secrets in a list; blanks and line breaks around them don't count.
pub(crate) fn secrets(text: &str) -> Result<Vec<Secret>, Reason> {
    let secrets = super::items(text)
        .map(secret)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|why| format!("has an item that {why}"))?;
    if secrets.len() > SECRETS {
        return Err(format!(
            "has {} secrets, more than {SECRETS}",
            secrets.len()
        ));
    }
    Ok(secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_two_words() {
        assert_eq!(flag("true"), Ok(true));
        assert_eq!(flag(" false "), Ok(false));
        for wrong in ["", "1", "yes", "True", "on"] {
            assert!(flag(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_stay_in_their_range() {
        assert_eq!(number("1", 1..=200), Ok(1));
        assert_eq!(number("200", 1..=200), Ok(200));
        for wrong in ["0", "201", "-1", "1.5", "", "ten", "99999999999999999999"] {
            assert!(number(wrong, 1..=200).is_err(), "{wrong}");
        }
    }

    #[test]
    fn addresses_are_ip_and_port() {
        assert_eq!(address("127.0.0.1:0").unwrap().port(), 0);
        assert!(address("[::1]:5000").unwrap().is_ipv6());
        assert_eq!(address("127.0.0.1"), Err("has no port".to_owned()));
        assert_eq!(
            address("127.0.0.1:70000"),
            Err("has a port out of range".to_owned())
        );
        assert!(
            address("localhost:5000")
                .unwrap_err()
                .contains("names are not looked up")
        );
    }

    #[test]
    fn secrets_stand_in_a_list() {
        let (one, other) = ("a".repeat(32), "b".repeat(40));
        let read = secrets(&format!(" {one},\n{other},\n")).unwrap();
        let read: Vec<&str> = read.iter().map(Secret::expose).collect();
        assert_eq!(read, [&one, &other]);
        assert!(secrets(&format!("{one},hunter2")).is_err());
        assert!(secrets(&[one.as_str(); 5].join(",")).is_err());
    }

    #[test]
    fn a_secret_is_counted_in_bytes() {
        assert!(secret(&"x".repeat(31)).is_err());
        assert!(secret(&"x".repeat(32)).is_ok());
        assert!(secret(&"ক".repeat(11)).is_ok(), "33 bytes in 11 letters");
        assert!(!secret("hunter2").unwrap_err().contains("hunter2"));
    }
}
