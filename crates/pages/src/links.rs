//! Percent-encoding: parts of paths, queries, and whole addresses for a `Location`.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, 2.3.
const PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What can't stand in a header's address as it is.
const ADDRESS: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

/// One segment of a path, or one value of a query.
#[must_use]
pub fn part(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, PART).into()
}

/// An address that may hold letters of any script, as a header takes it.
#[must_use]
pub fn ascii(address: &str) -> Cow<'_, str> {
    utf8_percent_encode(address, ADDRESS).into()
}

/// `path?name=value&…`; only `path` if there are no pairs.
#[must_use]
pub fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut address = path.to_owned();
    for (at, (name, value)) in pairs.into_iter().enumerate() {
        let joiner = if at == 0 { '?' } else { '&' };
        // Writing to a String doesn't fail.
        let _ = write!(address, "{joiner}{}={}", part(name), part(value));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_to_themselves() {
        assert_eq!(part("a/b?c#d%"), "a%2Fb%3Fc%23d%25");
        assert!(part("মোবাইল").is_ascii());
        assert_eq!(
            with_query("/search", [("q", "fan & light"), ("page", "2")]),
            "/search?q=fan%20%26%20light&page=2"
        );
        assert_eq!(with_query("/search", []), "/search");
    }
}
