//! Addresses as IRIs: RDF admits fewer characters than browsers do.

use std::fmt::Write;

use oxrdf::NamedNode;
use url::Url;

/// Returns the IRI of an address on the web, percent-encoded where it has to be; `None` where there is none.
pub(crate) fn of_address(address: &str) -> Option<NamedNode> {
    let url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https" | "ftp") || url.host_str().is_none_or(str::is_empty)
    {
        return None;
    }
    NamedNode::new(encoded(url.as_str())).ok()
}

/// Returns the IRI of somebody's mailbox; `None` where the text is no address.
pub(crate) fn of_mailbox(mailbox: &str) -> Option<NamedNode> {
    let mailbox = mailbox.trim();
    let mailbox = mailbox.strip_prefix("mailto:").unwrap_or(mailbox);
    let (name, host) = mailbox.split_once('@')?;
    let is_plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._+'".contains(c))
    };
    if !is_plain(name) || !is_plain(host) {
        return None;
    }
    NamedNode::new(format!("mailto:{mailbox}")).ok()
}

/// Returns the address with what no IRI may have percent-encoded.
fn encoded(url: &str) -> String {
    let after_host = url
        .find("://")
        .and_then(|at| url[at + 3..].find(['/', '?', '#']).map(|end| at + 3 + end));
    let after_host = after_host.unwrap_or(url.len());
    let fragment = url.find('#');
    let mut iri = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        let is_escape = || {
            let digits = url.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        let is_allowed = match c {
            '%' => is_escape(),
            '#' => fragment == Some(at),
            // Around the number of a host.
            '[' | ']' => at < after_host,
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
            c => c > ' ' && c != '\u{7f}',
        };
        if is_allowed {
            iri.push(c);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            // Writing into a text does not fail.
            let _ = write!(iri, "%{byte:02X}");
        }
    }
    iri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_an_iri_or_is_none() {
        for (address, expected) in [
            ("https://a.test/x?y=1#z", Some("https://a.test/x?y=1#z")),
            ("  https://a.test ", Some("https://a.test/")),
            (
                "https://a.test/deux mots.csv",
                Some("https://a.test/deux%20mots.csv"),
            ),
            ("https://a.test/été", Some("https://a.test/%C3%A9t%C3%A9")),
            ("https://é.test/", Some("https://xn--9ca.test/")),
            (
                "https://a.test/?q={a|b}&r=[1]^`\\",
                Some("https://a.test/?q=%7Ba%7Cb%7D&r=%5B1%5D%5E%60%5C"),
            ),
            (
                "https://a.test/100%?x=%zz%41",
                Some("https://a.test/100%25?x=%25zz%41"),
            ),
            ("https://a.test/#/a#b", Some("https://a.test/#/a%23b")),
            ("http://[::1]:8080/[x]", Some("http://[::1]:8080/%5Bx%5D")),
            (
                "https://a.test/<script>\"",
                Some("https://a.test/%3Cscript%3E%22"),
            ),
            ("javascript:alert(1)", None),
            ("mailto:a@b.test", None),
            ("/relative", None),
            ("https://", None),
            ("", None),
        ] {
            let iri = of_address(address).map(NamedNode::into_string);
            assert_eq!(iri.as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn a_mailbox_becomes_an_iri_or_is_none() {
        for (mailbox, expected) in [
            ("a.b+c@d.test", Some("mailto:a.b+c@d.test")),
            ("mailto:a@d.test", Some("mailto:a@d.test")),
            ("a@b@c.test", None),
            ("a b@c.test", None),
            ("@c.test", None),
            ("personne", None),
        ] {
            let iri = of_mailbox(mailbox).map(NamedNode::into_string);
            assert_eq!(iri.as_deref(), expected, "{mailbox}");
        }
    }
}
