//! What is wrong with the parameters of a program, beside their values: names that no parameter has, values given again where
//! one is read, and bytes that are no text. The whole catalogue would be the answer to most of these.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use search_index::nearest;
use url::form_urlencoded;

use super::parameter::{ParamErrors, Parameter};

/// So many mistakes are told at most.
const MAX_TOLD: usize = 20;

/// So much of a name that no parameter has is told.
const MAX_NAME_CHARS: usize = 60;

/// Names that people write before they have read which there are, and the parameters that they mean.
const OTHER_NAMES: [(&str, &str); 38] = [
    ("query", "q"),
    ("search", "q"),
    ("text", "q"),
    ("term", "q"),
    ("keywords", "q"),
    ("limit", "page_size"),
    ("size", "page_size"),
    ("rows", "page_size"),
    ("per_page", "page_size"),
    ("count", "page_size"),
    ("limit", "size"),
    ("page_size", "size"),
    ("count", "size"),
    ("offset", "page"),
    ("start", "page"),
    ("p", "page"),
    ("order", "sort"),
    ("order_by", "sort"),
    ("ordering", "sort"),
    ("sort_by", "sort"),
    ("region", "geozone"),
    ("departement", "geozone"),
    ("commune", "geozone"),
    ("territory", "geozone"),
    ("place", "geozone"),
    ("org", "organization"),
    ("producer", "organization"),
    ("publisher", "organization"),
    ("theme", "tag"),
    ("keyword", "tag"),
    ("topic", "tag"),
    ("kind", "type"),
    ("year", "covers"),
    ("columns", "fields"),
    ("select", "fields"),
    ("since", "updated_since"),
    ("modified_since", "updated_since"),
    ("random", "sample"),
];

/// Returns whether a parameter is somebody else's: a script's against caches, or a campaign's.
fn is_foreign(name: &str) -> bool {
    name.starts_with('_') || name.starts_with("utm_")
}

/// Returns what is wrong with the names of parameters and how often they are given, by parameter; `known` tells which there are,
/// and whether each may be repeated.
pub(super) fn mistakes(query_string: &str, known: &[(&'static str, bool)]) -> ParamErrors {
    let mut errors = ParamErrors::new();
    if percent_decode_str(query_string).decode_utf8().is_err() {
        for pair in query_string.split('&') {
            if percent_decode_str(pair).decode_utf8().is_err() {
                let name = form_urlencoded::parse(pair.as_bytes()).next();
                let name = name.map_or_else(String::new, |(name, _)| shortened(&name));
                let reason = "its bytes are no UTF-8".to_owned();
                errors.insert(name, reason);
            }
        }
    }
    let mut given: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
        if errors.len() >= MAX_TOLD {
            break;
        }
        match known.iter().find(|(known, _)| *known == name) {
            None if is_foreign(&name) => {}
            None => {
                let name = shortened(&name);
                let reason = unknown_name(&name, known);
                errors.entry(name).or_insert(reason);
            }
            Some((_, true)) => {}
            Some((name, false)) => {
                let value = value.trim();
                let before = given.insert(name, value.to_owned());
                if before.is_some_and(|before| !before.is_empty() && before != value)
                    && !value.is_empty()
                {
                    let reason = "given several times, and one value is read".to_owned();
                    errors.insert((*name).to_owned(), reason);
                }
            }
        }
    }
    errors
}

/// Returns what is wrong with the names of the parameters of a table and how often they are given.
pub(crate) fn mistakes_in<T>(table: &[Parameter<T>], query_string: &str) -> ParamErrors {
    let known = table.iter().map(|it| (it.name, it.values.may_repeat()));
    mistakes(query_string, &known.collect::<Vec<_>>())
}

fn shortened(name: &str) -> String {
    name.chars().take(MAX_NAME_CHARS).collect()
}

fn unknown_name(name: &str, known: &[(&'static str, bool)]) -> String {
    let lowered = name.to_lowercase();
    let is_known = |name: &str| known.iter().any(|(known, _)| *known == name);
    let meant = OTHER_NAMES
        .iter()
        .find(|(other, meant)| *other == lowered && is_known(meant))
        .map(|(_, meant)| *meant)
        .or_else(|| {
            let near = nearest(name, known.iter().map(|(known, _)| *known));
            near.first().copied()
        });
    match meant {
        Some(meant) => format!("unknown parameter `{name}`: did you mean `{meant}`?"),
        None => format!("unknown parameter `{name}`: /docs tells which there are"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_parameter_has_is_told_with_the_one_that_was_meant() {
        let known = [("q", false), ("license", true), ("page_size", false)];
        for (query_string, expected) in [
            ("q=a&license=x&license=y&page_size=3", None),
            ("q=&q=a&q=a", None),
            ("_=1&utm_source=x", None),
            (
                "query=a",
                Some(("query", "unknown parameter `query`: did you mean `q`?")),
            ),
            (
                "licence=a",
                Some((
                    "licence",
                    "unknown parameter `licence`: did you mean `license`?",
                )),
            ),
            (
                "limit=3",
                Some((
                    "limit",
                    "unknown parameter `limit`: did you mean `page_size`?",
                )),
            ),
            (
                "PAGE_SIZE=3",
                Some((
                    "PAGE_SIZE",
                    "unknown parameter `PAGE_SIZE`: did you mean `page_size`?",
                )),
            ),
            (
                "couleur=3",
                Some((
                    "couleur",
                    "unknown parameter `couleur`: /docs tells which there are",
                )),
            ),
            (
                "q=a&q=b",
                Some(("q", "given several times, and one value is read")),
            ),
            ("q=%E9t%E9", Some(("q", "its bytes are no UTF-8"))),
        ] {
            let errors = mistakes(query_string, &known);
            let errors: Vec<(&str, &str)> = errors
                .iter()
                .map(|(name, reason)| (name.as_str(), reason.as_str()))
                .collect();
            assert_eq!(errors, Vec::from_iter(expected), "{query_string}");
        }
        let many: Vec<String> = (0..100).map(|n| format!("x{n}=1")).collect();
        assert_eq!(mistakes(&many.join("&"), &known).len(), MAX_TOLD);
    }
}
