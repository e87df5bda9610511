//! Networks of proxies that are believed.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Reason, items};

/// Networks; a single address is a network of one. Bits after the prefix are dropped, so that
/// `10.1.2.3/8` is `10.0.0.0/8`.
pub(crate) fn parse(text: &str) -> Result<Vec<IpNet>, Reason> {
    items(text).map(network).collect()
}

fn network(item: &str) -> Result<IpNet, Reason> {
    let single = item.parse::<IpAddr>().map(IpNet::from);
    let network = single.or_else(|_| item.parse::<IpNet>());
    network.map(|net| net.trunc()).map_err(|_| {
        let item = crate::error::printable(item);
        format!("holds {item}, which is neither an address nor a network")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<String> {
        parse(text).unwrap().iter().map(IpNet::to_string).collect()
    }

    #[test]
    fn networks_and_single_addresses() {
        assert_eq!(parsed("10.0.0.0/8, fd00::/8"), ["10.0.0.0/8", "fd00::/8"]);
        assert_eq!(
            parsed("192.0.2.7,2001:db8::1"),
            ["192.0.2.7/32", "2001:db8::1/128"]
        );
        assert_eq!(parsed("10.1.2.3/8"), ["10.0.0.0/8"]);
        assert_eq!(parsed(" , "), Vec::<String>::new());
    }

    #[test]
    fn anything_else_is_named() {
        for wrong in [
            "10.0.0.0/33",
            "10.0.0/8",
            "proxy.example",
            "10.0.0.0/8;10.1.0.0/16",
        ] {
            assert!(
                parse(&format!("127.0.0.1,{wrong}"))
                    .unwrap_err()
                    .contains(wrong)
            );
        }
    }
}
