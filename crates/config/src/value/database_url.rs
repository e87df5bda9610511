//! Which database, and with what password: the URL is needed whole and printed without it.

use std::fmt;

use super::Reason;
use crate::secret::MASK;

/// The URL of the database. `Debug` and `Display` leave its password out.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    text: String,
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
            text: text.to_owned(),
            engine,
        }),
    }
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
