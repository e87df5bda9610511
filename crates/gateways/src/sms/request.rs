//! A message as a gateway wants it.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder};
use serde_json::{Map, Value};
use shop::Message;

use super::SmsOptions;

/// Characters of a reference; SSL Wireless takes no more.
const REFERENCE_CHARS: usize = 20;

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
    /// The number, `8801XXXXXXXXX`: how every gateway of the country takes it.
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

/// The request that hands a message over.
pub(super) fn of(client: &Client, options: &SmsOptions, message: &Message) -> RequestBuilder {
    let fields: Vec<(&str, String)> = options
        .fields
        .iter()
        .filter_map(|(part, name)| Some((name.as_str(), value(part, options, message)?)))
        .collect();
    let request = client.post(&options.url);
    let named = options
        .fields
        .iter()
        .any(|(part, _)| *part == SmsPart::Token);
    let request = match &options.token {
        Some(token) if !named => request.bearer_auth(token.now()),
        _ => request,
    };
    match options.format {
        SmsFormat::Json => {
            let object: Map<String, Value> = fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Value::String(value)))
                .collect();
            request.json(&object)
        }
        SmsFormat::Form => {
            let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            let pairs: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
                .collect();
            request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(pairs.join("&"))
        }
    }
}

/// What stands in a field; `None` if there is nothing to say.
fn value(part: &SmsPart, options: &SmsOptions, message: &Message) -> Option<String> {
    match part {
        SmsPart::To => Some(message.to.as_str().trim_start_matches('+').to_owned()),
        SmsPart::Text => Some(message.text.clone()),
        SmsPart::From => options.sender.clone(),
        SmsPart::Token => options.token.as_ref().map(|token| token.now()),
        SmsPart::Reference => Some(short(&message.reference)),
        SmsPart::Constant(value) => Some(value.clone()),
    }
}

/// The end of a reference, letters and digits alone: of a UUIDv7 that is its random half.
fn short(reference: &str) -> String {
    let plain: Vec<char> = reference
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    plain[plain.len().saturating_sub(REFERENCE_CHARS)..]
        .iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_short_and_keeps_its_end() {
        assert_eq!(short("DC-1"), "DC1");
        let id = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";
        assert_eq!(short(id), "7e5f8a6b7c8d9e0f1a2b");
    }
}
