//! Where a request carries its session: in the `Authorization` header or in a cookie.
//!
//! Browsers send cookies by themselves, whoever made them send the request; the API therefore
//! never looks at one, and pages that do are behind [`same_origin`](crate::same_origin).

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderMap, HeaderValue};

/// The cookie that holds a page visitor's session token; behind [`HOST_PREFIX`] by HTTPS.
pub const SESSION_COOKIE: &str = "dhakacart_session";

/// Before the name of a cookie of the whole site, where it is reached by HTTPS: browsers then take
/// it from this host alone and over HTTPS alone, so that neither a sister domain nor somebody on
/// the wire can plant one (RFC 6265bis, section 4.1.3.2).
pub const HOST_PREFIX: &str = "__Host-";

/// The same for a cookie of a part of the site, which may only promise HTTPS.
pub const SECURE_PREFIX: &str = "__Secure-";

/// Where a face looks for the session token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionIn {
    /// `Authorization: Bearer …` (RFC 6750), for programs.
    Header,
    /// [`SESSION_COOKIE`], for pages by plain HTTP.
    Cookie,
    /// [`SESSION_COOKIE`] behind [`HOST_PREFIX`], for pages by HTTPS. One without it isn't read:
    /// anybody may have planted it.
    HostCookie,
}

/// What a router's state says about its face, so that the extractors know where to look.
pub trait SessionSource {
    /// Where this face's requests carry their session.
    fn session_in(&self) -> SessionIn;
}

impl SessionIn {
    /// The cookie of pages; `secure` where the shop is reached by HTTPS.
    #[must_use]
    pub fn cookie(secure: bool) -> Self {
        if secure {
            SessionIn::HostCookie
        } else {
            SessionIn::Cookie
        }
    }

    /// The token that a request carries here, unchecked.
    #[must_use]
    pub fn token(self, headers: &HeaderMap) -> Option<&str> {
        match self {
            SessionIn::Header => bearer(headers),
            SessionIn::Cookie => cookie(headers, "", SESSION_COOKIE),
            SessionIn::HostCookie => cookie(headers, HOST_PREFIX, SESSION_COOKIE),
        }
    }
}

/// The token of `Authorization: Bearer`; the scheme's case doesn't matter (RFC 9110 §11.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn cookie<'a>(headers: &'a HeaderMap, prefix: &str, name: &str) -> Option<&'a str> {
    let lines = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('='));
    let is_it = |found: &str| found.trim().strip_prefix(prefix) == Some(name);
    let (_, value) = pairs.find(|(found, value)| is_it(found) && !value.trim().is_empty())?;
    Some(value.trim())
}

/// `Set-Cookie` that signs a browser in for `max_age`. `secure` where the shop is reached by
/// HTTPS. `None` if the token can't stand in a cookie, which none of ours can't.
#[must_use]
pub fn session_cookie(token: &str, max_age: Duration, secure: bool) -> Option<HeaderValue> {
    let fits = token
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b';' | b',' | b'"' | b'\\'));
    let cookie = format!(
        "{}{SESSION_COOKIE}={token}; {}",
        prefix(secure),
        attributes(max_age.as_secs(), secure)
    );
    HeaderValue::try_from(cookie).ok().filter(|_| fits)
}

/// `Set-Cookie` that signs a browser out. `secure` as when it was signed in.
#[must_use]
pub fn clear_session_cookie(secure: bool) -> HeaderValue {
    let cookie = format!(
        "{}{SESSION_COOKIE}=; {}",
        prefix(secure),
        attributes(0, secure)
    );
    HeaderValue::try_from(cookie)
        .unwrap_or_else(|_| HeaderValue::from_static("dhakacart_session=; Path=/; Max-Age=0"))
}

fn prefix(secure: bool) -> &'static str {
    if secure { HOST_PREFIX } else { "" }
}

/// Scripts can't read it, and other sites' forms and frames don't send it.
fn attributes(max_age: u64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: axum::http::HeaderName, values: &[&'static str]) -> HeaderMap {
        values
            .iter()
            .map(|v| (name.clone(), HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn a_bearer_token_is_found() {
        let found = |value| bearer(&headers(AUTHORIZATION, &[value])).map(str::to_owned);
        assert_eq!(found("Bearer abc").unwrap(), "abc");
        assert_eq!(found("bearer  abc ").unwrap(), "abc");
        for nothing in ["Basic abc", "Bearer", "Bearer ", "abc", ""] {
            assert_eq!(found(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let found = |lines: &[&'static str]| {
            SessionIn::Cookie
                .token(&headers(COOKIE, lines))
                .map(str::to_owned)
        };
        assert_eq!(found(&["a=b; dhakacart_session=tok; c=d"]).unwrap(), "tok");
        assert_eq!(found(&["a=b", "dhakacart_session=tok"]).unwrap(), "tok");
        assert_eq!(found(&["xdhakacart_session=tok; dhakacart_session="]), None);
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn by_https_only_the_prefixed_cookie_counts() {
        let found = |session_in: SessionIn, line: &'static str| {
            let headers = headers(COOKIE, &[line]);
            session_in.token(&headers).map(str::to_owned)
        };
        let both = "dhakacart_session=planted; __Host-dhakacart_session=ours";
        assert_eq!(found(SessionIn::cookie(true), both).unwrap(), "ours");
        assert_eq!(
            found(SessionIn::cookie(true), "dhakacart_session=planted"),
            None
        );
        assert_eq!(found(SessionIn::cookie(false), both).unwrap(), "planted");
        assert_eq!(
            found(SessionIn::cookie(false), "__Host-dhakacart_session=ours"),
            None
        );
    }

    #[test]
    fn each_place_is_blind_to_the_other() {
        let mut both = headers(COOKIE, &["dhakacart_session=cookie"]);
        assert_eq!(SessionIn::Header.token(&both), None);
        both.remove(COOKIE);
        both.insert(AUTHORIZATION, HeaderValue::from_static("Bearer header"));
        assert_eq!(SessionIn::Cookie.token(&both), None);
    }

    #[test]
    fn the_cookie_is_for_this_site_and_no_script() {
        let cookie = session_cookie("a.b-c_d", Duration::from_secs(60), true).unwrap();
        assert_eq!(
            cookie.to_str().unwrap(),
            "__Host-dhakacart_session=a.b-c_d; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            session_cookie("a; Domain=x", Duration::from_secs(60), true),
            None
        );
        assert!(
            clear_session_cookie(false)
                .to_str()
                .unwrap()
                .contains("=; Path=/; Max-Age=0;")
        );
    }
}
