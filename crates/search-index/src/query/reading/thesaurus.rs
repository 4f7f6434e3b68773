//! Acronyms and synonyms: data, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::query::concept::{QueryWord, Wanted};
use crate::query::words::Words;
use crate::understanding::InterpretationKind;

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
    pub wanted: Wanted,
    pub kind: InterpretationKind,
    /// The only form of the word that it is for: an acronym has no other, whatever shares its stem.
    form: Option<Box<str>>,
}

/// A name, ready to be looked up and looked for.
struct Name {
    key: String,
    n_words: usize,
    wanted: Wanted,
}

impl Name {
    fn of(text: &str, words: &mut Words) -> Option<Self> {
        let wanted = words.wanted(text)?;
        let in_a_row = match &wanted {
            Wanted::Phrase(phrase) => phrase.words.as_slice(),
            Wanted::Word(word) => std::slice::from_ref(word),
            _ => return None,
        };
        Some(Self {
            key: key(in_a_row),
            n_words: in_a_row.len(),
            wanted,
        })
    }
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
                let both = [acronym, expansion].map(|name| Name::of(name, &mut words));
                let both: Vec<Name> = both.into_iter().flatten().collect();
                thesaurus.add_both_ways(&both, InterpretationKind::Expansion);
            }
        }
        for rule in data_lines(SYNONYMS) {
            let side = |text: &str, words: &mut Words| -> Vec<Name> {
                let names = text.split(',');
                names.filter_map(|name| Name::of(name, words)).collect()
            };
            match rule.split_once('>') {
                Some((narrow, wide)) => {
                    let wide = side(wide, &mut words);
                    for from in side(narrow, &mut words) {
                        for to in &wide {
                            thesaurus.add(&from, to, InterpretationKind::Synonym);
                        }
                    }
                }
                None => {
                    thesaurus.add_both_ways(&side(rule, &mut words), InterpretationKind::Synonym)
                }
            }
        }
        thesaurus
    }

    fn add_both_ways(&mut self, names: &[Name], kind: InterpretationKind) {
        for from in names {
            for to in names {
                self.add(from, to, kind);
            }
        }
    }

    fn add(&mut self, from: &Name, to: &Name, kind: InterpretationKind) {
        if from.key == to.key {
            return;
        }
        self.max_words = self.max_words.max(from.n_words);
        let entries = self.entries.entry(from.key.as_str().into()).or_default();
        let is_acronym = |word: &QueryWord| word.shown == word.shown.to_uppercase();
        let form = match &from.wanted {
            Wanted::Word(word) if kind == InterpretationKind::Expansion && is_acronym(word) => {
                Some(word.exact.as_str().into())
            }
            _ => None,
        };
        let is_same = |entry: &Entry| entry.wanted == to.wanted && entry.form == form;
        if !entries.iter().any(is_same) {
            entries.push(Entry {
                wanted: to.wanted.clone(),
                kind,
                form,
            });
        }
    }

    /// Returns what these words may be found as.
    pub fn entries<'a>(&'a self, words: &'a [QueryWord]) -> impl Iterator<Item = &'a Entry> {
        let entries = self.entries.get(key(words).as_str());
        let has_form = |entry: &&Entry| {
            let mut form = entry.form.iter();
            form.all(|form| words.len() == 1 && words[0].exact == **form)
        };
        entries.into_iter().flatten().filter(has_form)
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn found(name: &str) -> Vec<String> {
        let words = Words::new().of(name);
        let entries = Thesaurus::get().entries(&words);
        let shown = entries.map(|entry| match &entry.wanted {
            Wanted::Word(word) => word.shown.clone(),
            Wanted::Phrase(phrase) => phrase.shown.clone(),
            _ => String::new(),
        });
        shown.collect()
    }

    #[test]
    fn names_find_each_other_in_any_form() {
        for (from, to) in [
            ("DVF", "demandes de valeurs foncières"),
            ("demande de valeur fonciere", "DVF"),
            ("prisonniers", "détenu"),
            ("Maisons de retraite", "ehpad"),
            ("caméra de surveillance", "vidéoprotection"),
        ] {
            assert!(
                found(from).contains(&to.to_owned()),
                "{from}: {:?}",
                found(from)
            );
        }
    }

    #[test]
    fn an_acronym_is_no_other_word_of_its_stem() {
        // ECOLI has the stem of écoles.
        let found = found("école");
        assert!(!found.contains(&"escherichia coli".to_owned()), "{found:?}");
    }

    #[test]
    fn what_is_asked_for_in_common_words_finds_the_narrower_and_not_the_other_way_round() {
        assert!(found("note").contains(&"évaluation".to_owned()));
        assert!(!found("évaluation").contains(&"note".to_owned()));
    }

    #[test]
    fn every_rule_has_its_names_and_its_reason() {
        let mut words = Words::new();
        let rules = SYNONYMS.lines();
        let rules = rules.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let is_wrong = |rule: &&str| {
            let (names, reason) = rule.split_once(" | ").unwrap_or((rule, ""));
            let keys: Vec<String> = names
                .split([',', '>'])
                .map(|name| key(&words.of(name)))
                .collect();
            // Names that share their stems find each other without a rule.
            let n_different = keys.iter().collect::<HashSet<_>>().len();
            reason.trim().is_empty() || n_different < 2 || keys.iter().any(String::is_empty)
        };
        let wrong: Vec<&str> = rules.filter(is_wrong).collect();
        assert_eq!(wrong, [""; 0]);
    }

    #[test]
    fn acronyms_have_three_columns() {
        for line in ACRONYMS.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(columns[2].parse::<u32>().is_ok(), "{line}");
        }
    }
}
