//! How a problem is written: the JSON document of RFC 9457, and its schema for OpenAPI.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use domain::FieldError;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::{RefOr, schema::Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Problem;

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(flatten)]
    extra: &'a Map<String, Value>,
}

impl Problem {
    /// The problem as an answer.
    pub(crate) fn document(&self, request_id: Option<&str>) -> Response {
        let mut response = Response::new(Body::from(self.json(request_id)));
        *response.status_mut() = self.status();
        self.write_headers(response.headers_mut());
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        response
    }

    /// The headers that go with the problem whatever its body is.
    pub(crate) fn write_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in self.headers() {
            headers.insert(name.clone(), value.clone());
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }

    fn json(&self, request_id: Option<&str>) -> Vec<u8> {
        let document = Document {
            kind: format!("/problems/{}", self.code()),
            title: self.title(),
            status: self.status().as_u16(),
            detail: self.detail(),
            code: self.code(),
            request_id,
            errors: self.errors(),
            extra: self.extra(),
        };
        // Strings and a map of JSON values always serialise.
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

/// What went wrong (RFC 9457).
#[derive(ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "only its schema is used")]
struct ProblemSchema {
    /// A reference that names the kind of problem: `/problems/` and the code.
    #[schema(example = "/problems/invalid_input")]
    r#type: String,
    /// The kind of problem in a few words, always the same for a code.
    #[schema(example = "Invalid input")]
    title: String,
    /// The HTTP status.
    #[schema(example = 400)]
    status: u16,
    /// What is wrong this time, in a sentence.
    detail: String,
    /// For programs: one of the codes in docs/errors.md.
    #[schema(example = "invalid_input")]
    code: String,
    /// Names this request in the shop's log.
    request_id: String,
    /// The fields that are wrong, where the input is bad.
    errors: Option<Vec<ProblemField>>,
    /// Of `out_of_stock`: what is short.
    items: Option<Vec<ProblemItem>>,
    /// Of `price_changed`: the new total, in paisa.
    total_paisa: Option<i64>,
    /// Of `stale`: the revision that the product has now.
    revision: Option<i64>,
}

/// A field that is wrong.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct ProblemField {
    /// The field's path.
    #[schema(example = "contact.phone")]
    field: String,
    /// For programs.
    #[schema(example = "missing")]
    code: String,
    /// What is taken, in a sentence.
    message: String,
}

/// A line that can't be filled.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct ProblemItem {
    /// The SKU.
    sku: String,
    /// Units asked for.
    requested: i64,
    /// Units that could be had.
    available: i64,
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        ProblemSchema::schema()
    }
}

impl ToSchema for Problem {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Problem")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        ProblemSchema::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::code;

    fn written(problem: &Problem) -> Value {
        serde_json::from_slice(&problem.json(Some("r-1"))).unwrap()
    }

    #[test]
    fn a_plain_problem_has_no_empty_members() {
        let document = written(&Problem::new(code::NOT_FOUND, "No such order"));
        assert_eq!(
            document,
            json!({"type": "/problems/not_found", "title": "Not found", "status": 404,
                "detail": "No such order", "code": "not_found", "request_id": "r-1"})
        );
    }

    #[test]
    fn errors_and_further_members_stand_beside_the_rest() {
        let problem = Problem::invalid_field("contact.phone", "missing", "is missing")
            .with("total_paisa", 12_345);
        let document = written(&problem);
        assert_eq!(
            document["errors"],
            json!([{"field": "contact.phone", "code": "missing", "message": "is missing"}])
        );
        assert_eq!(document["total_paisa"], 12_345);
        assert_eq!(document["detail"], "is missing");
    }

    #[test]
    fn the_schema_is_named_and_complete() {
        assert_eq!(Problem::name(), "Problem");
        let schema = serde_json::to_value(Problem::schema()).unwrap();
        let written = written(&Problem::invalid_field("a", "missing", "b"));
        for member in written.as_object().unwrap().keys() {
            assert!(
                schema["properties"].get(member).is_some(),
                "{member} is not in the schema"
            );
        }
        let mut schemas = Vec::new();
        Problem::schemas(&mut schemas);
        let names: Vec<_> = schemas.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"ProblemField"), "{names:?}");
    }
}
