//! Forms are taken from our own pages only (cross-site request forgery).
//!
//! Browsers say where a request comes from: `Sec-Fetch-Site` on https and localhost, `Origin` on
//! every POST. Browsers from before 2019 may leave both out and send a `Referer`. No token is needed
//! in the form, and a program that sends none of the three is no browser, so nobody can be tricked
//! into running it; a browser that was told to send none keeps the cookie back (`SameSite=Lax`).

use axum::http::header::{HOST, ORIGIN, REFERER};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};

use crate::{Problem, code};

/// Refuses a request that would change something and doesn't come from a page of this origin.
///
/// # Errors
/// 403 `cross_site`.
pub fn same_origin(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    if method.is_safe() {
        return Ok(());
    }
    let ours = match headers.get("sec-fetch-site") {
        // `none`: typed or bookmarked by the user themselves.
        Some(site) => site == "same-origin" || site == "none",
        None => match headers.get(ORIGIN) {
            Some(origin) => is_own(origin, uri, headers),
            None => match headers.get(REFERER) {
                Some(referer) => is_own(referer, uri, headers),
                None => true,
            },
        },
    };
    if ours {
        return Ok(());
    }
    Err(Problem::new(
        code::CROSS_SITE,
        "This form was sent from another site; send it from ours",
    ))
}

/// Whether an `Origin` or a `Referer` names the host that the request went to. The scheme can't be compared:
/// whether the client came by https, only the proxy in front knows.
fn is_own(origin: &HeaderValue, uri: &Uri, headers: &HeaderMap) -> bool {
    let origin = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.parse::<Uri>().ok());
    // `Origin: null`, of sandboxes and redirects, parses as a host: it has no scheme.
    let Some((Some(scheme), Some(from))) = origin.as_ref().map(|o| (o.scheme_str(), o.authority()))
    else {
        return false;
    };
    // HTTP/2 has the host in the URI.
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let Some(to) = host.as_ref().or(uri.authority()) else {
        return false;
    };
    let default = if scheme == "https" { 443 } else { 80 };
    let port = |authority: &Authority| authority.port_u16().unwrap_or(default);
    from.host().eq_ignore_ascii_case(to.host()) && port(from) == port(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(method: Method, headers: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()))
            .collect();
        same_origin(&method, &Uri::from_static("/cart"), &headers).is_ok()
    }

    fn posts(headers: &[(&'static str, &'static str)]) -> bool {
        let mut headers = headers.to_vec();
        headers.push(("host", "shop.example:8080"));
        passes(Method::POST, &headers)
    }

    #[test]
    fn looking_is_always_allowed() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(passes(method, &[("sec-fetch-site", "cross-site")]));
        }
    }

    #[test]
    fn the_browser_says_where_a_form_comes_from() {
        assert!(posts(&[("sec-fetch-site", "same-origin")]));
        assert!(posts(&[("sec-fetch-site", "none")]));
        assert!(!posts(&[("sec-fetch-site", "cross-site")]));
        assert!(!posts(&[("sec-fetch-site", "same-site")]));
        let lying = [
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://shop.example:8080"),
        ];
        assert!(!posts(&lying));
        for method in [Method::PUT, Method::PATCH, Method::DELETE] {
            assert!(!passes(method, &[("sec-fetch-site", "cross-site")]));
        }
    }

    #[test]
    fn older_browsers_send_an_origin() {
        assert!(posts(&[("origin", "http://shop.example:8080")]));
        assert!(posts(&[("origin", "https://SHOP.example:8080")]));
        for other in [
            "http://shop.example",
            "http://evil.example:8080",
            "null",
            "",
            "http://shop.example.evil:8080",
        ] {
            assert!(!posts(&[("origin", other)]), "{other}");
        }
        assert!(passes(
            Method::POST,
            &[("origin", "https://shop.example"), ("host", "shop.example")]
        ));
        assert!(passes(
            Method::POST,
            &[
                ("origin", "https://shop.example"),
                ("host", "shop.example:443")
            ]
        ));
        assert!(!passes(Method::POST, &[("origin", "https://shop.example")]));
    }

    #[test]
    fn http2_has_the_host_elsewhere() {
        let headers: HeaderMap = [(ORIGIN, HeaderValue::from_static("http://shop.example"))]
            .into_iter()
            .collect();
        let to = |uri| same_origin(&Method::POST, &Uri::from_static(uri), &headers).is_ok();
        assert!(to("http://shop.example/cart"));
        assert!(!to("http://other.example/cart"));
    }

    #[test]
    fn the_oldest_browsers_send_a_referer() {
        assert!(posts(&[("referer", "http://shop.example:8080/cart?a=b")]));
        for other in [
            "http://evil.example/shop.example:8080",
            "http://shop.example:8080.evil.example/",
            "about:blank",
            "",
        ] {
            assert!(!posts(&[("referer", other)]), "{other}");
        }
        // An origin says more.
        let both = [
            ("origin", "http://evil.example"),
            ("referer", "http://shop.example:8080/"),
        ];
        assert!(!posts(&both));
    }

    #[test]
    fn programs_send_none() {
        assert!(posts(&[]));
    }
}
