//! How messages are handed to an SMS gateway. Gateways differ in what they call the parts of a
//! message; whatever is taken here is sent to them as it was written.

use std::fmt;

use super::{Reason, items};
use crate::secret::Secret;

/// How a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmsFormat {
    /// A JSON object.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SmsPart {
    /// The number, `8801XXXXXXXXX`.
    To,
    /// The text.
    Text,
    /// The sender.
    From,
    /// The gateway's API key.
    Token,
    /// The same for every attempt at the same message.
    Reference,
    /// The same for every message.
    Constant(String),
}

/// Parts with the gateway's names for them, in the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsFields(pub Vec<(SmsPart, String)>);

impl SmsFields {
    /// Whether a part has a field.
    #[must_use]
    pub fn has(&self, part: &SmsPart) -> bool {
        self.0.iter().any(|(known, _)| known == part)
    }
}

impl fmt::Display for SmsFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "json",
            Self::Form => "form",
        })
    }
}

/// An address. A query or a password in it would be a secret in the open.
pub(crate) fn url(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or("doesn't begin with https:// or http://")?;
    let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
    if text.contains(['?', '#']) {
        return Err("has a query: what is sent along stands in DHAKACART_SMS_FIELDS".to_owned());
    }
    if host.contains('@') {
        return Err("has a user name in it".to_owned());
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || b".-_~:[]/%".contains(&b);
    if host.is_empty() || text.len() > 300 || !rest.bytes().all(plain) {
        return Err("is no address".to_owned());
    }
    Ok(text.to_owned())
}

pub(crate) fn token(text: &str) -> Result<Secret, Reason> {
    let text = text.trim();
    if text.contains("://") {
        return Err("is a URL".to_owned());
    }
    if (8..=512).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(Secret::new(text))
    } else {
        Err("is no API key".to_owned())
    }
}

pub(crate) fn sender(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || " .-_+&".contains(c);
    if (1..=40).contains(&text.len()) && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("is no sender".to_owned())
    }
}

pub(crate) fn format(text: &str) -> Result<SmsFormat, Reason> {
    match text.trim() {
        "json" => Ok(SmsFormat::Json),
        "form" => Ok(SmsFormat::Form),
        _ => Err("is neither json nor form".to_owned()),
    }
}

pub(crate) fn accepted(text: &str) -> Result<String, Reason> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.contains("://") {
        return Err("is a URL".to_owned());
    }
    if (1..=100).contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err("has no or more than 100 characters".to_owned())
    }
}

pub(crate) fn fields(text: &str) -> Result<SmsFields, Reason> {
    let mut fields: Vec<(SmsPart, String)> = Vec::new();
    for item in items(text) {
        let shown = crate::error::printable(item);
        let (what, value) = item
            .split_once('=')
            .ok_or_else(|| format!("holds {shown}, which has no `=`"))?;
        let (part, name) = match what.trim() {
            "to" => (SmsPart::To, value),
            "text" => (SmsPart::Text, value),
            "from" => (SmsPart::From, value),
            "token" => (SmsPart::Token, value),
            "reference" => (SmsPart::Reference, value),
            other => match other.strip_prefix("const.") {
                Some(name) => (SmsPart::Constant(value.trim().to_owned()), name),
                None => return Err(format!("holds {shown}, which is no part of a message")),
            },
        };
        let name = name.trim();
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        if !(1..=40).contains(&name.len()) || !name.bytes().all(plain) {
            return Err(format!("holds {shown}, which names no field"));
        }
        if fields.iter().any(|(_, known)| known == name) {
            return Err(format!("names the field {name} twice"));
        }
        fields.push((part, name.to_owned()));
    }
    let fields = SmsFields(fields);
    if fields.has(&SmsPart::To) && fields.has(&SmsPart::Text) {
        Ok(fields)
    } else {
        Err("lacks `to` or `text`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gateways_call_things_is_taken() {
        let ssl = fields("token=api_token, from=sid,to=msisdn,text=sms,reference=csms_id").unwrap();
        assert_eq!(ssl.0.len(), 5);
        assert_eq!(ssl.0[0], (SmsPart::Token, "api_token".to_owned()));
        let bulk = fields("token=api_key,const.type=text,to=number,from=senderid,text=message");
        assert!(bulk.unwrap().has(&SmsPart::Constant("text".to_owned())));
        for wrong in [
            "",
            "to=to",
            "text=text",
            "to=a,text=a",
            "to=a,text=b,number=c",
            "to=a,text=b,from",
            "to=a,text=b,from= ",
            "to=a b,text=c",
            "to=a,text=b,const.=c",
        ] {
            assert!(fields(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_has_no_secret_in_it() {
        for right in [
            "https://smsplus.sslwireless.com/api/v3/send-sms",
            "http://127.0.0.1:9000",
        ] {
            assert_eq!(url(right).as_deref(), Ok(right));
        }
        for wrong in [
            "",
            "sms.example",
            "ftp://sms.example",
            "https://",
            "https://sms.example/send?api_key=x",
            "https://me:secret@sms.example/",
            "https://sms.example/a b",
        ] {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_rest_is_short_and_printable() {
        assert!(token("short").is_err() && token("a key of words").is_err());
        assert_eq!(token(" 1279-98d2bb25 ").unwrap().expose(), "1279-98d2bb25");
        assert_eq!(sender("DhakaCart").as_deref(), Ok("DhakaCart"));
        assert!(sender("ঢাকাকার্ট").is_err() && sender("").is_err());
        assert_eq!(
            accepted("\"status\": \"SUCCESS\"").unwrap(),
            "\"status\":\"SUCCESS\""
        );
        assert!(accepted("  ").is_err() && format("xml").is_err());
        assert_eq!(format("form").unwrap().to_string(), "form");
        assert_eq!(SmsFormat::Json.to_string(), "json");
    }
}
