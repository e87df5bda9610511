//! JSON bodies, in and out.
//!
//! A body that isn't what the handler takes is always a 4xx that says why, and where it can,
//! which field ([`fault`]). How deep JSON may nest is bounded by `serde_json` (128 levels).

mod fault;
mod nul;
mod shape;

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Problem, body, code};

/// A JSON body. As an extractor it refuses with 415 (not `application/json` or `…+json`), 413,
/// 408, 400 `invalid_json`, or 400 `invalid_input` with the fields that are wrong.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                code::UNSUPPORTED_MEDIA_TYPE,
                "Send the body as JSON, with Content-Type: application/json",
            ));
        }
        Self::parse(&body::read(request).await?)
    }
}

impl<T: DeserializeOwned> Json<T> {
    /// Reads a whole JSON text.
    ///
    /// # Errors
    /// `invalid_json` if it isn't JSON, `invalid_input` if it isn't what `T` takes or a string in
    /// it holds a NUL.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(bytes).map_err(|_| fault::not_utf8())?;
        if text.trim_ascii().is_empty() {
            return Err(fault::empty());
        }
        if nul::has_nul(text) {
            return Err(fault::nul(text));
        }
        let mut json = serde_json::Deserializer::from_str(text);
        let shaped = shape::Shaped(&mut json);
        let value = serde_path_to_error::deserialize(shaped).map_err(fault::fault)?;
        json.end().map_err(|error| fault::not_json(&error))?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// `application/json` and everything that says it is JSON by its suffix (RFC 6839).
fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(content_type)) = headers.get(CONTENT_TYPE).map(|value| value.to_str()) else {
        return false;
    };
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Order {
        #[expect(dead_code, reason = "only read in")]
        quantity: i64,
        #[expect(dead_code, reason = "only read in")]
        contact: Contact,
        #[serde(default)]
        #[expect(dead_code, reason = "only read in")]
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Contact {
        #[expect(dead_code, reason = "only read in")]
        phone: String,
    }

    #[derive(Debug, Deserialize)]
    struct Item {
        #[expect(dead_code, reason = "only read in")]
        sku: String,
    }

    /// `code`, and the first error's field and code.
    fn refused(json: impl AsRef<[u8]>) -> (&'static str, String, &'static str) {
        let problem = Json::<Order>::parse(json.as_ref()).unwrap_err();
        let first = problem.errors().first();
        let (field, kind) = first.map_or((String::new(), ""), |e| (e.field.clone(), e.code));
        (problem.code(), field, kind)
    }

    fn input(field: &str, kind: &'static str) -> (&'static str, String, &'static str) {
        ("invalid_input", field.to_owned(), kind)
    }

    #[test]
    fn a_whole_body_is_taken() {
        let whole = r#" {"quantity":1,"contact":{"phone":"017\\u0000"},"items":[{"sku":"A"}]} "#;
        assert!(Json::<Order>::parse(whole.as_bytes()).is_ok());
    }

    #[test]
    fn the_field_that_is_wrong_is_named() {
        let phone = r#""contact":{"phone":"1"}"#;
        assert_eq!(
            refused(r#"{"quantity":1,"contact":{"phone":5}}"#),
            input("contact.phone", "invalid")
        );
        assert_eq!(
            refused(r#"{"quantity":1,"contact":{}}"#),
            input("contact.phone", "missing")
        );
        assert_eq!(refused(r#"{"quantity":1}"#), input("contact", "missing"));
        assert_eq!(
            refused(r#"{"quantity":1,"contact":{"phone":"1","x":2}}"#),
            input("contact.x", "unknown")
        );
        assert_eq!(
            refused(format!(r#"{{"quantity":1,{phone},"y":1}}"#)),
            input("y", "unknown")
        );
        assert_eq!(
            refused(format!(
                r#"{{"quantity":1,{phone},"items":[{{"sku":"A"}},{{"sku":1}}]}}"#
            )),
            input("items[1].sku", "invalid")
        );
        assert_eq!(
            refused(format!(r#"{{"quantity":1,{phone},"items":[{{}}]}}"#)),
            input("items[0].sku", "missing")
        );
        assert_eq!(
            refused(format!(r#"{{"quantity":1,"quantity":2,{phone}}}"#)),
            input("quantity", "invalid")
        );
        assert_eq!(refused("[]"), input("", "invalid"));
    }

    #[test]
    fn huge_numbers_are_refused() {
        let body = |number: &str| format!(r#"{{"quantity":{number},"contact":{{"phone":"1"}}}}"#);
        for number in ["9223372036854775808", "1e30", "1.5", "-9223372036854775809"] {
            assert_eq!(
                refused(body(number)),
                input("quantity", "invalid"),
                "{number}"
            );
        }
        assert_eq!(refused(body("1e999")).0, "invalid_json");
    }

    #[test]
    fn what_is_not_json_is_said_so() {
        let wrong: [&[u8]; 6] = [
            b"",
            b"  ",
            b"{",
            b"nope",
            b"{\"quantity\":\"a\0b\"}",
            b"{\"quantity\":\"\xff\"}",
        ];
        for bytes in wrong {
            assert_eq!(refused(bytes).0, "invalid_json", "{bytes:?}");
        }
        let twice = r#"{"quantity":1,"contact":{"phone":"1"}}{}"#;
        assert_eq!(refused(twice).0, "invalid_json");
    }

    #[test]
    fn deep_nesting_is_refused_before_the_stack_is_full() {
        let deep = format!("{}1{}", "[".repeat(30_000), "]".repeat(30_000));
        let problem = Json::<serde_json::Value>::parse(deep.as_bytes()).unwrap_err();
        assert_eq!(problem.code(), "invalid_json");
        // Where it isn't wanted it is skipped, or of the wrong type, or too deep: never a 5xx.
        let ignored = format!(r#"{{"sku":"A","other":{deep}}}"#);
        assert!(
            Json::<Item>::parse(ignored.as_bytes()).map_or_else(|p| p.status() == 400, |_| true)
        );
        assert_eq!(refused(deep).0, "invalid_input");
    }

    #[test]
    fn a_nul_is_found_wherever_it_hides() {
        let body = |phone: &str| format!(r#"{{"quantity":1,"contact":{{"phone":"{phone}"}}}}"#);
        assert_eq!(refused(body(r"a\u0000")), input("contact.phone", "invalid"));
        assert_eq!(
            refused(body(r"\\\u0000")),
            input("contact.phone", "invalid")
        );
        assert_eq!(refused(r#"{"a\u0000":1}"#).0, "invalid_input");
    }

    #[test]
    fn a_long_wrong_value_is_not_thrown_back_whole() {
        let body = format!(r#"{{"quantity":"{}"}}"#, "x".repeat(60_000));
        let problem = Json::<Order>::parse(body.as_bytes()).unwrap_err();
        assert!(problem.detail().len() < 500, "{}", problem.detail().len());
    }

    #[tokio::test]
    async fn only_json_is_read_as_json() {
        let taken = |content_type: &'static str| async move {
            let request = Request::post("/").header(CONTENT_TYPE, content_type);
            let request = request.body(Body::from("1")).unwrap();
            Json::<i64>::from_request(request, &())
                .await
                .map_err(|problem| problem.code())
        };
        for json in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/vnd.x+json",
        ] {
            assert!(taken(json).await.is_ok(), "{json}");
        }
        for other in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "text/json",
            "",
        ] {
            assert_eq!(
                taken(other).await.unwrap_err(),
                "unsupported_media_type",
                "{other}"
            );
        }
        let bare = Request::post("/").body(Body::from("1")).unwrap();
        let problem = Json::<i64>::from_request(bare, &()).await.unwrap_err();
        assert_eq!(problem.code(), "unsupported_media_type");
    }
}
