//! Values that are kept in AWS Secrets Manager: how a setting names one, and which are named.
//!
//! `X_AWS=name-or-arn` is a secret's whole text, `X_AWS=name-or-arn#key` one field of the JSON
//! object in it. This room reads no network: whoever starts the process asks for what
//! [`remote_secrets`] lists and hands the answers over as a [`Source`].

use std::fmt;

use crate::settings::{AWS_SUFFIX, SETTINGS};
use crate::source::Source;

/// The longest id that Secrets Manager takes, in bytes (an ARN is longer than any name).
const ID_LIMIT: usize = 2048;

/// A value in Secrets Manager, as a setting names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemoteSecret {
    /// The secret's name or ARN.
    pub id: String,
    /// The field of the JSON object in it; `None` is the whole text.
    pub key: Option<String>,
}

impl fmt::Display for RemoteSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        match &self.key {
            Some(key) => write!(f, "#{key}"),
            None => Ok(()),
        }
    }
}

/// What the settings of `source` name, each once. A name that isn't one is left out: reading the
/// settings reports it.
#[must_use]
pub fn remote_secrets(source: &dyn Source) -> Vec<RemoteSecret> {
    let mut named: Vec<RemoteSecret> = SETTINGS
        .iter()
        .filter_map(|setting| source.var(&format!("{}{AWS_SUFFIX}", setting.name)))
        .filter_map(|value| parse(value.to_str()?).ok())
        .collect();
    named.sort();
    named.dedup();
    named
}

/// Reads `name-or-arn` or `name-or-arn#key`.
///
/// # Errors
/// What is wrong, without the text: somebody will put the secret itself where its name belongs.
pub(crate) fn parse(text: &str) -> Result<RemoteSecret, &'static str> {
    let (id, key) = match text.trim().split_once('#') {
        Some((id, key)) => (id, Some(key)),
        None => (text.trim(), None),
    };
    // What names are made of, and the colons of an ARN.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/_+=.@-:".contains(&b);
    if id.is_empty() || id.len() > ID_LIMIT || !id.bytes().all(plain) {
        return Err("isn't the name or the ARN of a secret, with #key for a field of its JSON");
    }
    if key.is_some_and(|key| key.is_empty() || key.len() > 128 || key.chars().any(char::is_control))
    {
        return Err("has no key after its #");
    }
    Ok(RemoteSecret {
        id: id.to_owned(),
        key: key.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn named(id: &str, key: Option<&str>) -> RemoteSecret {
        RemoteSecret {
            id: id.to_owned(),
            key: key.map(str::to_owned),
        }
    }

    #[test]
    fn a_name_or_an_arn_with_or_without_a_key() {
        assert_eq!(parse("prod/shop"), Ok(named("prod/shop", None)));
        assert_eq!(parse("prod/shop#jwt"), Ok(named("prod/shop", Some("jwt"))));
        let arn = "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:shop-AbCdEf";
        assert_eq!(
            parse(&format!("{arn}#password")),
            Ok(named(arn, Some("password")))
        );
        for wrong in ["", "#key", "prod/shop#", "a secret", "postgres://u:p@h/d?x"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_named_secret_is_listed_once() {
        let variables = [
            ("DHAKACART_JWT_SECRET_AWS", "prod/shop#jwt"),
            ("DATABASE_PASSWORD_AWS", "prod/database#password"),
            ("DHAKACART_S3_SECRET_KEY_AWS", "prod/shop#jwt"),
            ("DHAKACART_S3_ACCESS_KEY_AWS", "not a name"),
            ("DHAKACART_NOTHING_AWS", "prod/shop"),
        ];
        let source: BTreeMap<String, String> = variables
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        assert_eq!(
            remote_secrets(&source),
            [
                named("prod/database", Some("password")),
                named("prod/shop", Some("jwt"))
            ]
        );
    }
}
