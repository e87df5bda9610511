//! Whatever a stranger writes into a header or an address: no panic, and no more trust than before.
//!
//! Each property stands beside a list of inputs that are known to be nasty, which run every time.
//! More cases: `PROPTEST_CASES=100000`.

use std::net::IpAddr;

use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Deserialize;

use crate::client_address::client_address;
use crate::request_id::RequestIds;
use crate::session::{SESSION_COOKIE, SessionIn, bearer, session_cookie};
use crate::{Cors, pairs, testing};

const FORWARDED: &[&str] = &[
    "",
    ",",
    ",,,,",
    "127.0.0.1",
    "localhost",
    "0.0.0.0",
    "::1",
    "[::1]",
    "[::1",
    "::1]",
    "10.0.0.1, 10.0.0.1",
    "198.51.100.7:99999",
    "198.51.100.7:",
    "0x7f.1",
    "127.1",
    "2130706433",
    "010.0.0.1",
    "::ffff:10.0.0.1",
    "fe80::1%eth0",
    "6.6.6.6\t,\t10.0.0.2",
    "6.6.6.6;10.0.0.2",
    "for=10.0.0.2",
    "for=\"6.6.6.6",
    "for=\"[::1]:x\"",
    "for=\"\\",
    "for=6.6.6.6;for=10.0.0.2",
    "for=_hidden, for=unknown",
    "for=6.6.6.6, by=\"a, for=10.0.0.2",
    "FOR=\"\\6.6.6.6\"",
    "for==6.6.6.6",
    "for=é",
    "null",
];

const COOKIES: &[&str] = &[
    "",
    ";",
    ";;;=;=;",
    "=dhakacart_session",
    "dhakacart_session",
    "dhakacart_session=",
    "dhakacart_session==",
    "dhakacart_session=\"a;b\"",
    "dhakacart_session=a; dhakacart_session=b",
    "__Host-__Host-dhakacart_session=x",
    "__host-dhakacart_session=x",
    " __Host-dhakacart_session =x",
    "a=__Host-dhakacart_session=x",
    "__Host-dhakacart_session=\t",
    "$Version=1; __Host-dhakacart_session=x; $Path=/",
    "__Host-dhakacart_session=é",
];

const TEXTS: &[&str] = &[
    "",
    "\r\n",
    "a\r\nSet-Cookie: x=y",
    "a\nb",
    "a; Domain=evil.example",
    "a, b=c",
    "\"",
    "\\",
    "a\0",
    "\u{2028}",
    "\u{560d}\u{560a}Set-Cookie:x",
    "%0d%0aX: y",
    "null",
    "https://evil.example",
    "https://shop.example.evil.example",
    "https://shop.example@evil.example",
    "HTTPS://SHOP.EXAMPLE",
    "https://shop.example/",
    "https://shop.example\u{b}",
];

const QUERIES: &[&str] = &[
    "",
    "&",
    "&&&=&=",
    "=",
    "q",
    "q=%",
    "q=%0",
    "q=%é9",
    "q=%00",
    "q=%c0%80",
    "q=%ed%a0%80",
    "q=%f4%90%80%80",
    "q=%F0%9F%92",
    "q=a&q=b",
    "q[]=a",
    "q[a]=b",
    "page=+1",
    "page=1e9",
    "page=0x10",
    "page=১২",
    "page=-0",
    "page=99999999999999999999999999",
    "min_price=-9223372036854775809",
    "in_stock=TRUE",
    "in_stock=%74rue",
    "brand=%26&brand=%3d",
    "__proto__=x&constructor=y",
    "q=%E2%80%AEgnusmas",
    ";q=a;page=2",
];

#[derive(Debug, Deserialize)]
struct Search {
    q: Option<String>,
    #[serde(default)]
    brand: Vec<String>,
    #[expect(dead_code, reason = "only read in")]
    min_price: Option<i64>,
    #[serde(default)]
    #[expect(dead_code, reason = "only read in")]
    in_stock: bool,
    #[expect(dead_code, reason = "only read in")]
    page: Option<u32>,
}

