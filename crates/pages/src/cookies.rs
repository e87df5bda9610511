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
    /// As a `Set-Cookie` header says it; `None` if something in it is not ASCII.
    #[must_use]
    pub fn header(self) -> Option<HeaderValue> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_script_and_no_other_site_gets_it() {
        let cookie = NewCookie {
            name: "seen".to_owned(),
            value: "1".to_owned(),
            path: "/".to_owned(),
            max_age: Duration::days(1),
            secure: true,
        };
        assert_eq!(
            cookie.header().unwrap(),
            "seen=1; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=86400"
        );
    }
}
