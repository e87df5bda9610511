//! Problem: the one error that leaves a face (RFC 9457, `application/problem+json`).
//!
//! Handlers return `Result<_, Problem>`. What a use case refuses becomes a problem in exactly one
//! place, the `From` impls in `problem/` (one file per noun). A client learns the code, a
//! sentence and the request id; what really went wrong travels along as the cause, for the
//! [`Stack`](crate::Stack) to log once.

mod accounts;
mod carts;
pub mod code;
mod codes;
mod community;
mod document;
mod import;
mod orders;
mod products;
mod promotions;
mod stock;
mod store;

use std::error::Error;
use std::sync::Arc;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{FieldError, UserId};
use serde::Serialize;
use serde_json::{Map, Value};

pub use self::code::Code;
pub use self::document::PROBLEM_JSON;
pub use self::orders::IDEMPOTENCY_REPLAYED;

/// Why a request was refused or failed, as the client is told.
///
/// One pointer wide, so that `Result<_, Problem>` stays small.
#[derive(Debug, Clone)]
pub struct Problem(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    code: Code,
    detail: String,
    errors: Vec<FieldError>,
    extra: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
    asked_by: Option<UserId>,
}

impl Problem {
    /// A problem of this kind. `detail` is a sentence for people about this occurrence; it must
    /// hold nothing that the client isn't to know.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Problem(Box::new(Inner {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            extra: Map::new(),
            headers: Vec::new(),
            cause: None,
            asked_by: None,
        }))
    }

    /// 400 `invalid_input` for these fields. The detail is the errors' own messages, so that a
    /// client that shows only the detail still says what is wrong.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        let detail = match messages.as_slice() {
            [] => "Some of the input is not valid".to_owned(),
            some => some.join("; "),
        };
        Problem::new(code::INVALID_INPUT, detail).with_errors(errors)
    }

    /// 400 `invalid_input` for one field.
    #[must_use]
    pub fn invalid_field(
        field: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Problem::invalid(vec![FieldError::new(field, code, message)])
    }

    /// 404 `not_found`: there is no such thing, or none that this caller may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Problem::new(code::NOT_FOUND, "There is nothing here")
    }

    /// 500 `internal` with the cause for the log; the client learns nothing of it.
    #[must_use]
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Problem::new(
            code::INTERNAL,
            "The request failed through no fault of yours; it has been logged under its request id",
        )
        .caused_by(cause)
    }

    /// Who asked, for the security log alone.
    #[must_use]
    pub fn asked_by_user(mut self, user: UserId) -> Self {
        self.0.asked_by = Some(user);
        self
    }

    /// Who asked, if somebody said so.
    pub(crate) fn asked_by(&self) -> Option<UserId> {
        self.0.asked_by
    }

    /// The fields that are wrong, for the document's `errors`.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    /// One more member of the document, such as `items` or `total_paisa`. A value that can't be
    /// JSON is left out.
    #[must_use]
    pub fn with(mut self, member: &'static str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.extra.insert(member.to_owned(), value);
        }
        self
    }

    /// Asks the client to come back after so many seconds (`Retry-After`).
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// One more header of the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// What really went wrong, for the log alone.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Arc::new(cause));
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.code.status()
    }

    /// The code, one of [`code::ALL`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code.name()
    }

    /// The code's title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.0.code.title()
    }

    /// The sentence about this occurrence.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The fields that are wrong.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// Further members of the document.
    #[must_use]
    pub fn extra(&self) -> &Map<String, Value> {
        &self.0.extra
    }

    /// The answer's headers.
    pub(crate) fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.0.headers
    }

    /// What went wrong and why, down to the first cause; empty where there is none.
    pub(crate) fn cause(&self) -> String {
        let mut words = String::new();
        let mut cause: Option<&(dyn Error + 'static)> = self
            .0
            .cause
            .as_ref()
            .map(|cause| &**cause as &(dyn Error + 'static));
        while let Some(error) = cause {
            let said = error.to_string();
            // Many errors repeat their source in their own words; the log needs it once.
            if !words.ends_with(&said) {
                if !words.is_empty() {
                    words.push_str(": ");
                }
                words.push_str(&said);
            }
            cause = error.source();
        }
        words
    }
}

impl IntoResponse for Problem {
    /// A whole answer by itself. The problem rides along in the extensions: the stack takes it
    /// from there to add the request id, to log the cause, and on pages to make a page of it.
    fn into_response(self) -> Response {
        let mut response = self.document(None);
        response.extensions_mut().insert(self);
        response
    }
}
