//! The `curl` command line that makes a call, from its description in the OpenAPI document.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::sample::sample;

/// Where a shop on one's own machine answers.
const BASE: &str = "http://127.0.0.1:5000";

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A command line for `operation`; `schemas` is the document's `components.schemas`.
pub(super) fn command(method: &str, path: &str, operation: &Value, schemas: &Value) -> String {
    let mut url = format!("{BASE}{path}");
    let mut headers = Vec::new();
    let mut query = Vec::new();
    for parameter in operation
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let name = parameter
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let required = parameter
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        let shown = shown(parameter, schemas);
        match parameter.get("in").and_then(Value::as_str) {
            Some("path") => url = url.replace(&format!("{{{name}}}"), &encoded(&shown)),
            Some("query") if required || parameter.get("example").is_some() => {
                query.push(format!("{name}={}", encoded(&shown)));
            }
            Some("header") if required => headers.push(format!("{name}: {shown}")),
            _ => {}
        }
    }
    if !query.is_empty() {
        url = format!("{url}?{}", query.join("&"));
    }
    if needs_token(operation) {
        headers.insert(0, "Authorization: Bearer $TOKEN".to_owned());
    }
    let mut line = match method {
        "GET" => format!("curl '{url}'"),
        other => format!("curl -X {other} '{url}'"),
    };
    let body = body(operation, schemas);
    if let Some((media_type, _)) = &body {
        headers.push(format!("Content-Type: {media_type}"));
    }
    for header in headers {
        // Double quotes: the shell fills in $TOKEN.
        let _ = write!(line, " \\\n  -H \"{}\"", header.replace('"', "\\\""));
    }
    if let Some((_, data)) = body {
        let _ = write!(line, " \\\n  {data}");
    }
    line
}

fn shown(parameter: &Value, schemas: &Value) -> String {
    let example = parameter.get("example").cloned().or_else(|| {
        parameter
            .get("schema")
            .map(|schema| sample(schema, schemas))
    });
    match example {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// True if some way of proving who one is exists and going without one isn't among them.
fn needs_token(operation: &Value) -> bool {
    let schemes = operation.get("security").and_then(Value::as_array);
    schemes.is_some_and(|schemes| {
        !schemes.is_empty()
            && !schemes
                .iter()
                .any(|scheme| scheme.as_object().is_some_and(|s| s.is_empty()))
    })
}

fn body(operation: &Value, schemas: &Value) -> Option<(String, String)> {
    let contents = operation.get("requestBody")?.get("content")?.as_object()?;
    let (media_type, content) = contents.iter().next()?;
    if media_type != "application/json" {
        return Some((media_type.clone(), "--data-binary @products.csv".to_owned()));
    }
    let value = content.get("example").cloned().unwrap_or_else(|| {
        content
            .get("schema")
            .map_or(Value::Null, |s| sample(s, schemas))
    });
    let json = serde_json::to_string_pretty(&value).unwrap_or_default();
    Some((
        media_type.clone(),
        format!("-d '{}'", json.replace('\'', "'\\''")),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::command;

    #[test]
    fn a_call_with_everything() {
        let operation = json!({
            "parameters": [
                {"name": "sku", "in": "path", "required": true, "example": "A/1"},
                {"name": "page", "in": "query"},
                {"name": "Idempotency-Key", "in": "header", "required": true, "example": "k-1"},
            ],
            "security": [{"session": []}],
            "requestBody": {"content": {"application/json": {"schema": {"type": "object",
                "properties": {"quantity": {"type": "integer", "minimum": 1}}}}}},
        });
        assert_eq!(
            command("PUT", "/api/items/{sku}", &operation, &json!({})),
            "curl -X PUT 'http://127.0.0.1:5000/api/items/A%2F1' \\\n  \
             -H \"Authorization: Bearer $TOKEN\" \\\n  -H \"Idempotency-Key: k-1\" \\\n  \
             -H \"Content-Type: application/json\" \\\n  -d '{\n  \"quantity\": 1\n}'"
        );
    }

    #[test]
    fn optional_sign_in_sends_no_token() {
        let operation = json!({"security": [{}, {"session": []}]});
        assert_eq!(
            command("GET", "/", &operation, &json!({})),
            "curl 'http://127.0.0.1:5000/'"
        );
    }
}
