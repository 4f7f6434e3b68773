//! An address, taken apart: host, path and the parameters that say what is shown.

use sha2::{Digest, Sha256};

use super::names::is_telling;
use super::parts::{Part, without_ending};

/// So many of an address's shorter forms are looked up.
const MAX_SHORTER: usize = 4;

/// An address, or an identifier with slashes: a text that is one too if its host is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    host: String,
    /// The path and, where the fragment is a path of its own (`#/metadata/…`), that of the fragment.
    segments: Vec<String>,
    /// Sorted.
    parameters: Vec<(String, String)>,
    has_scheme: bool,
}

impl Address {
    /// Reads a normalized text; `None` where it has no slash.
    pub fn read(text: &str) -> Option<Self> {
        // `[title](https://…)`, `<https://…>`: what stands before a scheme is no part of it.
        let scheme = text.split_once("://");
        let scheme = scheme.filter(|(before, _)| is_scheme(before));
        let has_scheme = scheme.is_some();
        let text = scheme.map_or(text, |(_, after)| after);
        if !has_scheme && !text.contains('/') && !text.starts_with("www.") {
            return None;
        }
        let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
        let route = fragment.strip_prefix('!').unwrap_or(fragment);
        let route = if route.starts_with('/') { route } else { "" };
        let mut segments = Vec::new();
        let mut parameters = Vec::new();
        for part in [before, route] {
            let (path, query) = part.split_once('?').unwrap_or((part, ""));
            segments.extend(read_path(path));
            parameters.extend(read_query(query));
        }
        parameters.sort();
        if segments.is_empty() {
            return None;
        }
        let host = segments.remove(0);
        let host = host.strip_prefix("www.").unwrap_or(&host);
        let host = host
            .strip_suffix(":80")
            .or(host.strip_suffix(":443"))
            .unwrap_or(host);
        Some(Self {
            host: host.to_owned(),
            segments,
            parameters,
            has_scheme,
        })
    }

