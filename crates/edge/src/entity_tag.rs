//! Entity tags and what a client still has (RFC 9110, sections 8.8.3 and 13.1.2).
//!
//! Tags are weak: the same document may travel compressed or not.

use axum::http::HeaderMap;
use axum::http::header::IF_NONE_MATCH;

/// The weak tag of `body`: the same for the same bytes, in every process.
#[must_use]
pub fn entity_tag(body: &[u8]) -> String {
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
#[must_use]
pub fn has_entity(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = opaque(tag);
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|given| given.trim() == "*" || opaque(given) == tag)
}

#[cfg(test)]
mod tests {
    use axum::http::header::IF_NONE_MATCH;
    use axum::http::{HeaderMap, HeaderValue};

    use super::{entity_tag, has_entity};

    fn with(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_tag_is_known_by_its_opaque_part() {
        for known in ["\"a\"", "W/\"a\"", "\"b\", W/\"a\"", "*"] {
            assert!(has_entity(&with(known), "W/\"a\""), "{known}");
        }
        assert!(!has_entity(&with("\"b\""), "W/\"a\""));
        assert!(!has_entity(&HeaderMap::new(), "W/\"a\""));
    }

    #[test]
    fn different_bodies_have_different_tags() {
        assert_eq!(entity_tag(b"one"), entity_tag(b"one"));
        assert_ne!(entity_tag(b"one"), entity_tag(b"two"));
        assert_eq!(entity_tag(b"one").len(), 20);
    }
}