fn headers(name: &HeaderName, lines: &[Vec<u8>]) -> HeaderMap {
    let values = lines
        .iter()
        .filter_map(|line| HeaderValue::from_bytes(line).ok());
    values.map(|value| (name.clone(), value)).collect()
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Addresses that somebody may have meant by a line, found without any of the code under test.
fn mentioned(line: &[u8]) -> Vec<IpAddr> {
    let line = String::from_utf8_lossy(line).replace('\\', "");
    let pieces = line.split(|c: char| !(c.is_ascii_hexdigit() || c == '.' || c == ':'));
    let readings = pieces.flat_map(|piece| {
        let without_port = piece.rsplit_once(':').map_or(piece, |(host, _)| host);
        [piece, without_port]
    });
    readings
        .filter_map(|text| text.parse::<IpAddr>().ok())
        .map(|address| address.to_canonical())
        .collect()
}

fn check_forwarded(x: &[Vec<u8>], forwarded: &[Vec<u8>]) -> Result<(), TestCaseError> {
    let trusted = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
    let mut all = headers(&HeaderName::from_static("x-forwarded-for"), x);
    all.extend(headers(&HeaderName::from_static("forwarded"), forwarded));
    let stranger: IpAddr = "203.0.113.9".parse().unwrap();
    prop_assert_eq!(client_address(stranger, &all, &trusted), stranger);
    let proxy: IpAddr = "10.0.0.1".parse().unwrap();
    prop_assert_eq!(client_address(proxy, &all, &[]), proxy, "nobody is trusted");
    let found = client_address(proxy, &all, &trusted);
    let known = x.iter().chain(forwarded).flat_map(|line| mentioned(line));
    let known: Vec<IpAddr> = known.chain([proxy]).collect();
    prop_assert!(known.contains(&found), "{found} is none of {known:?}");

    // What our proxy appends counts, whatever stands before it.
    let theirs: IpAddr = "198.51.100.7".parse().unwrap();
    all.remove("forwarded");
    all.append("x-forwarded-for", HeaderValue::from_static("198.51.100.7"));
    prop_assert_eq!(client_address(proxy, &all, &trusted), theirs);
    Ok(())
}

fn check_cookies(lines: &[Vec<u8>]) -> Result<(), TestCaseError> {
    let cookies = headers(&COOKIE, lines);
    let all = lines.concat();
    let all = String::from_utf8_lossy(&all);
    for (place, name) in [
        (SessionIn::Cookie, SESSION_COOKIE.to_owned()),
        (SessionIn::HostCookie, format!("__Host-{SESSION_COOKIE}")),
    ] {
        let Some(token) = place.token(&cookies) else {
            continue;
        };
        prop_assert!(!token.is_empty() && !token.contains(';') && token.trim() == token);
        prop_assert!(all.contains(&name) && all.contains(token), "{token:?}");
    }
    prop_assert_eq!(SessionIn::Header.token(&cookies), None);
    let credentials = headers(&AUTHORIZATION, lines);
    if let Some(token) = bearer(&credentials) {
        prop_assert!(!token.is_empty() && all.to_ascii_lowercase().contains("bearer "));
    }
    prop_assert_eq!(SessionIn::HostCookie.token(&credentials), None);
    Ok(())
}

/// What a caller wrote and the answer says again.
fn check_echoes(text: &str) -> Result<(), TestCaseError> {
    if let Some(cookie) = session_cookie(text, std::time::Duration::from_secs(60), true) {
        let attributes = "Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure";
        let expected = format!("__Host-{SESSION_COOKIE}={text}; {attributes}");
        prop_assert_eq!(cookie.to_str().unwrap(), &expected);
        prop_assert!(!text.contains([';', ',', '\r', '\n', ' ']));
    }
    let Ok(value) = HeaderValue::from_str(text) else {
        return Ok(());
    };
    let mut given = HeaderMap::new();
    given.insert("x-request-id", value.clone());
    let id = RequestIds::new(&testing::ambient()).of(&given);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    prop_assert!(id.as_str().chars().all(plain) && id.as_str().len() <= 64);
    given.insert("origin", value);
    let cors = Cors::new(&["https://shop.example"]).unwrap();
    if let Some(origin) = cors.allowed(&given) {
        prop_assert_eq!(origin, "https://shop.example");
    }
    Ok(())
}

fn check_query(raw: &str) -> Result<(), TestCaseError> {
    match pairs::read::<Search>(raw) {
        Ok(search) => {
            let texts = search.q.iter().chain(&search.brand);
            prop_assert!(texts.clone().all(|text| !text.contains('\0')), "{search:?}");
            let length: usize = texts.map(String::len).sum();
            prop_assert!(length <= raw.len(), "nothing grows");
        }
        Err(problem) => prop_assert_eq!(problem.status().as_u16(), 400),
    }
    Ok(())
}

#[test]
fn known_tricks_with_headers_and_queries() {
    for line in FORWARDED {
        let lines = [bytes(line)];
        check_forwarded(&lines, &[]).unwrap();
        check_forwarded(&[], &lines).unwrap();
        check_forwarded(&lines, &lines).unwrap();
    }
    for line in COOKIES {
        check_cookies(&[bytes(line)]).unwrap();
        check_cookies(&[bytes(line), bytes("a=b"), bytes(line)]).unwrap();
    }
    for text in TEXTS {
        check_echoes(text).unwrap();
        check_query(text).unwrap();
    }
    for raw in QUERIES {
        check_query(raw).unwrap();
    }
}

/// A line of a header: of pieces that mean something, or of any bytes at all.
fn line(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let sensible = vec(prop::sample::select(pieces), 0..8).prop_map(|all| bytes(&all.concat()));
    prop_oneof![
        sensible,
        vec(any::<u8>(), 0..60),
        "[ -~]{0,60}".prop_map(|text| bytes(&text))
    ]
}

fn forwarded_line() -> impl Strategy<Value = Vec<u8>> {
    line(&[
        "for=",
        "For=",
        "\"",
        "\\",
        ",",
        ", ",
        ";",
        "=",
        "[",
        "]",
        ":80",
        "10.0.0.2",
        "6.6.6.6",
        "2001:db8::9",
        "::ffff:6.6.6.6",
        "fd00::2",
        "unknown",
        "proto=https",
        "by=",
        "\t",
    ])
}

fn cookie_line() -> impl Strategy<Value = Vec<u8>> {
    line(&[
        "__Host-",
        "__Secure-",
        "dhakacart_session",
        "=",
        ";",
        "; ",
        " ",
        "\"",
        "tok",
        "Bearer ",
        "bearer  ",
        "é",
        "\t",
        "%3b",
    ])
}

proptest! {
    #[test]
    fn nobody_looks_like_somebody_else(
        x in vec(forwarded_line(), 0..3), forwarded in vec(forwarded_line(), 0..3),
    ) {
        check_forwarded(&x, &forwarded)?;
    }

    #[test]
    fn cookies_and_credentials_are_read_or_not_there(lines in vec(cookie_line(), 0..4)) {
        check_cookies(&lines)?;
    }

    #[test]
    fn what_is_said_again_adds_no_header(text in prop_oneof![any::<String>(), "[ -~\r\n\t;]{0,70}"]) {
        check_echoes(&text)?;
    }

    #[test]
    fn any_query_is_read_or_refused(
        raw in prop_oneof![any::<String>(), "((q|page|brand|in_stock)=?(%[0-9a-f]{2}|[a-z0-9+%০-৯]){0,6}&?){0,6}"],
    ) {
        check_query(&raw)?;
    }
}
