//! NUL characters in JSON: legal there, and refused by databases and terminals.

use serde_json::Value;

/// Whether a string or a key in this JSON text holds a NUL. A raw one isn't JSON anyway; the
/// escaped one is looked for without parsing, since hardly any body has it.
pub(super) fn has_nul(text: &str) -> bool {
    text.match_indices("\\u0000").any(|(at, _)| {
        // `\\u0000` is a backslash and five letters: only an even number before it escapes.
        let backslashes = text.as_bytes()[..at]
            .iter()
            .rev()
            .take_while(|b| **b == b'\\')
            .count();
        backslashes % 2 == 0
    })
}

/// Where the first NUL is, as a field's path.
pub(super) fn field_with_nul(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            let inner = field_with_nul(item)?;
            Some(join(&format!("[{index}]"), &inner))
        }),
        Value::Object(members) => members.iter().find_map(|(key, member)| {
            if key.contains('\0') {
                return Some(key.replace('\0', "\\u0000"));
            }
            let inner = field_with_nul(member)?;
            Some(join(key, &inner))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn join(outer: &str, inner: &str) -> String {
    match inner {
        "" => outer.to_owned(),
        index if index.starts_with('[') => format!("{outer}{index}"),
        field => format!("{outer}.{field}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_backslash_is_no_escape() {
        assert!(has_nul(r#"{"a":"x\u0000"}"#));
        assert!(has_nul(r#"{"a":"x\\\u0000"}"#));
        assert!(!has_nul(r#"{"a":"x\\u0000"}"#));
        assert!(!has_nul(r#"{"a":"\u0001"}"#));
        assert!(has_nul(r#"["\\u0000","\u0000"]"#));
    }

    #[test]
    fn the_path_leads_to_the_nul() {
        let value = serde_json::json!({"a": {"b": [1, {"c": "x\0"}]}});
        assert_eq!(field_with_nul(&value).unwrap(), "a.b[1].c");
        let value = serde_json::json!([["\0"]]);
        assert_eq!(field_with_nul(&value).unwrap(), "[0][0]");
        assert_eq!(field_with_nul(&serde_json::json!({"a": "b"})), None);
    }
}
