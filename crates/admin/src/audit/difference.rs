//! What a change changed, for people: fields side by side instead of two JSON documents.

use std::collections::BTreeMap;

use serde_json::Value;

/// Fields shown of one change; what is beyond is counted.
const SHOWN: usize = 40;
/// Characters of a value that are shown.
const LENGTH: usize = 200;

/// The fields that differ.
pub(crate) struct Difference {
    /// In the order of their names.
    pub(crate) fields: Vec<FieldChange>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// A field with its two values; `None` where it wasn't there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FieldChange {
    /// `variants.0.price_paisa`; empty for a change of something that has no fields.
    pub(crate) name: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Difference {
    /// From one document to the other.
    pub(crate) fn between(before: Option<&Value>, after: Option<&Value>) -> Self {
        let (before, after) = (flat(before), flat(after));
        let names = before
            .keys()
            .chain(after.keys().filter(|name| !before.contains_key(*name)));
        let mut fields: Vec<FieldChange> = names
            .filter(|name| before.get(*name) != after.get(*name))
            .map(|name| FieldChange {
                name: name.clone(),
                before: before.get(name).map(|value| short(value)),
                after: after.get(name).map(|value| short(value)),
            })
            .collect();
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        let more = fields.len().saturating_sub(SHOWN);
        fields.truncate(SHOWN);
        Difference { fields, more }
    }
}

/// Every value that isn't made of others, by its path.
fn flat(document: Option<&Value>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<(String, &Value)> = document
        .map(|value| (String::new(), value))
        .into_iter()
        .collect();
    while let Some((path, value)) = open.pop() {
        let below = |name: &str| match path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match value {
            Value::Null => {}
            Value::Object(fields) => {
                open.extend(fields.iter().map(|(name, value)| (below(name), value)))
            }
            Value::Array(items) => {
                open.extend(
                    items
                        .iter()
                        .enumerate()
                        .map(|(at, value)| (below(&at.to_string()), value)),
                );
            }
            Value::String(text) => {
                found.insert(path, text.clone());
            }
            other => {
                found.insert(path, other.to_string());
            }
        }
    }
    found
}

fn short(value: &str) -> String {
    match value.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(name: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
        FieldChange {
            name: name.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        }
    }

    #[test]
    fn only_what_differs_is_shown() {
        let before = json!({"title": "Fan", "price": 100, "tags": ["a"], "model": null});
        let after = json!({"title": "Fan", "price": 90, "tags": ["a", "b"], "model": "X"});
        let found = Difference::between(Some(&before), Some(&after));
        assert_eq!(
            found.fields,
            [
                change("model", None, Some("X")),
                change("price", Some("100"), Some("90")),
                change("tags.1", None, Some("b")),
            ]
        );
        assert_eq!(found.more, 0);
    }

    #[test]
    fn something_new_and_something_gone_show_all_they_have() {
        let thing = json!({"role": "staff"});
        assert_eq!(
            Difference::between(None, Some(&thing)).fields,
            [change("role", None, Some("staff"))]
        );
        assert_eq!(
            Difference::between(Some(&thing), None).fields,
            [change("role", Some("staff"), None)]
        );
        assert!(Difference::between(None, None).fields.is_empty());
    }

    #[test]
    fn large_changes_are_bounded() {
        let many: Value = (0..100)
            .map(|at| (at.to_string(), json!("ক".repeat(500))))
            .collect();
        let found = Difference::between(None, Some(&many));
        assert_eq!((found.fields.len(), found.more), (40, 60));
        let after = found.fields[0].after.as_deref().unwrap();
        assert_eq!(after.chars().count(), LENGTH + 1);
    }
}
