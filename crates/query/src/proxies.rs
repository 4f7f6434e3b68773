//! What proxies tell of a request: whose it is and what its address was, believed of named proxies alone.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The address that a connection comes from; whoever accepts the connection says so of each of its requests.
#[derive(Debug, Clone, Copy)]
pub struct PeerAddress(pub IpAddr);

/// The proxies that are believed.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Returns the proxies in these networks.
    #[must_use]
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Returns whether an address is one of a proxy that is believed.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Returns the address of whoever asks: that of the connection or, where a proxy's, the last one of `X-Forwarded-For` that
    /// is no proxy's. Each proxy adds the address that it was asked from at the end; what stands before the last one of a
    /// stranger is the stranger's own word. Behind something that is no address, the proxy that passed it on counts.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let told = headers.get_all(FOR).iter().rev();
        let hops = told.flat_map(|value| value.to_str().unwrap_or_default().split(',').rev());
        for hop in hops.map(str::trim).filter(|hop| !hop.is_empty()) {
            if !self.trusts(client) {
                break;
            }
            let Some(address) = address_of_hop(hop) else {
                break;
            };
            client = address.to_canonical();
        }
        client
    }

    /// Leaves in the headers what tells the address that the caller used, and takes out what nobody must believe: all of it
    /// where it is not a proxy's word, and else all but the last proxy's.
    pub(crate) fn leave_believed(&self, peer: IpAddr, headers: &mut HeaderMap) {
        let is_trusted = self.trusts(peer);
        for name in [HOST, PROTO] {
            let last = headers.get_all(&name).iter().next_back();
            let last = last.and_then(|value| value.to_str().ok());
            let last = last.and_then(|value| value.rsplit(',').next());
            let believed = last
                .map(str::trim)
                .filter(|value| is_trusted && (name == PROTO || is_host(value)))
                .and_then(|value| value.parse().ok());
            match believed {
                Some(value) => {
                    headers.insert(name, value);
                }
                None => {
                    headers.remove(name);
                }
            }
        }
    }
}

/// Reads an entry of `X-Forwarded-For`: an address, with or without a port.
fn address_of_hop(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .strip_prefix('[')
        .and_then(|hop| hop.strip_suffix(']'))
        .unwrap_or(hop);
    let with_port = || hop.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// Returns whether a text looks like a host: a name or an address, with or without a port.
pub(crate) fn is_host(text: &str) -> bool {
    let end_of_name = text.rfind(']').map_or(0, |end| end + 1);
    let (name, port) = match text[end_of_name..].find(':') {
        Some(colon) => text.split_at(end_of_name + colon),
        None => (text, ""),
    };
    let is_port = port.is_empty()
        || port.len() <= 6 && port.len() > 1 && port[1..].bytes().all(|b| b.is_ascii_digit());
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._[]:".contains(&byte);
    is_port && name.len() <= 253 && name.bytes().all(is_plain) && url::Host::parse(name).is_ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn proxies() -> TrustedProxies {
        let networks = ["10.0.0.0/8", "2001:db8:a::/48", "127.0.0.1/32"];
        TrustedProxies::new(networks.map(|network| network.parse().unwrap()).to_vec())
    }

    fn headers(lines: &[(HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_client_is_the_last_address_that_is_no_proxys() {
        for (peer, told, expected) in [
            // A stranger says what he likes.
            ("192.0.2.1", &["203.0.113.9"][..], "192.0.2.1"),
            ("10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("::ffff:10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", &["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
            (
                "10.0.0.1",
                &["1.1.1.1, 203.0.113.9, 10.0.0.2"],
                "203.0.113.9",
            ),
            (
                "10.0.0.1",
                &["1.1.1.1", "203.0.113.9", "10.0.0.2"],
                "203.0.113.9",
            ),
            ("2001:db8:a::1", &["2001:db8:b::7"], "2001:db8:b::7"),
            ("10.0.0.1", &["[2001:db8:b::7]:4711"], "2001:db8:b::7"),
            ("10.0.0.1", &["203.0.113.9:4711,"], "203.0.113.9"),
            ("10.0.0.1", &["203.0.113.9, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.9, unknown, 10.0.0.2"], "10.0.0.2"),
            // All are proxies: the first one asks for itself.
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", &[], "10.0.0.1"),
        ] {
            let lines: Vec<_> = told.iter().map(|value| (FOR, *value)).collect();
            let client = proxies().client(peer.parse().unwrap(), &headers(&lines));
            assert_eq!(client.to_string(), expected, "{peer} {told:?}");
        }
    }

    #[test]
    fn an_address_is_believed_of_a_proxy_alone_and_of_the_last_one() {
        for (peer, told, expected) in [
            ("192.0.2.1", ("evil.example", "https"), (None, None)),
            (
                "10.0.0.1",
                ("a.example", "https"),
                (Some("a.example"), Some("https")),
            ),
            (
                "10.0.0.1",
                ("evil.example, a.example:8443", "http, https"),
                (Some("a.example:8443"), Some("https")),
            ),
            ("10.0.0.1", ("a.example/x", "https"), (None, Some("https"))),
        ] {
            let mut headers = headers(&[(HOST, told.0), (PROTO, told.1)]);
            proxies().leave_believed(peer.parse().unwrap(), &mut headers);
            let left = |name| headers.get(name).map(|value| value.to_str().unwrap());
            assert_eq!((left(HOST), left(PROTO)), expected, "{peer} {told:?}");
        }
    }

    #[test]
    fn a_host_is_a_name_or_an_address_with_or_without_a_port() {
        for text in [
            "localhost",
            "recherche.example.fr",
            "a_b.example:8080",
            "127.0.0.1:80",
            "[::1]",
            "[2001:db8::1]:8080",
            "xn--bcher-kva.example",
        ] {
            assert!(is_host(text), "{text}");
        }
        for text in [
            "",
            ":80",
            "a:",
            "a:b",
            "a:123456",
            "a b",
            "user@example.fr",
            "example.fr/x",
            "a\"><script>",
            "::1",
            "[::1",
            "[::1]x",
            "999.1.1.1",
            "a?b",
            "a,b",
            "é.example",
            "a%2eb",
        ] {
            assert!(!is_host(text), "{text}");
        }
    }
}
