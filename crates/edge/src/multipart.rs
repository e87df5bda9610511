//! Forms that carry files (`multipart/form-data`, RFC 7578), read whole within the route's bounds.
//!
//! A part's file name is what the sender says: words for people, never a path, and no sign of what
//! is in the file.

use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use futures_util::stream;

use crate::{Problem, body, code};

/// Parts of one form at most: a product with all its variants has fewer.
const MAX_PARTS: usize = 6_000;

/// One field or file of a form.
#[derive(Debug, Clone)]
pub struct Part {
    /// The field's name.
    pub name: String,
    /// What the file is called at the sender's, if the part is a file.
    pub file_name: Option<String>,
    /// What it holds.
    pub bytes: Bytes,
}

/// Every part of a form, in the form's order.
#[derive(Debug, Clone)]
pub struct Multipart(pub Vec<Part>);

impl Multipart {
    /// The fields that are not files, by name and text.
    ///
    /// # Errors
    /// 400 `invalid_request`: a field is not UTF-8, or has a NUL in it.
    pub fn texts(&self) -> Result<Vec<(String, String)>, Problem> {
        let fields = self.0.iter().filter(|part| part.file_name.is_none());
        fields
            .map(|part| {
                let text = std::str::from_utf8(&part.bytes).ok();
                let text = text.filter(|text| !text.contains('\0') && !part.name.contains('\0'));
                let text = text.ok_or_else(|| unreadable("A field of the form is not text"))?;
                Ok((part.name.clone(), text.to_owned()))
            })
            .collect()
    }

    /// The files of a field. A file input that was left empty sends one without name and bytes,
    /// which is none.
    pub fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Part> {
        self.0.iter().filter(move |part| {
            let named = part.file_name.as_deref();
            part.name == name && named.is_some_and(|n| !n.is_empty() || !part.bytes.is_empty())
        })
    }
}

impl<S: Sync> FromRequest<S> for Multipart {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let boundary = content_type.and_then(|kind| multer::parse_boundary(kind).ok());
        let Some(boundary) = boundary else {
            let detail = "Send the form with Content-Type: multipart/form-data";
            return Err(Problem::new(code::UNSUPPORTED_MEDIA_TYPE, detail));
        };
        let body = body::read(request).await?;
        let whole = stream::iter([Ok::<_, std::convert::Infallible>(body)]);
        let mut form = multer::Multipart::new(whole, boundary);
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|_| broken())? {
            if parts.len() == MAX_PARTS {
                return Err(unreadable("The form has too many fields"));
            }
            let Some(name) = field.name().map(str::to_owned) else {
                return Err(unreadable("A field of the form has no name"));
            };
            parts.push(Part {
                name,
                file_name: field.file_name().map(str::to_owned),
                bytes: field.bytes().await.map_err(|_| broken())?,
            });
        }
        Ok(Self(parts))
    }
}

fn broken() -> Problem {
    unreadable("The form ended before it was whole, or is not multipart/form-data")
}

fn unreadable(detail: &str) -> Problem {
    Problem::new(code::INVALID_REQUEST, detail.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn posted(content_type: &str, body: impl Into<Body>) -> Result<Multipart, &'static str> {
        let request = Request::post("/").header(CONTENT_TYPE, content_type);
        let request = request.body(body.into()).unwrap();
        Multipart::from_request(request, &())
            .await
            .map_err(|problem| problem.code())
    }

    const KIND: &str = "multipart/form-data; boundary=x";

    fn part(head: &str, body: &str) -> String {
        format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    }

    #[tokio::test]
    async fn fields_and_files_are_told_apart() {
        let body = [
            part("name=\"title\"", "কেটলি"),
            part("name=\"pictures\"; filename=\"../../a.jpg\"", "\u{1}--x-no"),
            part("name=\"pictures\"; filename=\"\"", ""),
            "--x--\r\n".to_owned(),
        ];
        let form = posted(KIND, body.concat()).await.unwrap();
        let texts = form.texts().unwrap();
        assert_eq!(texts, [("title".to_owned(), "কেটলি".to_owned())]);
        let files: Vec<&Part> = form.files("pictures").collect();
        assert_eq!(files.len(), 1, "an empty input is no file");
        assert_eq!(files[0].file_name.as_deref(), Some("../../a.jpg"));
        assert_eq!(&files[0].bytes[..], b"\x01--x-no");
        assert_eq!(form.files("others").count(), 0);
    }

    #[tokio::test]
    async fn what_is_no_such_form_is_refused() {
        for (kind, body, code) in [
            (
                "application/x-www-form-urlencoded",
                "a=1",
                "unsupported_media_type",
            ),
            ("multipart/form-data", "", "unsupported_media_type"),
            (KIND, "", "invalid_request"),
            (KIND, "no parts", "invalid_request"),
            (
                KIND,
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
                "invalid_request",
            ),
            (KIND, "--x\r\n\r\nb\r\n--x--\r\n", "invalid_request"),
        ] {
            assert_eq!(posted(kind, body).await.unwrap_err(), code, "{kind} {body}");
        }
        let nul = [part("name=\"a\"", "\0"), "--x--\r\n".to_owned()].concat();
        assert!(posted(KIND, nul).await.unwrap().texts().is_err());
    }

    #[tokio::test]
    async fn it_is_bounded() {
        let large = [
            part("name=\"a\"", &"a".repeat(70_000)),
            "--x--\r\n".to_owned(),
        ];
        assert_eq!(
            posted(KIND, large.concat()).await.unwrap_err(),
            "body_too_large"
        );
        let many = part("name=\"a\"", "").repeat(MAX_PARTS + 1) + "--x--\r\n";
        let request = Request::post("/").header(CONTENT_TYPE, KIND);
        let mut request = request.body(Body::from(many)).unwrap();
        request.extensions_mut().insert(crate::BodyLimit {
            bytes: 1_000_000,
            within: std::time::Duration::from_secs(10),
        });
        let refused = Multipart::from_request(request, &()).await.unwrap_err();
        assert_eq!(refused.code(), "invalid_request");
    }
}
