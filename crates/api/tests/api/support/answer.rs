//! What came back, and what it must look like.

use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(super) asked: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The JSON body of an answer with this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}: {}",
            self.asked,
            self.text()
        );
        self.value()
    }

    /// The problem document of a refusal with this status and code, its shape checked.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.problem();
        assert_eq!(self.status.as_u16(), status, "{}: {problem}", self.asked);
        assert_eq!(problem["code"], code, "{}: {problem}", self.asked);
        problem
    }

    /// The problem document of any refusal, its shape checked.
    #[track_caller]
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}: {}",
            self.asked,
            self.text()
        );
        let problem = self.value();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        for member in ["type", "title", "detail", "code", "request_id"] {
            assert!(
                problem[member].is_string(),
                "{}: no {member} in {problem}",
                self.asked
            );
        }
        assert_eq!(
            problem["request_id"],
            self.header("x-request-id"),
            "{problem}"
        );
        problem
    }

    /// The fields that a 400 names, in its order.
    #[track_caller]
    pub(crate) fn wrong_fields(&self) -> Vec<String> {
        let problem = self.refused(400, "invalid_input");
        let errors = problem["errors"]
            .as_array()
            .unwrap_or_else(|| panic!("no errors: {problem}"));
        errors
            .iter()
            .map(|error| {
                assert!(
                    error["code"].is_string() && error["message"].is_string(),
                    "{error}"
                );
                error["field"].as_str().unwrap().to_owned()
            })
            .collect()
    }

    #[track_caller]
    pub(crate) fn value(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Whether `Vary` names this header.
    pub(crate) fn varies_by(&self, name: &str) -> bool {
        let lines = self
            .headers
            .get_all("vary")
            .iter()
            .map(|line| line.to_str().unwrap());
        lines
            .flat_map(|line| line.split(','))
            .any(|part| part.trim().eq_ignore_ascii_case(name))
    }
}
