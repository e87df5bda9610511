//! The page at `/api/docs`: the OpenAPI document for people to read.
//!
//! Rendered here, once, from the very document that `/api/openapi.json` sends, so neither can
//! drift from the other. It needs no script and nothing from other hosts.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::Value;

use super::curl;
use super::prose::{anchor, escape, inline, paragraphs};
use super::schema::{in_words, shape_anchor};
use crate::authorisation;

#[derive(Template)]
#[template(path = "docs.html")]
struct Page<'a> {
    title: &'a str,
    version: &'a str,
    description: Vec<String>,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
}

/// The calls of one tag.
struct Group {
    id: String,
    name: String,
    description: Vec<String>,
    calls: Vec<Call>,
}

struct Call {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: Vec<String>,
    callers: String,
    parameters: Vec<Parameter>,
    body: Option<Body>,
    answers: Vec<Answer>,
    curl: String,
}

struct Parameter {
    name: String,
    place: String,
    required: bool,
    kind: String,
    description: String,
}

struct Body {
    media_type: String,
    kind: String,
    description: String,
}

struct Answer {
    status: String,
    kind: String,
    description: String,
    headers: Vec<Header>,
}

struct Header {
    name: String,
    description: String,
}

/// A named schema.
struct Shape {
    id: String,
    name: String,
    description: Vec<String>,
    kind: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    required: bool,
    kind: String,
    description: String,
}

/// The page for `document`, the OpenAPI document as JSON.
///
/// # Errors
/// Whatever the template engine can't write; none is known.
pub(super) fn render(document: &Value) -> Result<String, askama::Error> {
    let info = &document["info"];
    Page {
        title: text(info, "title"),
        version: text(info, "version"),
        description: paragraphs(text(info, "description")),
        groups: groups(document),
        shapes: shapes(document),
    }
    .render()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn entries<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

/// One group a tag, in the document's order of tags.
fn groups(document: &Value) -> Vec<Group> {
    let mut calls: BTreeMap<&str, Vec<Call>> = BTreeMap::new();
    for (path, methods) in entries(document, "paths") {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let tag = list(operation, "tags")
                .filter_map(Value::as_str)
                .next()
                .unwrap_or_default();
            calls
                .entry(tag)
                .or_default()
                .push(call(method, path, operation, document));
        }
    }
    list(document, "tags")
        .filter_map(|tag| {
            let name = text(tag, "name");
            Some(Group {
                id: format!("tag-{}", anchor(name)),
                name: name.to_owned(),
                description: paragraphs(text(tag, "description")),
                calls: calls.remove(name)?,
            })
        })
        .collect()
}

fn call(method: &str, path: &str, operation: &Value, document: &Value) -> Call {
    let method = method.to_ascii_uppercase();
    Call {
        id: text(operation, "operationId").to_owned(),
        path: path.to_owned(),
        summary: inline(text(operation, "summary")),
        description: paragraphs(text(operation, "description")),
        callers: authorisation::callers_in_words(&method, path),
        parameters: list(operation, "parameters").map(parameter).collect(),
        body: operation.get("requestBody").and_then(body),
        answers: entries(operation, "responses")
            .map(|(s, answer)| self::answer(s, answer))
            .collect(),
        curl: curl::command(&method, path, operation, &document["components"]["schemas"]),
        method,
    }
}

fn parameter(parameter: &Value) -> Parameter {
    Parameter {
        name: text(parameter, "name").to_owned(),
        place: text(parameter, "in").to_owned(),
        required: parameter
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        kind: parameter.get("schema").map(in_words).unwrap_or_default(),
        description: inline(text(parameter, "description")),
    }
}

fn body(body: &Value) -> Option<Body> {
    let (media_type, content) = entries(body, "content").next()?;
    Some(Body {
        media_type: media_type.clone(),
        kind: content.get("schema").map(in_words).unwrap_or_default(),
        description: inline(text(body, "description")),
    })
}

fn answer(status: &str, answer: &Value) -> Answer {
    let content = entries(answer, "content").next();
    let kind = match content {
        None => "none".to_owned(),
        Some((media_type, content)) if media_type.ends_with("json") => {
            content.get("schema").map(in_words).unwrap_or_default()
        }
        Some((media_type, _)) => format!("<code>{}</code>", escape(media_type)),
    };
    let headers = entries(answer, "headers").map(|(name, header)| Header {
        name: name.clone(),
        description: inline(text(header, "description")),
    });
    Answer {
        status: status.to_owned(),
        kind,
        description: inline(text(answer, "description")),
        headers: headers.collect(),
    }
}

fn shapes(document: &Value) -> Vec<Shape> {
    entries(&document["components"], "schemas")
        .map(|(name, schema)| Shape {
            id: shape_anchor(name),
            name: name.clone(),
            description: paragraphs(text(schema, "description")),
            kind: in_words(schema),
            fields: fields(schema),
        })
        .collect()
}

fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> = list(schema, "required").filter_map(Value::as_str).collect();
    let own = entries(schema, "properties").map(|(name, field)| Field {
        name: name.clone(),
        required: required.contains(&name.as_str()),
        kind: in_words(field),
        description: inline(text(field, "description")),
    });
    // A flattened struct becomes `allOf`: its parts' fields are this shape's fields.
    own.chain(list(schema, "allOf").flat_map(fields)).collect()
}
