//! The table of formats and of their spellings, `data/formats.txt`, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::family::FormatFamily;

/// The rules; the file itself says how they are written.
const RULES: &str = include_str!("../../data/formats.txt");

/// A format of the short list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format {
    pub id: &'static str,
    pub label: &'static str,
    pub family: FormatFamily,
    /// Whether the format gives way to any other format that the same value names.
    pub is_vague: bool,
}

/// What a spelling means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A format, by its index in the list.
    Format(usize),
    /// No format: the spelling names a place, a protocol, an encoding.
    Nothing,
}

/// The rules as they are looked up.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// In the order of the file.
    pub formats: Vec<Format>,
    spellings: HashMap<&'static str, Meaning>,
    /// The longest first.
    beginnings: Vec<(&'static str, Meaning)>,
    /// Prefixes that are taken off a text before it is looked up.
    strips: Vec<&'static str>,
    /// How many words the longest spelling has.
    n_words_of_longest: usize,
}

impl Rules {
    /// Returns the rules of this crate.
    pub fn get() -> &'static Self {
        static RULES_READ: LazyLock<Rules> = LazyLock::new(|| Rules::read(RULES));
        &RULES_READ
    }

    /// Returns the format with this id.
    pub fn format(&self, id: &str) -> Option<&Format> {
        match self.spellings.get(id) {
            Some(&Meaning::Format(index)) => Some(&self.formats[index]).filter(|it| it.id == id),
            _ => None,
        }
    }

    /// Returns the meaning of a text that is a spelling of the table, letter by letter.
    pub fn spelling(&self, text: &str) -> Option<Meaning> {
        self.spellings.get(text).copied()
    }

    /// Returns the meaning of a text that begins with one of the table's beginnings; the longest of these counts.
    pub fn beginning(&self, text: &str) -> Option<Meaning> {
        let mut beginnings = self.beginnings.iter();
        beginnings
            .find(|(beginning, _)| text.starts_with(beginning))
            .map(|(_, meaning)| *meaning)
    }

    /// Returns the text without its prefixes (a protocol, the tree of a media type) and without the parameters of a media
    /// type.
    pub fn strip<'a>(&self, text: &'a str) -> &'a str {
        let mut rest = match text.split_once(';') {
            Some((name, parameters)) if parameters.contains('=') => name.trim_end(),
            _ => text,
        };
        while let Some(shorter) = self.strips.iter().find_map(|it| rest.strip_prefix(it)) {
            rest = shorter;
        }
        rest
    }

    /// Returns how many words the longest spelling has.
    pub fn n_words_of_longest(&self) -> usize {
        self.n_words_of_longest
    }

    fn read(table: &'static str) -> Self {
        let mut rules = Self::default();
        let mut vague = Vec::new();
        for (id, label, family, spellings) in table.lines().filter_map(columns) {
            match id {
                "strip" => rules.strips.extend(spellings),
                "vague" => vague.extend(spellings),
                "none" => rules.add_spellings(spellings, Meaning::Nothing),
                _ => {
                    let meaning = Meaning::Format(rules.formats.len());
                    rules.formats.push(Format {
                        id,
                        label,
                        family,
                        is_vague: vague.contains(&id),
                    });
                    rules.add_spellings(std::iter::once(id).chain(spellings), meaning);
                }
            }
        }
        rules
            .beginnings
            .sort_by_key(|(beginning, _)| std::cmp::Reverse(beginning.len()));
        rules
    }

    fn add_spellings(&mut self, spellings: impl Iterator<Item = &'static str>, meaning: Meaning) {
        for spelling in spellings {
            if let Some(beginning) = spelling.strip_suffix('*') {
                self.beginnings.push((beginning, meaning));
            } else {
                let n_words = spelling.split(' ').count();
                self.n_words_of_longest = self.n_words_of_longest.max(n_words);
                self.spellings.insert(spelling, meaning);
            }
        }
    }
}

/// Returns the four columns of a line, unless it is empty or a comment.
fn columns(
    line: &'static str,
) -> Option<(
    &'static str,
    &'static str,
    FormatFamily,
    impl Iterator<Item = &'static str>,
)> {
    if line.starts_with('#') {
        return None;
    }
    let mut columns = line.split('|').map(str::trim);
    let (id, label) = (columns.next()?, columns.next()?);
    let family = match columns.next()? {
        "" => FormatFamily::Unspecified,
        family => FormatFamily::from(family),
    };
    let spellings = columns.next()?.split(',').map(str::trim);
    Some((id, label, family, spellings.filter(|it| !it.is_empty())))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::normalize_format;
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_comment_or_has_four_columns() {
        for line in RULES.lines().filter(|line| !line.trim().is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            assert_eq!(line.split('|').count(), 4, "{line}");
            let (id, label, family, spellings) = columns(line).unwrap();
            let is_class = ["strip", "none", "vague"].contains(&id);
            assert_eq!(label.is_empty(), is_class, "{line}");
            assert!(!is_class || spellings.count() > 0, "{line}");
            assert!(FormatFamily::all().contains(&family), "{line}");
        }
    }

    #[test]
    fn every_spelling_stands_once_and_as_it_is_compared() {
        let mut seen = HashSet::new();
        for (id, _, _, spellings) in RULES.lines().filter_map(columns) {
            if id == "vague" {
                let unknown: Vec<&str> = spellings
                    .filter(|id| Rules::get().format(id).is_none())
                    .collect();
                assert_eq!(unknown, [""; 0]);
                continue;
            }
            let is_class = ["strip", "none"].contains(&id);
            for spelling in spellings.chain((!is_class).then_some(id)) {
                assert!(seen.insert(spelling), "`{spelling}` twice");
                assert_eq!(normalize_format(spelling).as_deref(), Some(spelling));
            }
        }
    }

    #[test]
    fn no_two_formats_have_one_label() {
        let mut labels = HashSet::new();
        for format in &Rules::get().formats {
            assert!(labels.insert(format.label.to_lowercase()), "{format:?}");
        }
    }
}
