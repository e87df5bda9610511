//! The `Forwarded` header (RFC 7239), read strictly: whom each proxy says it forwards for.
//!
//! A client may have written the beginning of a line, and an open quotation mark in it would
//! swallow what our proxies added. So a line is read whole, and one that isn't well formed to its
//! last character says nothing at all.

use std::net::IpAddr;

use axum::http::HeaderMap;

use crate::client_address::address;

/// The `for` of each element, the last first; `None` for one that names no address, and for a
/// line that can't be read.
pub(crate) fn clients(headers: &HeaderMap) -> impl Iterator<Item = Option<IpAddr>> {
    let lines = headers.get_all("forwarded").into_iter().rev();
    lines.flat_map(|line| {
        let elements = line.to_str().ok().and_then(elements);
        let mut clients = elements.unwrap_or_else(|| vec![None]);
        clients.reverse();
        clients
    })
}

/// The addresses of a line's elements; `None` if it isn't well formed.
fn elements(line: &str) -> Option<Vec<Option<IpAddr>>> {
    let mut rest = line.trim();
    let (mut found, mut client, mut seen) = (Vec::new(), None, false);
    loop {
        let (name, value, after) = pair(rest)?;
        if name.eq_ignore_ascii_case("for") {
            // Twice in one element is forbidden (§4).
            if std::mem::replace(&mut seen, true) {
                return None;
            }
            client = address(&value);
        }
        rest = after.trim_start();
        let Some(separator) = rest.chars().next() else {
            found.push(client);
            return Some(found);
        };
        if separator == ',' {
            found.push(client.take());
            seen = false;
        }
        // Nothing else may follow a value.
        rest = rest.strip_prefix([',', ';'])?.trim_start();
    }
}

/// `name=token` or `name="quoted"` at the beginning, and what comes after it.
fn pair(text: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = text.split_once('=')?;
    if name.is_empty() || !name.bytes().all(is_token) {
        return None;
    }
    if let Some(quoted) = rest.strip_prefix('"') {
        let (value, after) = quoted_string(quoted)?;
        return Some((name, value, after));
    }
    let end = rest
        .bytes()
        .position(|b| !is_token(b))
        .unwrap_or(rest.len());
    let (value, after) = rest.split_at_checked(end)?;
    (!value.is_empty()).then(|| (name, value.to_owned(), after))
}

/// What stands before the closing quotation mark, and what comes after it.
fn quoted_string(text: &str) -> Option<(String, &str)> {
    let (mut value, mut chars) = (String::new(), text.char_indices());
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, text.get(at + 1..)?)),
            '\\' => value.push(chars.next()?.1),
            _ => value.push(char),
        }
    }
    None
}

/// RFC 9110 §5.6.2, and the colon: proxies write ports without the quotes that they need.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clients_of(lines: &[&'static str]) -> Vec<String> {
        let headers: HeaderMap = lines
            .iter()
            .map(|line| ("forwarded".parse().unwrap(), line.parse().unwrap()))
            .collect();
        clients(&headers)
            .map(|client| client.map_or("-".into(), |address| address.to_string()))
            .collect()
    }

    #[test]
    fn elements_are_read_from_the_right() {
        let examples =
            "for=192.0.2.43, For=\"[2001:db8:cafe::17]:4711\";proto=http;by=203.0.113.43";
        assert_eq!(clients_of(&[examples]), ["2001:db8:cafe::17", "192.0.2.43"]);
        assert_eq!(
            clients_of(&["for=1.1.1.1", "for=2.2.2.2:80"]),
            ["2.2.2.2", "1.1.1.1"]
        );
        assert_eq!(
            clients_of(&["proto=https", "for=unknown, for=_hidden"]),
            ["-", "-", "-"]
        );
        assert_eq!(clients_of(&["for=\"1.1.1.\\1\""]), ["1.1.1.1"]);
    }

    #[test]
    fn what_is_not_well_formed_says_nothing() {
        for line in [
            "",
            "for",
            "for=",
            "=1.1.1.1",
            "for=1.1.1.1,",
            "for=1.1.1.1;for=2.2.2.2",
            "for=\"1.1.1.1",
            "a=\", for=1.1.1.1",
            "a=\", for=\"[2001:db8::9]\"",
            "for=1.1.1.1 for=2.2.2.2",
            "for=1.1.1.1 proto=http",
            "for=1.1.1.1\"a=b",
            "for =1.1.1.1",
        ] {
            let line: &'static str = line;
            assert_eq!(clients_of(&[line]), ["-"], "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_client_can_not_hide_what_a_proxy_added(begun in "[ -~]{0,40}") {
            let line = format!("{begun}, for=198.51.100.7");
            let last = elements(&line).and_then(|mut found| found.pop());
            let seen = match last {
                None => true,
                Some(address) => address == "198.51.100.7".parse().ok(),
            };
            proptest::prop_assert!(seen, "{line}");
        }
    }
}
