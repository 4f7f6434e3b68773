//! Where an answer may come from.

use reqwest::redirect::{Attempt, Policy};
use url::Url;

/// How often one request may be sent on.
const MOST_REDIRECTS: usize = 10;

/// The pages of an API stay on their host, which is the one that was named: a catalogue is not to be replaced by another.
pub(super) fn on_the_same_host() -> Policy {
    Policy::custom(|attempt| {
        follow(
            attempt,
            stays,
            "pages of an API are taken from its own host alone",
        )
    })
}

/// A file may lie elsewhere, as data.gouv.fr's own exports do, behind a connection that names its host.
pub(super) fn anywhere_over_https() -> Policy {
    Policy::custom(|attempt| {
        follow(
            attempt,
            |from, to| to.scheme() == "https" || stays(from, to),
            "files of other hosts are taken over https alone",
        )
    })
}

fn follow(
    attempt: Attempt<'_>,
    may_go: impl Fn(&Url, &Url) -> bool,
    rule: &str,
) -> reqwest::redirect::Action {
    if attempt.previous().len() > MOST_REDIRECTS {
        return attempt.error("sent on too often");
    }
    let goes = attempt
        .previous()
        .first()
        .is_none_or(|from| may_go(from, attempt.url()));
    if goes {
        return attempt.follow();
    }
    let reason = format!("sent to `{}`: {rule}", attempt.url());
    attempt.error(reason)
}

/// Returns whether an address has the host and port of another one, or the same host over https instead of http.
fn stays(from: &Url, to: &Url) -> bool {
    let has_default_ports = from.port().is_none() && to.port().is_none();
    from.host() == to.host()
        && match (from.scheme(), to.scheme()) {
            (from_scheme, to_scheme) if from_scheme == to_scheme => {
                from.port_or_known_default() == to.port_or_known_default()
            }
            ("http", "https") => has_default_ports,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_where_it_is_on_its_host_and_no_less_secure() {
        for (from, to, expected) in [
            ("https://a.test/x", "https://a.test/y", true),
            ("http://a.test/x", "https://a.test/x", true),
            ("https://a.test/x", "http://a.test/x", false),
            ("https://a.test/x", "https://b.test/x", false),
            ("http://a.test:81/x", "http://a.test:82/x", false),
            ("http://a.test:81/x", "https://a.test/x", false),
        ] {
            let [from, to] = [from, to].map(|url| Url::parse(url).unwrap());
            assert_eq!(stays(&from, &to), expected, "{from} {to}");
        }
    }
}
