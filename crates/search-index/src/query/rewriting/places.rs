//! Words that name a place: by its name, or the name of its inhabitants.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use catalogue::{Gazetteer, Geozone};

use super::rewriter::Rewriter;
use crate::analyzer::Word;
use crate::query::data_lines::data_lines;
use crate::query::query_analyzer::QueryAnalyzer;
use crate::query::rewritten_query::{QueryWord, Target};
use crate::understanding::InterpretationKind;

const DEMONYMS: &str = include_str!("../../../data/demonyms.txt");

/// Names of places have at most so many words.
const MAX_WORDS: usize = 6;

/// One word does not mean a commune with fewer people than this: small communes are named like any word.
const LEAST_PEOPLE: u64 = 5_000;

/// The zones whose inhabitants a word names, by its base form.
static DEMONYMS_BY_WORD: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut analyzer = QueryAnalyzer::new();
    let mut zones: HashMap<String, Vec<&'static str>> = HashMap::new();
    for rule in data_lines(DEMONYMS) {
        let Some((names, ids)) = rule.split_once('=') else {
            continue;
        };
        for word in analyzer.words(names) {
            let of_word = zones.entry(word.base).or_default();
            for id in ids.split_whitespace() {
                if !of_word.contains(&id) {
                    of_word.push(id);
                }
            }
        }
    }
    zones
});

impl Rewriter<'_> {
    /// Adds the zones that words mean.
    pub(super) fn add_places(&mut self) {
        self.add_named_zones();
        self.add_demonyms();
    }

    fn add_named_zones(&mut self) {
        let text = self.query.text.clone();
        let words = self.analyzer.with_stop_words(&text);
        let mut index = 0;
        while index < words.len() {
            let mut longest_first = (1..=MAX_WORDS.min(words.len() - index)).rev();
            let named = longest_first.find_map(|n_words| {
                let zones = zones_named(&text, &words[index..index + n_words]);
                (!zones.is_empty()).then_some((n_words, zones))
            });
            if let Some((n_words, zones)) = named {
                let span = words[index].start..words[index + n_words - 1].end;
                // The town of an arrondissement is no place of its own: `paris 11e`.
                if let Some(covers) = self.words_in(&span)
                    && !covers.clone().any(|index| self.is_place(index))
                {
                    self.add(covers, Target::Zone(zones), InterpretationKind::Place);
                }
                index += n_words;
                continue;
            }
            index += 1;
        }
    }

    fn add_demonyms(&mut self) {
        for index in 0..self.query.words.len() {
            if self.is_place(index) {
                continue;
            }
            if let Some(zones) = DEMONYMS_BY_WORD.get(&self.query.words[index].base) {
                let zones = zones.iter().map(|id| (*id).to_owned());
                self.add_unnamed_zones(&(index..index + 1), zones.collect());
            }
        }
    }

    /// Returns whether a word is read as a place already.
    fn is_place(&self, index: usize) -> bool {
        let mut alternatives = self.query.alternatives.iter();
        alternatives.any(|alternative| {
            alternative.kind == InterpretationKind::Place && alternative.covers.contains(&index)
        })
    }

    /// Adds zones that are meant without being named, and their names.
    pub(super) fn add_unnamed_zones(&mut self, covers: &Range<usize>, zones: Vec<String>) {
        for zone in &zones {
            let name = Gazetteer::france().name(zone).unwrap_or_default();
            if let Some(target) = self.analyzer.target(name) {
                self.add(covers.clone(), target, InterpretationKind::Place);
            }
        }
        self.add(
            covers.clone(),
            Target::Zone(zones),
            InterpretationKind::Place,
        );
    }

    /// Returns the words of the query that lie in a span of its text.
    pub(super) fn words_in(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let words = &self.query.words;
        let is_inside =
            |word: &QueryWord| word.span.start >= span.start && word.span.end <= span.end;
        let start = words.iter().position(is_inside)?;
        let n_words = words[start..]
            .iter()
            .take_while(|word| is_inside(word))
            .count();
        Some(start..start + n_words)
    }
}

/// Returns the ids of the zones that words in a row name: the wider zones of that name, and of the communes of that
/// name the most populous.
fn zones_named(text: &str, words: &[Word]) -> Vec<String> {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return Vec::new();
    };
    if words.len() == 1 && first.term.len() < 3 {
        return Vec::new();
    }
    let name = &text[first.start..last.end];
    let (communes, wider): (Vec<&Geozone>, Vec<&Geozone>) = Gazetteer::france()
        .named(name)
        .into_iter()
        .filter(|zone| !zone.id.starts_with("country") && !zone.is_part_of_commune())
        // The name of an EPCI without its legal form is any word: `Forêt` for `CC de la Forêt`.
        .filter(|zone| words.len() > 1 || !zone.id.starts_with("fr:epci:"))
        .partition(|zone| zone.id.starts_with("fr:commune:"));
    let largest = communes
        .into_iter()
        .max_by_key(|zone| (zone.population, std::cmp::Reverse(zone.id)));
    let is_certain = |zone: &&Geozone| {
        words.len() > 1 || zone.population.is_some_and(|people| people >= LEAST_PEOPLE)
    };
    let commune = largest.filter(is_certain);
    let zones = wider.into_iter().chain(commune);
    zones.map(|zone| zone.id.to_owned()).collect()
}

/// Returns whether a word alone names a zone.
pub(super) fn names_zone(analyzer: &mut QueryAnalyzer, word: &str) -> bool {
    let words = analyzer.with_stop_words(word);
    !zones_named(word, &words).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Vec<String> {
        zones_named(name, &QueryAnalyzer::new().with_stop_words(name))
    }

    #[test]
    fn names_are_of_the_most_populous_commune_and_of_wider_zones() {
        for (name, expected) in [
            ("Rennes", &["fr:commune:35238"][..]),
            ("ille et vilaine", &["fr:departement:35"]),
            ("Ille-et-Vilaine", &["fr:departement:35"]),
            ("bretagne", &["fr:region:53"]),
            ("paris", &["fr:departement:75", "fr:commune:75056"]),
            // Small communes whose name is any word, countries, stop words, and no place at all.
            ("plan", &[]),
            ("forêt", &[]),
            ("france", &[]),
            ("le", &[]),
            ("xyzzy", &[]),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }

    #[test]
    fn demonyms_mean_zones_that_exist_and_are_no_other_words() {
        for (base, zones) in DEMONYMS_BY_WORD.iter() {
            assert!(!zones.is_empty(), "{base}");
            for zone in zones {
                assert!(Gazetteer::france().get(zone).is_some(), "{base}: {zone}");
            }
        }
        let mut analyzer = QueryAnalyzer::new();
        for word in [
            "lot", "terre", "gare", "mer", "ligne", "base", "pays", "char", "lot", "corps",
        ] {
            let base = &analyzer.words(word)[0].base;
            assert!(!DEMONYMS_BY_WORD.contains_key(base), "{word}");
        }
    }
}
