//! Reading a request's body within bounds of size and of time.
//!
//! Everything that takes a body ([`Json`](crate::Json), [`Form`](crate::Form), [`RawBody`]) reads
//! it here, so no route can take an endless one.

use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;

use crate::{Problem, code};

/// How much of a body is read, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLimit {
    /// Bytes at most; one more is 413 `body_too_large`.
    pub bytes: usize,
    /// From the first look at the body to its end; longer is 408 `body_timeout`.
    pub within: Duration,
}

impl BodyLimit {
    /// What holds where a route says nothing: 64 KiB in 10 s.
    pub const DEFAULT: Self = Self {
        bytes: 64 * 1024,
        within: Duration::from_secs(10),
    };
}

/// A layer that gives the routes below it another [`BodyLimit`].
pub fn body_limit(bytes: usize, within: Duration) -> Extension<BodyLimit> {
    Extension(BodyLimit { bytes, within })
}

/// A whole body as it came, whatever its content type.
#[derive(Debug, Clone)]
pub struct RawBody(pub Bytes);

impl<S: Sync> FromRequest<S> for RawBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        read(request).await.map(Self)
    }
}

/// The whole body, or why not.
pub(crate) async fn read(request: Request) -> Result<Bytes, Problem> {
    let limit = request
        .extensions()
        .get()
        .copied()
        .unwrap_or(BodyLimit::DEFAULT);
    let announced = announced(request.headers());
    if announced.is_some_and(|length| length > limit.bytes as u64) {
        return Err(too_large(limit));
    }
    let collected = collect(request.into_body(), limit);
    match tokio::time::timeout(limit.within, collected).await {
        Ok(body) => body,
        Err(_) => {
            let detail = format!("The body must arrive within {} s", limit.within.as_secs());
            Err(Problem::new(code::BODY_TIMEOUT, detail))
        }
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn collect(body: Body, limit: BodyLimit) -> Result<Bytes, Problem> {
    let mut chunks = body.into_data_stream();
    let mut next = async || match chunks.next().await {
        None => Ok(None),
        Some(Ok(chunk)) => Ok(Some(chunk)),
        // Cut off or badly framed: the client's doing, or nobody is left to read the answer.
        Some(Err(_)) => Err(Problem::new(
            code::INVALID_REQUEST,
            "The body ended before it was whole",
        )),
    };
    let Some(first) = next().await? else {
        return Ok(Bytes::new());
    };
    if first.len() > limit.bytes {
        return Err(too_large(limit));
    }
    // Most bodies are one chunk, which needs no copy.
    let Some(second) = next().await? else {
        return Ok(first);
    };
    let mut whole = BytesMut::from(first);
    let mut chunk = second;
    loop {
        if whole.len() + chunk.len() > limit.bytes {
            return Err(too_large(limit));
        }
        whole.extend_from_slice(&chunk);
        match next().await? {
            Some(another) => chunk = another,
            None => return Ok(whole.freeze()),
        }
    }
}

fn too_large(limit: BodyLimit) -> Problem {
    let detail = format!("The body may have at most {} bytes", limit.bytes);
    Problem::new(code::BODY_TOO_LARGE, detail)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::stream;

    use super::*;

    const LIMIT: BodyLimit = BodyLimit {
        bytes: 8,
        within: Duration::from_secs(10),
    };

    fn request(body: Body) -> Request {
        Request::builder().extension(LIMIT).body(body).unwrap()
    }

    fn chunks(chunks: &'static [&'static str]) -> Body {
        Body::from_stream(stream::iter(chunks.iter().map(|c| Ok::<_, Infallible>(*c))))
    }

    #[tokio::test]
    async fn a_body_up_to_the_limit_is_read_whole() {
        for body in [Body::from("12345678"), chunks(&["123", "45", "678"])] {
            assert_eq!(read(request(body)).await.unwrap(), "12345678");
        }
        assert_eq!(read(request(Body::empty())).await.unwrap(), "");
    }

    #[tokio::test]
    async fn a_byte_more_is_refused_announced_or_not() {
        for body in [
            Body::from("123456789"),
            chunks(&["1234", "5678", "9"]),
            chunks(&["123456789"]),
        ] {
            assert_eq!(
                read(request(body)).await.unwrap_err().code(),
                "body_too_large"
            );
        }
        let mut lying = request(chunks(&[]));
        lying.headers_mut().insert(CONTENT_LENGTH, 9.into());
        assert_eq!(read(lying).await.unwrap_err().code(), "body_too_large");
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_given_up() {
        let limit = BodyLimit {
            within: Duration::from_millis(10),
            ..LIMIT
        };
        let body =
            Body::from_stream(stream::iter([Ok::<_, Infallible>("1")]).chain(stream::pending()));
        let request = Request::builder().extension(limit).body(body).unwrap();
        assert_eq!(read(request).await.unwrap_err().code(), "body_timeout");
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_the_clients_fault() {
        let body = Body::from_stream(stream::iter([Ok("1"), Err(std::io::Error::other("reset"))]));
        assert_eq!(
            read(request(body)).await.unwrap_err().code(),
            "invalid_request"
        );
    }
}
