//! Names that a certificate is for, and who signs it.

use super::{Reason, items};

/// The most names on one certificate that make sense for a shop.
const MOST: usize = 20;

/// Names in DNS, in lower case, without repetitions; at least one.
pub(crate) fn parse(text: &str) -> Result<Vec<String>, Reason> {
    let mut domains = Vec::new();
    for item in items(text) {
        let name = item.to_ascii_lowercase();
        if !is_name(&name) {
            let shown = crate::error::printable(item);
            return Err(format!(
                "holds {shown}, which is no name such as shop.example"
            ));
        }
        if !domains.contains(&name) {
            domains.push(name);
        }
    }
    match domains.len() {
        0 => Err("holds no name".to_owned()),
        1..=MOST => Ok(domains),
        many => Err(format!("holds {many} names, more than {MOST}")),
    }
}

/// A name with a dot in it, which no address has at its end: CAs sign nothing else.
fn is_name(name: &str) -> bool {
    let is_label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let hyphens = label.starts_with('-') || label.ends_with('-');
        !label.is_empty() && label.len() <= 63 && label.bytes().all(plain) && !hyphens
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    let number = last.bytes().all(|byte| byte.is_ascii_digit());
    name.len() <= 253 && name.contains('.') && name.split('.').all(is_label) && !number
}

/// An ACME directory's address.
pub(crate) fn directory(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    let rest = text.strip_prefix("https://").ok_or("is not https://")?;
    if rest.is_empty() || rest.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@') {
        return Err("is no address".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_a_ca_signs() {
        assert_eq!(
            parse("Shop.Example, www.shop.example,shop.example").unwrap(),
            ["shop.example", "www.shop.example"]
        );
        for wrong in [
            "",
            "*.shop.example",
            "localhost",
            "10.0.0.1",
            "a..b",
            "-a.example",
            "a b.example",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        let many: Vec<String> = (0..21).map(|n| format!("s{n}.example")).collect();
        assert!(parse(&many.join(",")).unwrap_err().contains("more than 20"));
    }

    #[test]
    fn a_directory_is_asked_by_https() {
        assert!(directory("https://localhost:14000/dir").is_ok());
        assert!(directory("http://localhost/dir").is_err() && directory("https://").is_err());
    }
}
