//! Origins in the sense of RFC 6454: scheme, host, port.
//!
//! A browser sends its origin in one exact spelling (lower case, default port left out), and CORS
//! compares texts. So what an operator writes is brought into that spelling, and what no browser
//! would ever send, a path or a trailing slash, is an error instead of a rule that never matches.

use std::net::Ipv6Addr;

use super::{Reason, items};

/// The origins, as browsers spell them, without repetitions.
pub(crate) fn parse(text: &str) -> Result<Vec<String>, Reason> {
    let mut origins = Vec::new();
    for item in items(text) {
        let shown = crate::error::printable(item);
        let origin = origin(item).map_err(|reason| format!("holds {shown}, which {reason}"))?;
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    Ok(origins)
}

/// Exactly one origin.
pub(crate) fn one(text: &str) -> Result<String, Reason> {
    origin(text.trim()).map_err(str::to_owned)
}

fn origin(item: &str) -> Result<String, &'static str> {
    if item == "*" {
        return Err("would let every site on the web call with a shopper's session");
    }
    let (scheme, authority) = item
        .split_once("://")
        .ok_or("has no scheme such as https://")?;
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => return Err("is neither http nor https"),
    };
    if authority.ends_with('/') && authority.matches('/').count() == 1 {
        return Err("ends with a slash");
    }
    if authority.contains(['/', '?', '#']) {
        return Err("has a path");
    }
    if authority.contains('@') {
        return Err("has a user name in it");
    }
    let (host, port) = host_and_port(authority)?;
    match port {
        Some(port) if port != default_port => Ok(format!("{scheme}://{host}:{port}")),
        _ => Ok(format!("{scheme}://{host}")),
    }
}

fn host_and_port(authority: &str) -> Result<(String, Option<u16>), &'static str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let port = match port {
        None => None,
        Some(port) => match port.parse::<u16>() {
            Ok(number) if number > 0 && digits(port) => Some(number),
            _ => return Err("has a port out of range"),
        },
    };
    let host = host.to_ascii_lowercase();
    if is_host(&host) {
        Ok((host, port))
    } else {
        Err("has no valid host")
    }
}

/// An IPv6 address in brackets, or a name of letters, digits, dots, hyphens and underscores
/// (names in other scripts arrive as `xn--…`).
fn is_host(host: &str) -> bool {
    if let Some(inner) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return inner.parse::<Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !label.is_empty() && label.len() <= 63 && label.bytes().all(of_name)
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_spelt_as_browsers_do() {
        assert_eq!(parse("").unwrap(), Vec::<String>::new());
        assert_eq!(
            parse("https://shop.example, http://127.0.0.1:8080,http://[::1]:8080").unwrap(),
            [
                "https://shop.example",
                "http://127.0.0.1:8080",
                "http://[::1]:8080"
            ]
        );
        assert_eq!(
            parse("HTTPS://Shop.Example:443,http://a:80,https://a:80,https://shop.example")
                .unwrap(),
            ["https://shop.example", "http://a", "https://a:80"]
        );
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        for (wrong, reason) in [
            ("https://shop.example/", "ends with a slash"),
            ("https://shop.example/shop", "has a path"),
            ("https://shop.example?x", "has a path"),
            ("shop.example", "has no scheme"),
            ("null", "has no scheme"),
            ("ftp://shop.example", "neither http nor https"),
            ("https://", "no valid host"),
            ("https://a..b", "no valid host"),
            ("https://*.shop.example", "no valid host"),
            ("https://[::zz]", "no valid host"),
            ("https://shop.example:0", "port out of range"),
            ("https://shop.example:99999", "port out of range"),
            ("https://shop.example:+80", "port out of range"),
            ("https://me@shop.example", "user name"),
            ("*", "every site"),
        ] {
            let told = parse(&format!("https://ok.example,{wrong}")).unwrap_err();
            assert!(told.contains(reason), "{wrong}: {told}");
        }
    }
}
