//! Which Redis or Valkey: like the database's URL, needed whole and printed without its password.

use std::fmt;

use super::Reason;
use super::database_url::without_password;

/// The address of a Redis. `Debug` and `Display` leave its password out.
#[derive(Clone, PartialEq, Eq)]
pub struct RedisUrl(String);

impl RedisUrl {
    /// The URL with its password, for the code that connects.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.0))
    }
}

impl fmt::Display for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.0))
    }
}

pub(crate) fn parse(text: &str) -> Result<RedisUrl, Reason> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").ok_or("has no scheme")?;
    let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
    match scheme {
        // After a # the client would take orders, such as not to check certificates.
        _ if rest.contains('#') => Err("has a # in it, which a password writes as %23".to_owned()),
        "redis" | "rediss" if place.is_empty() || place.starts_with(['/', ':', '?']) => {
            Err("names no server".to_owned())
        }
        "redis+unix" | "unix" if !rest.starts_with('/') || rest.len() < 2 => {
            Err("names no socket".to_owned())
        }
        "redis" | "rediss" | "redis+unix" | "unix" => Ok(RedisUrl(text.to_owned())),
        _ => Err("is of a kind that isn't known".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_and_sockets_are_taken() {
        for text in [
            "redis://127.0.0.1:6379",
            "redis://:secret@cache:6379/2",
            "rediss://user:secret@cache.example",
            "redis+unix:///run/redis.sock?db=1",
            "unix:///run/redis.sock",
        ] {
            assert_eq!(parse(text).unwrap().expose(), text);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            "",
            "redis",
            "redis:",
            "redis://",
            "redis:///0",
            "redis://:secret@",
            "127.0.0.1:6379",
            "http://cache:6379",
            "redis+unix://run/redis.sock",
            "redis+unix:///",
            "rediss://cache:6379#insecure",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_password_is_printed() {
        let url = parse("rediss://shop:hunter2@cache/0").unwrap();
        assert_eq!(url.to_string(), "rediss://shop:********@cache/0");
        let url = parse("redis://:hunter2@cache/0").unwrap();
        assert!(!format!("{url} {url:?}").contains("hunter2"));
    }
}
