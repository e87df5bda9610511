//! Request ids: what a client quotes and an operator looks for in the log.

use std::convert::Infallible;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use domain::Ambient;

use crate::context::RequestContext;

/// Where the id comes in and goes out.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The most characters of an id that somebody else gave.
const MAX_CHARS: usize = 64;

/// The request's id: the caller's own if it is sane, else one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id as text; never empty.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Made of ASCII only, here and in `given`.
        self.0.to_str().unwrap_or("-")
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// The caller's id, if it can stand in a log line as it is.
    fn given(headers: &HeaderMap) -> Option<Self> {
        let given = headers.get(X_REQUEST_ID)?;
        let bytes = given.as_bytes();
        let sane = (1..=MAX_CHARS).contains(&bytes.len())
            && bytes
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'));
        sane.then(|| Self(given.clone()))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    /// `-` where no stack gave the request an id.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let context = parts.extensions.get::<RequestContext>();
        Ok(
            context.map_or(Self(HeaderValue::from_static("-")), |context| {
                context.id.clone()
            }),
        )
    }
}

/// Gives out ids: 12 random hexadecimal digits of this process, then a count. They needn't be
/// secret, only differ, and this costs a request next to nothing.
#[derive(Debug)]
pub(crate) struct RequestIds {
    process: String,
    count: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new(ambient: &Ambient) -> Self {
        RequestIds {
            process: ambient.secret_hex::<6>(),
            count: AtomicU64::new(1),
        }
    }

    pub(crate) fn of(&self, headers: &HeaderMap) -> RequestId {
        RequestId::given(headers).unwrap_or_else(|| self.mint())
    }

    fn mint(&self) -> RequestId {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let id = format!("{}-{count:x}", self.process);
        RequestId(HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("-")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ambient;

    fn of(ids: &RequestIds, given: &'static [u8]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(X_REQUEST_ID, HeaderValue::from_bytes(given).unwrap());
        ids.of(&headers).to_string()
    }

    #[test]
    fn ids_of_ours_differ() {
        let ids = RequestIds::new(&ambient());
        let (first, second) = (ids.of(&HeaderMap::new()), ids.of(&HeaderMap::new()));
        assert_ne!(first, second);
        assert!(first.as_str().len() > 12, "{first}");
    }

    #[test]
    fn a_sane_id_is_kept_and_any_other_replaced() {
        let ids = RequestIds::new(&ambient());
        assert_eq!(
            of(&ids, b"0af7651916cd43dd-8448:eb_2.1"),
            "0af7651916cd43dd-8448:eb_2.1"
        );
        for odd in [&b""[..], b"a b", b"a\"b", b"\xff", &[b'x'; 65]] {
            assert!(of(&ids, odd).starts_with(&ids.process), "{odd:?}");
        }
    }
}
