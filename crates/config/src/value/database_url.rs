//! Which database, and with what password: the URL is needed whole and printed without it.

use std::fmt;
use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::Reason;
use crate::secret::{MASK, Secret};

/// The URL of the database. `Debug` and `Display` leave its password out.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    text: Zeroizing<String>,
    engine: Engine,
}

/// The kind of database a URL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// `sqlite:`, embedded.
    Sqlite,
    /// `postgres:` or `postgresql:`.
    Postgres,
}

impl DatabaseUrl {
    /// The URL with its password, for the code that connects.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The same URL with this password in it.
    ///
    /// # Errors
    /// Why it can't have one: what is wrong with the password's setting.
    pub(crate) fn with_password(&self, password: &Secret) -> Result<Self, &'static str> {
        if self.engine == Engine::Sqlite {
            return Err("is for PostgreSQL: the embedded database has no password");
        }
        if *self.text != without_password(&self.text) {
            return Err("is given twice: DATABASE_URL has a password in it");
        }
        let (start, rest) = self.text.split_once("://").unwrap_or(("", &self.text));
        let Some((user, place)) = rest.split_once('@').filter(|(user, _)| !user.is_empty()) else {
            return Err(
                "is nobody's: DATABASE_URL names no user, as postgres://user@host/database",
            );
        };
        // Room for every byte escaped: a text that grows leaves copies behind.
        let room = self.text.len() + 3 * password.expose().len() + 1;
        let mut text = Zeroizing::new(String::with_capacity(room));
        // Writing to a String can't fail.
        let _ = write!(text, "{start}://{user}:");
        for byte in password.expose().bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                let _ = write!(text, "%{byte:02X}");
            }
        }
        let _ = write!(text, "@{place}");
        let engine = self.engine;
        Ok(Self { text, engine })
    }

    /// The kind of database it names.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.text))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.text))
    }
}

pub(crate) fn parse(text: &str) -> Result<DatabaseUrl, Reason> {
    let text = text.trim();
    let (scheme, rest) = text.split_once(':').ok_or("has no scheme")?;
    let engine = match scheme {
        "sqlite" => Engine::Sqlite,
        "postgres" | "postgresql" => Engine::Postgres,
        _ => return Err("is of a kind that isn't known".to_owned()),
    };
    match engine {
        Engine::Sqlite if rest.trim_start_matches('/').is_empty() => {
            Err("names no file".to_owned())
        }
        Engine::Postgres if !rest.starts_with("//") => Err("has no // after its scheme".to_owned()),
        Engine::Postgres if rest == "//" => Err("names no server".to_owned()),
        _ => Ok(DatabaseUrl {
            text: Zeroizing::new(text.to_owned()),
            engine,
        }),
    }
}

/// A password that stands by itself, so that a secret store that rotates can hold it alone.
pub(crate) fn password(text: &str) -> Result<Secret, Reason> {
    if text.is_empty() || text.len() > 512 || text.chars().any(char::is_control) {
        return Err("is no password of 1 to 512 bytes on one line".to_owned());
    }
    if text.contains("://") {
        return Err("is a URL: that belongs into DATABASE_URL".to_owned());
    }
    Ok(Secret::new(text))
}

/// `url` with every password in it masked: the one before the `@`, and those in the query.
///
/// A password with `@`, `/` or `?` in it, which should have been percent-encoded, makes a URL that
/// nothing parses, and error messages are where such a URL ends up. So this reads it greedily, up
/// to the last `@`, and would rather hide part of the host than show part of a password.
pub(crate) fn without_password(url: &str) -> String {
    let url = mask_query(url);
    let Some((scheme, rest)) = url.split_once("://") else {
        return url;
    };
    let (user_info, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    match user_info.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:{MASK}@{host}"),
        None => url,
    }
}

/// Masks parameters whose name ends in `password` (PostgreSQL's `password` and `sslpassword`).
fn mask_query(text: &str) -> String {
    let Some((before, query)) = text.split_once('?') else {
        return text.to_owned();
    };
    let parameters: Vec<String> = query
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if name.to_ascii_lowercase().ends_with("password") => {
                format!("{name}={MASK}")
            }
            _ => parameter.to_owned(),
        })
        .collect();
    format!("{before}?{}", parameters.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_are_known_by_their_scheme() {
        for (text, engine) in [
            ("sqlite://var/dhakacart.db", Engine::Sqlite),
            ("sqlite:/tmp/a.db?mode=rwc", Engine::Sqlite),
            ("sqlite::memory:", Engine::Sqlite),
            ("postgres://u:p@db:5432/shop", Engine::Postgres),
            ("postgresql:///shop?host=/run/postgresql", Engine::Postgres),
        ] {
            let url = parse(text).unwrap();
            assert_eq!((url.engine(), url.expose()), (engine, text));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            "",
            "var/dhakacart.db",
            "mysql://db/shop",
            "sqlite:",
            "sqlite://",
            "postgres:db",
            "postgres://",
            "Postgres://db",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_of_its_own_is_put_in_its_place() {
        let with = |url: &str| {
            let url = parse(url)
                .unwrap()
                .with_password(&Secret::new("p@ss/w?rd%ক"));
            url.map(|url| url.expose().to_owned())
        };
        assert_eq!(
            with("postgres://shop@db:5432/shop?sslmode=require").unwrap(),
            "postgres://shop:p%40ss%2Fw%3Frd%25%E0%A6%95@db:5432/shop?sslmode=require"
        );
        for (url, why) in [
            ("sqlite://var/dhakacart.db", "PostgreSQL"),
            ("postgres://shop:hunter2@db/shop", "twice"),
            ("postgres://shop@db/shop?password=hunter2", "twice"),
            ("postgres://db/shop", "no user"),
            ("postgres:///shop?host=/run/postgresql", "no user"),
        ] {
            assert!(with(url).unwrap_err().contains(why), "{url}");
        }
        for wrong in ["", "two\nlines", "postgres://u:p@h/d"] {
            assert!(password(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_password_is_printed() {
        for (url, printed) in [
            (
                "postgres://u:hunter2@db:5432/shop",
                "postgres://u:********@db:5432/shop",
            ),
            (
                "postgres://u:hun/ter2@db/shop",
                "postgres://u:********@db/shop",
            ),
            (
                "postgres://u:h@nter2@db/shop",
                "postgres://u:********@db/shop",
            ),
            (
                "postgres://u:hunter2?@db/shop?sslmode=require",
                "postgres://u:********@db/shop?sslmode=require",
            ),
            (
                "postgres://u@db/shop?password=hunter2&sslmode=require",
                "postgres://u@db/shop?password=********&sslmode=require",
            ),
            (
                "postgres:///shop?user=u&sslpassword=hunter2",
                "postgres:///shop?user=u&sslpassword=********",
            ),
            (
                "postgres://u@db:5432/shop?password=hunter@2",
                "postgres://u@db:5432/shop?password=********",
            ),
            ("mysql://u:hunter2@db", "mysql://u:********@db"),
            ("sqlite://var/dhakacart.db", "sqlite://var/dhakacart.db"),
            ("postgres://db:5432/shop", "postgres://db:5432/shop"),
        ] {
            assert_eq!(without_password(url), printed);
        }
        let url = parse("postgres://u:hunter2@db/shop").unwrap();
        assert!(!format!("{url} {url:?}").contains("hunter2"));
    }
}
