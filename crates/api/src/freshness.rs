//! Entity tags and what a client still has (RFC 9110, sections 8.8.3 and 13.1.2).
//!
//! Tags here are weak: the same JSON may travel compressed or not.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};

/// How long a cache may show a product or a list without asking again: with the catalogue's own
/// poll it stays under the two seconds within which every change must be visible.
pub(crate) const BROWSING: &str = "public, max-age=1";

/// The weak tag of `body`: the same for the same bytes, in every process.
pub(crate) fn tag(body: &[u8]) -> String {
    let digest = shop::fingerprint(body);
    let mut tag = String::with_capacity(20);
    tag.push_str("W/\"");
    for byte in &digest[..8] {
        tag.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        tag.push(char::from(b"0123456789abcdef"[usize::from(byte & 0xf)]));
    }
    tag.push('"');
    tag
}

/// True if the client has what `tag` names (`If-None-Match`, compared weakly).
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = opaque(tag);
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|given| given.trim() == "*" || opaque(given) == tag)
}

/// True if the client takes Brotli (`Accept-Encoding`, and not with `q=0`).
pub(crate) fn takes_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let refused = weight
                .trim()
                .strip_prefix("q=")
                .is_some_and(|q| q.parse() == Ok(0.0));
            name.trim().eq_ignore_ascii_case("br") && !refused
        })
}

#[cfg(test)]
mod tests {
    use axum::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
    use axum::http::{HeaderMap, HeaderValue};

    use super::{is_known, tag, takes_brotli};

    fn with(name: axum::http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_tag_is_known_by_its_opaque_part() {
        for known in ["\"a\"", "W/\"a\"", "\"b\", W/\"a\"", "*"] {
            assert!(is_known(&with(IF_NONE_MATCH, known), "W/\"a\""), "{known}");
        }
        assert!(!is_known(&with(IF_NONE_MATCH, "\"b\""), "W/\"a\""));
        assert!(!is_known(&HeaderMap::new(), "W/\"a\""));
    }

    #[test]
    fn different_bodies_have_different_tags() {
        assert_eq!(tag(b"one"), tag(b"one"));
        assert_ne!(tag(b"one"), tag(b"two"));
        assert_eq!(tag(b"one").len(), 20);
    }

    #[test]
    fn brotli_is_sent_to_who_takes_it() {
        assert!(takes_brotli(&with(ACCEPT_ENCODING, "gzip, br;q=0.9")));
        assert!(!takes_brotli(&with(ACCEPT_ENCODING, "gzip, br;q=0")));
        assert!(!takes_brotli(&with(ACCEPT_ENCODING, "gzip")));
        assert!(!takes_brotli(&HeaderMap::new()));
    }
}
