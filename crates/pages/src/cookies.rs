//! Cookies of pages, besides the session's (which is edge's).
//!
//! All are HttpOnly and SameSite=Lax: no script reads them, and no other site's form sends them.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use time::Duration;

/// All cookies that a browser sent.
#[derive(Debug, Clone)]
pub struct Cookies(CookieJar);

impl Cookies {
    /// The value of the cookie of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(Cookie::value)
    }
}

impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Cookies(CookieJar::from_headers(&parts.headers)))
    }
}

/// A cookie to be kept or dropped.
#[derive(Debug, Clone)]
pub struct NewCookie {
    /// Its name.
    pub name: String,
    /// What it says; empty to drop it.
    pub value: String,
    /// Which paths it is sent to, with everything below.
    pub path: String,
    /// How long the browser keeps it; zero drops it.
    pub max_age: Duration,
    /// Whether it is sent over HTTPS alone.
    pub secure: bool,
}

impl NewCookie {
    /// As a `Set-Cookie` header says it; `None` if its value can't stand there as it is
    /// (RFC 6265, section 4.1.1): a semicolon in it would begin an attribute.
    #[must_use]
    pub fn header(self) -> Option<HeaderValue> {
        if !self.value.bytes().all(is_cookie_octet) {
            return None;
        }
        let cookie = Cookie::build((self.name, self.value))
            .path(self.path)
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
            .max_age(self.max_age)
            .build();
        HeaderValue::from_str(&cookie.to_string()).ok()
    }
}

fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;
    use axum::http::{HeaderMap, HeaderName};
    use proptest::prelude::*;

    use super::*;

    const NASTY: &[&str] = &[
        "",
        "x; Domain=evil.example",
        "x;Path=/",
        "x\r\nSet-Cookie: a=b",
        "x\ny",
        "x\0",
        "x y",
        "x,y",
        "\"x\"",
        "x\\",
        "é",
        "\u{560d}\u{560a}",
        "%0d%0a",
        ";",
        "=",
        "==;==",
        "a=b; a=c; =d; a",
        "seen=\"a;b\"; seen",
    ];

    fn new(value: &str) -> NewCookie {
        NewCookie {
            name: "seen".to_owned(),
            value: value.to_owned(),
            path: "/".to_owned(),
            max_age: Duration::days(1),
            secure: true,
        }
    }

    fn check(text: &str) -> Result<(), TestCaseError> {
        if let Some(header) = new(text).header() {
            let rest = "HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=86400";
            prop_assert_eq!(header.to_str().unwrap(), format!("seen={text}; {rest}"));
            prop_assert!(!text.contains([';', ',', '"', '\\', ' ', '\r', '\n']));
        }
        let mut headers = HeaderMap::new();
        for name in [COOKIE, HeaderName::from_static("cookie")] {
            if let Ok(line) = HeaderValue::from_str(text) {
                headers.append(name, line);
            }
        }
        let read = Cookies(CookieJar::from_headers(&headers));
        for name in ["seen", "a", "", text] {
            let value = read.get(name).unwrap_or_default();
            prop_assert!(text.contains(value) && !value.contains(';'), "{value:?}");
        }
        Ok(())
    }

    #[test]
    fn known_tricks() {
        for text in NASTY {
            check(text).unwrap();
        }
    }

    proptest! {
        #[test]
        fn no_value_says_more_than_itself(text in prop_oneof![any::<String>(), "[ -~]{0,40}", "(seen|a|;|=|\"| |\\\\){0,12}"]) {
            check(&text)?;
        }
    }

    #[test]
    fn no_script_and_no_other_site_gets_it() {
        assert_eq!(
            new("1").header().unwrap(),
            "seen=1; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=86400"
        );
    }
}
