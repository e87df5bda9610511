//! A schema of the OpenAPI document in words, with links to the shapes it names.

use serde_json::Value;

use super::prose::{anchor, escape};

const COMPONENTS: &str = "#/components/schemas/";

/// The anchor of a shape on the page.
pub(super) fn shape_anchor(name: &str) -> String {
    format!("shape-{}", anchor(name))
}

/// The name of the shape that `schema` refers to.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(COMPONENTS)
}

/// What `schema` takes, as HTML: `list of <a>Order</a>`, `integer, at least 1`.
pub(super) fn in_words(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return format!("<a href=\"#{}\">{}</a>", shape_anchor(name), escape(name));
    }
    for (keyword, joiner) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " with ")] {
        if let Some(parts) = schema.get(keyword).and_then(Value::as_array) {
            let mut words: Vec<String> = parts.iter().map(in_words).collect();
            // `null` reads best at the end.
            words.sort_by_key(|word| word == "null");
            return words.join(joiner);
        }
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let values: Vec<String> = values
            .iter()
            .map(|v| format!("<code>{}</code>", escape(&v.to_string())))
            .collect();
        return values.join(", ");
    }
    let mut words = match schema.get("type") {
        Some(Value::String(kind)) => of_type(kind, schema),
        Some(Value::Array(kinds)) => {
            let kinds: Vec<String> = kinds
                .iter()
                .filter_map(Value::as_str)
                .map(|kind| of_type(kind, schema))
                .collect();
            kinds.join(" or ")
        }
        _ => "any value".to_owned(),
    };
    words.push_str(&bounds(schema));
    words
}

fn of_type(kind: &str, schema: &Value) -> String {
    let format = schema.get("format").and_then(Value::as_str);
    match (kind, format) {
        ("array", _) => {
            format!(
                "list of {}",
                schema
                    .get("items")
                    .map_or_else(|| "values".into(), in_words)
            )
        }
        ("integer", _) => "integer".to_owned(),
        ("string", Some("date-time")) => "time (RFC 3339)".to_owned(),
        ("string", Some("uuid")) => "UUID".to_owned(),
        ("string", Some(format)) => format!("string ({})", escape(format)),
        (kind, _) => escape(kind),
    }
}

fn bounds(schema: &Value) -> String {
    const WORDS: [(&str, &str, &str); 6] = [
        ("minimum", "at least ", ""),
        ("maximum", "at most ", ""),
        ("minLength", "at least ", " characters"),
        ("maxLength", "at most ", " characters"),
        ("minItems", "at least ", " entries"),
        ("maxItems", "at most ", " entries"),
    ];
    let mut words = String::new();
    for (keyword, before, after) in WORDS {
        if let Some(bound) = schema.get(keyword).filter(|bound| bound.is_number()) {
            words.push_str(", ");
            words.push_str(before);
            words.push_str(&bound.to_string());
            words.push_str(after);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::in_words;

    #[test]
    fn schemas_read_as_words() {
        assert_eq!(
            in_words(&json!({"type": "integer", "minimum": 1})),
            "integer, at least 1"
        );
        assert_eq!(
            in_words(&json!({"type": ["string", "null"]})),
            "string or null"
        );
        assert_eq!(
            in_words(&json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Text"}]})),
            "<a href=\"#shape-text\">Text</a> or null"
        );
        assert_eq!(
            in_words(&json!({"type": "array", "items": {"type": "string", "format": "uuid"}})),
            "list of UUID"
        );
    }
}
