//! Where the storefront's scripts find the JSON API, and the policy that lets them reach exactly
//! that (Content Security Policy Level 3, `connect-src`).
//!
//! Nothing is baked into a file: the page says it in `<meta name="dhakacart-api">`, at run time.

use axum::http::HeaderValue;

/// Where a browser reaches the JSON API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiAddress {
    /// At an origin of its own: `https://api.example`.
    At(String),
    /// At whatever host the page came from, on this port.
    Port(u16),
}

/// Scripts, frames and styles from elsewhere are refused; pictures may come from the makers.
const POLICY: &str = "default-src 'self'; img-src 'self' https: data:; style-src 'self'; \
     script-src 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; \
     base-uri 'none'; connect-src 'self'";

impl ApiAddress {
    /// What the page tells its scripts: an origin, or `:5000` for its own host's port.
    pub(crate) fn told(&self) -> String {
        match self {
            ApiAddress::At(origin) => origin.clone(),
            ApiAddress::Port(port) => format!(":{port}"),
        }
    }

    /// The policy of a page that was asked for at `host`.
    pub(crate) fn policy(&self, host: Option<&HeaderValue>) -> HeaderValue {
        let api = match self {
            ApiAddress::At(origin) => Some(origin.clone()),
            // Without a scheme: the page's own, or a safer one.
            ApiAddress::Port(port) => host_name(host).map(|name| format!("{name}:{port}")),
        };
        let own = HeaderValue::from_static(POLICY);
        match api {
            Some(api) => HeaderValue::try_from(format!("{POLICY} {api}")).unwrap_or(own),
            None => own,
        }
    }
}

/// The host without its port, if it is one: nothing that a client sends may end the directive.
fn host_name(host: Option<&HeaderValue>) -> Option<&str> {
    let host = host?.to_str().ok()?;
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (!name.is_empty() && name.len() <= 253 && name.chars().all(plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connects(api: &ApiAddress, host: &'static str) -> String {
        let host = HeaderValue::from_static(host);
        let policy = api.policy(Some(&host));
        let policy = policy.to_str().unwrap();
        policy.split("connect-src ").nth(1).unwrap().to_owned()
    }

    #[test]
    fn the_policy_allows_the_api_and_nothing_else() {
        let at = ApiAddress::At("https://api.example".into());
        assert_eq!(connects(&at, "shop.example"), "'self' https://api.example");
        let port = ApiAddress::Port(5000);
        assert_eq!(connects(&port, "shop.example"), "'self' shop.example:5000");
        assert_eq!(connects(&port, "127.0.0.1:8080"), "'self' 127.0.0.1:5000");
        assert_eq!(connects(&port, "[::1]:8080"), "'self' [::1]:5000");
    }

    #[test]
    fn a_host_that_is_none_allows_nothing() {
        let port = ApiAddress::Port(5000);
        for host in ["evil.example; script-src *", "a b", "*", ":8080", "a,b"] {
            assert_eq!(connects(&port, host), "'self'", "{host}");
        }
        assert!(port.policy(None).to_str().unwrap().ends_with("'self'"));
    }
}