    /// Returns whether it can be nothing but an address.
    pub fn is_certain(&self) -> bool {
        let name = self.host.split(':').next().unwrap_or_default();
        let is_domain = name.rsplit_once('.').is_some_and(|(rest, last)| {
            !rest.is_empty() && last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic())
        });
        let is_domain = is_domain
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
        let is_path = [self.host.as_str()]
            .into_iter()
            .chain(self.segments.iter().map(String::as_str))
            .any(|segment| matches!(segment, "datasets" | "dataset" | "dataservices"));
        self.has_scheme || is_domain || (is_path && !self.segments.is_empty())
    }

    /// Returns whether anything stands behind the host.
    pub fn has_path(&self) -> bool {
        !self.segments.is_empty() || !self.parameters.is_empty()
    }

    /// Returns whether its host is data.gouv.fr's.
    pub fn is_of_platform(&self) -> bool {
        self.host == "data.gouv.fr"
    }

    /// Returns the key of the whole address.
    pub fn key(&self) -> String {
        let parameters = self.parameters.iter();
        let query: Vec<String> = parameters
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        hashed(&format!(
            "{}/{}?{}",
            self.host,
            self.segments.join("/"),
            query.join("&")
        ))
    }

    /// Returns the key of a name on the host; names of one kind are apart from those of another.
    pub fn key_of(&self, name: &str, kind: &str) -> String {
        hashed(&format!("{kind}{}|{name}", self.host))
    }

    /// Returns the name of the record whose page the address is: mostly its end.
    pub fn name(&self) -> Option<String> {
        let by_parameter = self.names_in_parameters().into_iter().next();
        let name = by_parameter.or_else(|| self.last_name());
        name.or_else(|| self.named().into_iter().next())
    }

    /// Returns the names that a parameter or the segment before says to be some, the most telling ones first.
    pub fn named(&self) -> Vec<String> {
        let mut names = self.names_in_parameters();
        names.extend(after_collections(&self.all_segments()));
        names
    }

    /// Returns all that may be a name, the most telling ones first.
    pub fn names(&self) -> Vec<String> {
        let mut names = self.named();
        names.extend(self.last_name());
        names
    }

    /// Returns the address without its parameters, and without one segment after another from its end.
    pub fn shorter(&self) -> Vec<Self> {
        let mut shorter = self.clone();
        let mut all = Vec::new();
        if !self.parameters.is_empty() {
            shorter.parameters.clear();
            all.push(shorter.clone());
        }
        while shorter.segments.pop().is_some() && all.len() < MAX_SHORTER {
            all.push(shorter.clone());
        }
        // What is left must still name something, and a list of records names none.
        all.retain(|address| {
            let is_deep = address.segments.len() > 2;
            let last = address.segments.last();
            last.is_some_and(|last| (is_deep || is_telling(last)) && !Part::Collection.is(last))
        });
        all
    }

    /// Returns the words that were looked for, those of the last name, or those of the host.
    pub fn words(&self) -> String {
        let mut parameters = self.parameters.iter();
        let sought = parameters.find(|(name, _)| matches!(name.as_str(), "q" | "query" | "search"));
        let words = sought.map(|(_, value)| value.clone());
        let words = words.or_else(|| self.names().into_iter().next());
        let words = words.unwrap_or_else(|| self.host.clone());
        words.replace(|c: char| !c.is_alphanumeric() && c != '\'', " ")
    }

    fn names_in_parameters(&self) -> Vec<String> {
        let of = |part: Part| {
            let parameters = self.parameters.iter();
            parameters
                .filter(move |(name, _)| part.is(name))
                .map(|(_, value)| value)
        };
        let layer = of(Part::Layer).next();
        let mut names = Vec::new();
        for name in of(Part::Name) {
            names.extend(layer.map(|layer| format!("{name}_{layer}")));
            names.push(name.clone());
        }
        // `?q=dataset/slug`: a path as a value.
        let paths = self
            .parameters
            .iter()
            .filter(|(_, value)| value.contains('/'));
        for (_, path) in paths {
            let segments: Vec<String> = read_path(path).collect();
            names.extend(after_collections(&segments));
        }
        names.retain(|name| !name.is_empty() && !Part::Collection.is(name));
        names
    }

    fn last_name(&self) -> Option<String> {
        let last = self.segments.last().map(|last| without_ending(last));
        last.filter(|last| !Part::Collection.is(last))
            .map(str::to_owned)
    }

    /// Returns the segments, the host too: a path of this catalogue may stand without one.
    fn all_segments(&self) -> Vec<String> {
        std::iter::once(&self.host)
            .chain(&self.segments)
            .cloned()
            .collect()
    }
}

/// Returns the segments that stand behind the name of a list of records, the last first.
fn after_collections(segments: &[String]) -> Vec<String> {
    let pairs = segments.windows(2).rev();
    let names =
        pairs.filter(|pair| Part::Collection.is(&pair[0]) && !Part::Collection.is(&pair[1]));
    names
        .map(|pair| without_ending(&pair[1]).to_owned())
        .collect()
}

fn read_path(path: &str) -> impl Iterator<Item = String> {
    // An address within an address has a scheme of its own.
    let is_part = |segment: &&str| {
        !segment.is_empty()
            && !matches!(*segment, "http:" | "https:")
            && !Part::Language.is(segment)
    };
    path.split('/').filter(is_part).map(str::to_owned)
}

fn read_query(query: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let is_kept = |(name, _): &(&str, &str)| !name.is_empty() && !Part::Ignored.is(name);
    pairs
        .filter(is_kept)
        .map(|(name, value)| (name.to_owned(), value.replace('+', " ")))
}

/// Returns whether a text ends with a scheme, and no path stands before it: `[title](https` does.
fn is_scheme(text: &str) -> bool {
    let scheme = text
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    !text.contains('/') && matches!(scheme, "http" | "https" | "ftp" | "ftps")
}

/// Returns a short key for a long text: with a million of them, two are the same once in thirty million times.
fn hashed(text: &str) -> String {
    let checksum = Sha256::digest(text.as_bytes());
    let digits = checksum.iter().take(8).map(|byte| format!("{byte:02x}"));
    std::iter::once("@".to_owned()).chain(digits).collect()
}
