//! Headers that tell browsers to be careful (OWASP Secure Headers). A face may replace them, and
//! a handler that sets one itself has the last word.

use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const DENY: HeaderValue = HeaderValue::from_static("DENY");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");
/// A shop has no use for any of them, and whatever is smuggled into it is to have none either.
const NO_PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
     gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
);
/// A year, and every name below the shop's.
const HTTPS_ALONE: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// Lets pages of any origin show this answer: pictures, which others link to. Scripts can read it
/// no more than before.
pub const FOR_ALL_PAGES: (HeaderName, HeaderValue) =
    (RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));

/// What every answer of a face carries.
#[derive(Debug, Clone)]
pub(crate) struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    /// For JSON: nothing in it may run or be framed.
    pub(crate) fn api() -> Self {
        SecurityHeaders(vec![
            (X_CONTENT_TYPE_OPTIONS, NOSNIFF),
            (X_FRAME_OPTIONS, DENY),
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                ),
            ),
            (OPENER_POLICY, SAME_ORIGIN),
            // Scripts of the origins that CORS allows aren't asked about this one.
            (RESOURCE_POLICY, SAME_ORIGIN),
            (PERMISSIONS_POLICY, NO_PERMISSIONS),
        ])
    }

    /// For pages: everything from our own origin, pictures from anywhere by https, no inline
    /// scripts, no frames around us.
    pub(crate) fn pages() -> Self {
        SecurityHeaders(vec![
            (X_CONTENT_TYPE_OPTIONS, NOSNIFF),
            (X_FRAME_OPTIONS, DENY),
            (
                REFERRER_POLICY,
                HeaderValue::from_static("strict-origin-when-cross-origin"),
            ),
            (
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(
                    "default-src 'self'; img-src 'self' https: data:; object-src 'none'; \
                     base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
                ),
            ),
            (OPENER_POLICY, SAME_ORIGIN),
            (RESOURCE_POLICY, SAME_ORIGIN),
            (PERMISSIONS_POLICY, NO_PERMISSIONS),
        ])
    }

    /// Tells browsers to come by HTTPS alone (RFC 6797), if that is how they come.
    pub(crate) fn https(&mut self, https: bool) {
        if https {
            self.set(STRICT_TRANSPORT_SECURITY, HTTPS_ALONE);
        }
    }

    pub(crate) fn set(&mut self, name: HeaderName, value: HeaderValue) {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value));
    }

    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        headers.reserve(self.0.len());
        for (name, value) in &self.0 {
            if !headers.contains_key(name) {
                headers.insert(name.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_handler_set_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'self'"),
        );
        SecurityHeaders::api().write(&mut headers);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], "default-src 'self'");
        assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }

    #[test]
    fn a_shop_reached_by_https_is_reached_by_nothing_else() {
        let mut api = SecurityHeaders::api();
        for (https, told) in [(false, None), (true, Some(&HTTPS_ALONE))] {
            api.https(https);
            let mut headers = HeaderMap::new();
            api.write(&mut headers);
            assert_eq!(headers.get(STRICT_TRANSPORT_SECURITY), told);
        }
    }

    #[test]
    fn a_face_may_replace_one() {
        let mut pages = SecurityHeaders::pages();
        pages.set(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        let mut headers = HeaderMap::new();
        pages.write(&mut headers);
        assert_eq!(
            headers.get_all(X_FRAME_OPTIONS).iter().collect::<Vec<_>>(),
            ["SAMEORIGIN"]
        );
    }
}
