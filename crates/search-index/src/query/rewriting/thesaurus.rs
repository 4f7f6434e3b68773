//! The thesaurus: acronyms and synonyms, data files that are read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::data_lines::data_lines;
use super::rewriter::Rewriter;
use crate::query::query_analyzer::QueryAnalyzer;
use crate::query::rewritten_query::{QueryWord, Target};
use crate::understanding::InterpretationKind;

/// An acronym, its words, and how many producers write both together; see `data/make-acronyms.py`.
const ACRONYMS: &str = include_str!("../../../data/acronyms.tsv");

/// See the file's head for its form.
const SYNONYMS: &str = include_str!("../../../data/synonyms.txt");

/// The entries of both files.
pub(super) struct Thesaurus {
    /// By the stems of their words, with blanks between them.
    entries: HashMap<Box<str>, Vec<ThesaurusEntry>>,
    /// The number of words of the longest key.
    pub max_words: usize,
}

/// An alternative for the words of a key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ThesaurusEntry {
    pub target: Target,
    pub kind: InterpretationKind,
    /// Where the key is an acronym: its exact form. Other words with the same stem do not mean it.
    form: Option<Box<str>>,
}

/// A name of the data files: the key under which entries are found, and the target that finds it.
struct Name {
    key: String,
    n_words: usize,
    target: Target,
}

impl Name {
    fn of(text: &str, analyzer: &mut QueryAnalyzer) -> Option<Self> {
        let target = analyzer.target(text)?;
        let words = match &target {
            Target::Phrase(phrase) => phrase.words.as_slice(),
            Target::Word(word) => std::slice::from_ref(word),
            _ => return None,
        };
        Some(Self {
            key: key(words),
            n_words: words.len(),
            target,
        })
    }
}

static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(Thesaurus::read);

impl Thesaurus {
    pub fn get() -> &'static Self {
        &THESAURUS
    }

    fn read() -> Self {
        let mut analyzer = QueryAnalyzer::new();
        let mut thesaurus = Self {
            entries: HashMap::new(),
            max_words: 0,
        };
        for line in ACRONYMS.lines() {
            let mut columns = line.split('\t');
            if let (Some(acronym), Some(expansion)) = (columns.next(), columns.next()) {
                let both = [acronym, expansion].map(|name| Name::of(name, &mut analyzer));
                let both: Vec<Name> = both.into_iter().flatten().collect();
                thesaurus.add_both_ways(&both, InterpretationKind::Expansion);
            }
        }
        for rule in data_lines(SYNONYMS) {
            let side = |text: &str, analyzer: &mut QueryAnalyzer| -> Vec<Name> {
                let names = text.split(',');
                names.filter_map(|name| Name::of(name, analyzer)).collect()
            };
            match rule.split_once('>') {
                Some((narrow, wide)) => {
                    let wide = side(wide, &mut analyzer);
                    for from in side(narrow, &mut analyzer) {
                        for to in &wide {
                            thesaurus.add(&from, to, InterpretationKind::Synonym);
                        }
                    }
                }
                None => {
                    thesaurus
                        .add_both_ways(&side(rule, &mut analyzer), InterpretationKind::Synonym);
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
        let form = match &from.target {
            Target::Word(word) if kind == InterpretationKind::Expansion && is_acronym(word) => {
                Some(word.exact.as_str().into())
            }
            _ => None,
        };
        let is_same = |entry: &ThesaurusEntry| entry.target == to.target && entry.form == form;
        if !entries.iter().any(is_same) {
            entries.push(ThesaurusEntry {
                target: to.target.clone(),
                kind,
                form,
            });
        }
    }

    /// Returns the entries of words that follow each other.
    pub fn entries<'a>(
        &'a self,
        words: &'a [QueryWord],
    ) -> impl Iterator<Item = &'a ThesaurusEntry> {
        let entries = self.entries.get(key(words).as_str());
        let has_form = |entry: &&ThesaurusEntry| {
            let mut form = entry.form.iter();
            form.all(|form| words.len() == 1 && words[0].exact == **form)
        };
        entries.into_iter().flatten().filter(has_form)
    }
}

impl Rewriter<'_> {
    /// Adds the acronyms and synonyms of the words, and of words that follow each other.
    pub(super) fn add_thesaurus_entries(&mut self) {
        let thesaurus = Thesaurus::get();
        let n_words = self.query.words.len();
        for start in 0..n_words {
            for end in start + 1..=n_words.min(start + thesaurus.max_words) {
                let entries: Vec<ThesaurusEntry> = thesaurus
                    .entries(&self.query.words[start..end])
                    .cloned()
                    .collect();
                for ThesaurusEntry { target, kind, .. } in entries {
                    self.add(start..end, target, kind);
                }
            }
        }
    }
}

fn key(words: &[QueryWord]) -> String {
    let stems: Vec<&str> = words.iter().map(|word| &*word.stem).collect();
    stems.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn found(name: &str) -> Vec<String> {
        let words = QueryAnalyzer::new().words(name);
        let entries = Thesaurus::get().entries(&words);
        let shown = entries.map(|entry| match &entry.target {
            Target::Word(word) => word.shown.clone(),
            Target::Phrase(phrase) => phrase.shown.clone(),
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
        let mut analyzer = QueryAnalyzer::new();
        let rules = SYNONYMS.lines();
        let rules = rules.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let is_wrong = |rule: &&str| {
            let (names, reason) = rule.split_once(" | ").unwrap_or((rule, ""));
            let keys: Vec<String> = names
                .split([',', '>'])
                .map(|name| key(&analyzer.words(name)))
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
