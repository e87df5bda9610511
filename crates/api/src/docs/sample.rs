//! A plausible JSON value for a schema: what the `curl` examples send.
//!
//! An `example` or the first of `examples` wins; else a value is made from the type. References
//! are followed to a bounded depth, so a shape that contains itself ends.

use serde_json::{Map, Value, json};

use super::schema::reference;

const DEPTH: usize = 8;

/// A sample of `schema`; `schemas` is the document's `components.schemas`.
pub(super) fn sample(schema: &Value, schemas: &Value) -> Value {
    at_depth(schema, schemas, DEPTH)
}

fn at_depth(schema: &Value, schemas: &Value, depth: usize) -> Value {
    let Some(deeper) = depth.checked_sub(1) else {
        return Value::Null;
    };
    if let Some(given) = given(schema) {
        return given.clone();
    }
    if let Some(name) = reference(schema) {
        return schemas
            .get(name)
            .map_or(Value::Null, |target| at_depth(target, schemas, deeper));
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        return merged(parts.iter().map(|part| at_depth(part, schemas, deeper)));
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(parts) = schema.get(keyword).and_then(Value::as_array) {
            let real = parts
                .iter()
                .find(|part| part.get("type") != Some(&json!("null")));
            return real.map_or(Value::Null, |part| at_depth(part, schemas, deeper));
        }
    }
    match kind(schema) {
        "object" => object(schema, schemas, deeper),
        "array" => {
            let item = schema
                .get("items")
                .map(|items| at_depth(items, schemas, deeper));
            Value::Array(item.into_iter().collect())
        }
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(true),
        "string" => json!(text(schema)),
        _ => Value::Null,
    }
}

fn given(schema: &Value) -> Option<&Value> {
    schema
        .get("example")
        .or_else(|| schema.get("examples").and_then(|examples| examples.get(0)))
        .or_else(|| schema.get("enum").and_then(|values| values.get(0)))
        .or_else(|| schema.get("const"))
}

/// The schema's type; of several, the first that is not `null`.
fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|kind| *kind != "null")
            .unwrap_or("null"),
        _ => "null",
    }
}

fn object(schema: &Value, schemas: &Value, depth: usize) -> Value {
    let mut fields = Map::new();
    for (name, field) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        fields.insert(name.clone(), at_depth(field, schemas, depth));
    }
    Value::Object(fields)
}

fn merged(parts: impl Iterator<Item = Value>) -> Value {
    let mut fields = Map::new();
    for part in parts {
        if let Value::Object(part) = part {
            fields.extend(part);
        }
    }
    Value::Object(fields)
}

fn text(schema: &Value) -> &'static str {
    match schema.get("format").and_then(Value::as_str) {
        Some("uuid") => "0190a6c2-7b1e-7c40-8f2d-3a5b6c7d8e9f",
        Some("date-time") => "2026-11-20T09:30:00Z",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::sample;

    #[test]
    fn examples_win_and_references_are_followed() {
        let schemas = json!({
            "Line": {"type": "object", "properties": {
                "sku": {"type": "string", "examples": ["ABC-1"]},
                "quantity": {"type": "integer", "minimum": 1},
            }},
        });
        let cart = json!({"type": "array", "items": {"$ref": "#/components/schemas/Line"}});
        assert_eq!(
            sample(&cart, &schemas),
            json!([{"sku": "ABC-1", "quantity": 1}])
        );
    }

    #[test]
    fn a_shape_that_contains_itself_ends() {
        let schemas = json!({
            "Node": {"type": "object", "properties": {
                "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
            }},
        });
        let node = json!({"$ref": "#/components/schemas/Node"});
        assert!(sample(&node, &schemas).is_object());
    }
}
