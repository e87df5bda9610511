//! The client's address, as far as it can be known behind proxies.
//!
//! `X-Forwarded-For` and `Forwarded` (RFC 7239) are lists that every proxy appends to; their left
//! end is whatever the client wrote there. So they are read from the right, and only as long as
//! the entry to the right of it is a proxy that we trust.
//!
//! A proxy writes one of the two and may pass the other on as the client sent it, and which one
//! can't be told from a request. So where both are there they must name the same client; else
//! neither is believed, and the request counts as the proxy's own. Who sends a second header to
//! look like somebody else gets a budget that all who try share, and nobody else's.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;

use crate::context::RequestContext;
use crate::forwarded;

/// Where a request comes from. Unspecified (`0.0.0.0`) only where nothing is known, in tests that
/// use neither a socket nor a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let known = parts.extensions.get::<RequestContext>();
        Ok(Self(known.map_or_else(
            || peer(&parts.extensions),
            |context| context.client,
        )))
    }
}

/// The address at the other end of the socket.
pub(crate) fn peer(extensions: &Extensions) -> IpAddr {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
            peer.ip().to_canonical()
        })
}

/// The nearest address that isn't one of ours.
pub(crate) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let client = peer;
    if !is_trusted(&client) {
        return client;
    }
    let listed = |header: &str| headers.contains_key(header);
    let x_forwarded_for = || nearest(client, x_forwarded_for(headers), is_trusted);
    let forwarded = || nearest(client, forwarded::clients(headers), is_trusted);
    match (listed("x-forwarded-for"), listed("forwarded")) {
        (false, false) => client,
        (true, false) => x_forwarded_for(),
        (false, true) => forwarded(),
        (true, true) => {
            let found = x_forwarded_for();
            if found == forwarded() { found } else { client }
        }
    }
}

/// The first from the right that isn't one of ours. What can't be read was not written by a proxy
/// of ours: the last believable stands.
fn nearest(
    peer: IpAddr,
    from_the_right: impl Iterator<Item = Option<IpAddr>>,
    is_trusted: impl Fn(&IpAddr) -> bool,
) -> IpAddr {
    let mut client = peer;
    for address in from_the_right {
        let Some(address) = address else { break };
        client = address;
        if !is_trusted(&client) {
            break;
        }
    }
    client
}

/// The entries of `X-Forwarded-For`, the last first; `None` for one that is no address.
fn x_forwarded_for(headers: &HeaderMap) -> impl Iterator<Item = Option<IpAddr>> {
    let lines = headers.get_all("x-forwarded-for").into_iter().rev();
    lines.flat_map(|line| {
        let line = line.to_str().unwrap_or("?");
        line.rsplit(',').map(|entry| address(entry.trim()))
    })
}

/// An address as proxies write it, with or without a port.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    let address = bare
        .parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|s| s.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&'static str]) -> String {
        let headers: HeaderMap = forwarded
            .iter()
            .map(|line| ("x-forwarded-for".parse().unwrap(), line.parse().unwrap()))
            .collect();
        let trusted = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &[]), "203.0.113.9");
    }

    #[test]
    fn our_proxies_are_believed_from_the_right() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        // The client made up the first entry; our outer proxy wrote the second.
        assert_eq!(
            client("10.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.2"]),
            "198.51.100.1"
        );
        assert_eq!(
            client("10.0.0.1", &["6.6.6.6, 198.51.100.1", "10.0.0.2"]),
            "198.51.100.1"
        );
        assert_eq!(client("fd00::1", &["2001:db8::7"]), "2001:db8::7");
    }

    #[test]
    fn all_ours_is_the_farthest_of_ours() {
        assert_eq!(client("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_can_not_be_read_ends_the_chain() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1, unknown"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["junk, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(client("10.0.0.1", &[""]), "10.0.0.1");
    }

    #[test]
    fn ports_brackets_and_mapped_addresses_are_understood() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1:443"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["[2001:db8::7]:443"]), "2001:db8::7");
        assert_eq!(client("10.0.0.1", &["[2001:db8::7]"]), "2001:db8::7");
        assert_eq!(client("10.0.0.1", &["::ffff:198.51.100.1"]), "198.51.100.1");
    }

    fn both(peer: &str, x: &'static str, forwarded: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", x.parse().unwrap());
        headers.insert("forwarded", forwarded.parse().unwrap());
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn forwarded_is_believed_as_far() {
        let client = |peer: &str, line: &'static str| {
            let headers = [("forwarded".parse().unwrap(), line.parse().unwrap())];
            let trusted = ["10.0.0.0/8".parse().unwrap()];
            let headers = headers.into_iter().collect();
            client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
        };
        let chain = "for=6.6.6.6, for=198.51.100.1;proto=https, for=10.0.0.2";
        assert_eq!(client("10.0.0.1", chain), "198.51.100.1");
        assert_eq!(client("203.0.113.9", chain), "203.0.113.9");
        assert_eq!(client("10.0.0.1", "for=unknown"), "10.0.0.1");
        assert_eq!(
            client("10.0.0.1", "for=6.6.6.6, for=_x, for=10.0.0.2"),
            "10.0.0.2"
        );
    }

    #[test]
    fn two_headers_that_disagree_are_nobodys() {
        assert_eq!(
            both("10.0.0.1", "198.51.100.1", "for=198.51.100.1"),
            "198.51.100.1"
        );
        // Whichever of them the proxy wrote, the other came from the client.
        assert_eq!(both("10.0.0.1", "198.51.100.1", "for=6.6.6.6"), "10.0.0.1");
        assert_eq!(both("10.0.0.1", "6.6.6.6", "for=198.51.100.1"), "10.0.0.1");
        assert_eq!(both("10.0.0.1", "198.51.100.1", "nonsense"), "10.0.0.1");
        assert_eq!(both("203.0.113.9", "1.1.1.1", "for=1.1.1.1"), "203.0.113.9");
    }
}
