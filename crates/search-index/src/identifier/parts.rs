//! The parts of addresses that are known: data, `data/addresses.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a part of an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// A segment that says the language.
    Language,
    /// A segment that the name of a record follows.
    Collection,
    /// A parameter whose value is the name of a record.
    Name,
    /// A parameter that numbers a layer of what is named.
    Layer,
    /// A parameter that does not say what is shown.
    Ignored,
    /// An ending of a name that says the form.
    Ending,
}

static PARTS: LazyLock<HashMap<Part, HashSet<&'static str>>> = LazyLock::new(|| {
    let mut parts: HashMap<Part, HashSet<&'static str>> = HashMap::new();
    let lines = include_str!("../../data/addresses.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let rule = line.split('|').next().unwrap_or_default();
        let Some((kind, words)) = rule.split_once('=') else {
            continue;
        };
        let part = match kind.trim() {
            "language" => Part::Language,
            "collection" => Part::Collection,
            "name" => Part::Name,
            "layer" => Part::Layer,
            "ignored" => Part::Ignored,
            "ending" => Part::Ending,
            _ => continue,
        };
        parts
            .entry(part)
            .or_default()
            .extend(words.split_whitespace());
    }
    parts
});

impl Part {
    /// Returns whether a word is such a part.
    pub fn is(self, word: &str) -> bool {
        PARTS.get(&self).is_some_and(|words| words.contains(word))
    }
}

/// Returns a name without an ending that says the form in which it is told.
pub(super) fn without_ending(name: &str) -> &str {
    match name.rfind('.') {
        Some(at) if at > 0 && Part::Ending.is(&name[at..]) => &name[..at],
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_every_part_is_known() {
        let text = include_str!("../../data/addresses.txt");
        let rules = text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let n_words: usize = rules
            .map(|rule| {
                let rule = rule.split('|').next().unwrap();
                rule.split_once('=').unwrap().1.split_whitespace().count()
            })
            .sum();
        let n_known: usize = PARTS.values().map(HashSet::len).sum();
        assert_eq!(
            n_known, n_words,
            "a word stands twice, or a kind is unknown"
        );
        assert_eq!(PARTS.len(), 6);
    }
}
