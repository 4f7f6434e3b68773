//! Acronyms and synonyms: data, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::query::concept::{QueryWord, Source};
use crate::query::words::Words;

/// An acronym, its words, and how many producers write both together; see `data/make-acronyms.py`.
const ACRONYMS: &str = include_str!("../../../data/acronyms.tsv");

/// See the file's head for its form.
const SYNONYMS: &str = include_str!("../../../data/synonyms.txt");

/// What words may be found as beside themselves.
pub(super) struct Thesaurus {
    /// By stems, with blanks between them.
    entries: HashMap<Box<str>, Vec<Entry>>,
    /// The most words that an entry has.
    pub max_words: usize,
}

/// Words for others.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub words: Vec<QueryWord>,
    pub source: Source,
}

static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(Thesaurus::read);

impl Thesaurus {
    pub fn get() -> &'static Self {
        &THESAURUS
    }

    fn read() -> Self {
        let mut words = Words::new();
        let mut thesaurus = Self {
            entries: HashMap::new(),
            max_words: 0,
        };
        for line in ACRONYMS.lines() {
            let mut columns = line.split('\t');
            if let (Some(acronym), Some(expansion)) = (columns.next(), columns.next()) {
                let both = [words.of(acronym), words.of(expansion)];
                thesaurus.add_both_ways(&both, Source::Expansion);
            }
        }
        for rule in data_lines(SYNONYMS) {
            let side = |text: &str, words: &mut Words| -> Vec<Vec<QueryWord>> {
                text.split(',').map(|name| words.of(name)).collect()
            };
            match rule.split_once('>') {
                Some((narrow, wide)) => {
                    let wide = side(wide, &mut words);
                    for from in side(narrow, &mut words) {
                        for to in &wide {
                            thesaurus.add(&from, to, Source::Synonym);
                        }
                    }
                }
                None => thesaurus.add_both_ways(&side(rule, &mut words), Source::Synonym),
            }
        }
        thesaurus
    }

    fn add_both_ways(&mut self, names: &[Vec<QueryWord>], source: Source) {
        for from in names {
            for to in names {
                self.add(from, to, source);
            }
        }
    }

    fn add(&mut self, from: &[QueryWord], to: &[QueryWord], source: Source) {
        let (key, other) = (key(from), key(to));
        if key == other || from.is_empty() || to.is_empty() {
            return;
        }
        self.max_words = self.max_words.max(from.len());
        let entries = self.entries.entry(key.into()).or_default();
        let is_known = |entry: &Entry| self::key(&entry.words) == other;
        if !entries.iter().any(is_known) {
            entries.push(Entry {
                words: to.to_vec(),
                source,
            });
        }
    }

    /// Returns what these words may be found as.
    pub fn entries(&self, words: &[QueryWord]) -> &[Entry] {
        self.entries
            .get(key(words).as_str())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

fn key(words: &[QueryWord]) -> String {
    let stems: Vec<&str> = words.iter().map(|word| &*word.stem).collect();
    stems.join(" ")
}

/// Returns the rules of a data file: lines without comments, blank ones and the reasons behind `|`.
pub(super) fn data_lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    let rules = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| line.split('|').next().unwrap_or_default().trim());
    rules.filter(|rule| !rule.is_empty())
}
