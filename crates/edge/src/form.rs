//! A form's fields as a type.

use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use crate::{Problem, body, code, pairs};

const URLENCODED: &str = "application/x-www-form-urlencoded";

/// The fields of a posted form, read as [`Query`](crate::Query) reads parameters. A file upload or
/// any other content type is 415 `unsupported_media_type`.
#[derive(Debug, Clone, Copy)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|v| v.to_str().ok());
        let essence = content_type
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default();
        if !essence.trim().eq_ignore_ascii_case(URLENCODED) {
            let detail = format!("Send the form with Content-Type: {URLENCODED}");
            return Err(Problem::new(code::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let body = body::read(request).await?;
        let text = std::str::from_utf8(&body)
            .map_err(|_| Problem::new(code::INVALID_REQUEST, "The form is not UTF-8"))?;
        pairs::read(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn posted(
        content_type: &str,
        body: impl Into<Body>,
    ) -> Result<Vec<(String, String)>, &'static str> {
        let request = Request::post("/").header(CONTENT_TYPE, content_type);
        let request = request.body(body.into()).unwrap();
        Form::from_request(request, &())
            .await
            .map(|form| form.0)
            .map_err(|problem| problem.code())
    }

    #[tokio::test]
    async fn fields_are_decoded() {
        let form = posted(
            "application/x-www-form-urlencoded; charset=UTF-8",
            "name=Abdul+Karim",
        )
        .await;
        assert_eq!(
            form.unwrap(),
            [("name".to_owned(), "Abdul Karim".to_owned())]
        );
    }

    #[tokio::test]
    async fn anything_else_is_refused() {
        assert_eq!(
            posted("multipart/form-data", "a=1").await.unwrap_err(),
            "unsupported_media_type"
        );
        assert_eq!(
            posted(URLENCODED, vec![b'a', b'=', 0xff])
                .await
                .unwrap_err(),
            "invalid_request"
        );
        assert_eq!(
            posted(URLENCODED, "a=%00").await.unwrap_err(),
            "invalid_input"
        );
        assert_eq!(
            posted(URLENCODED, "a".repeat(65_537)).await.unwrap_err(),
            "body_too_large"
        );
    }
}
