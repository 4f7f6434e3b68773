//! Which words of titles and extracts are highlighted.

use std::collections::HashSet;

use super::rewritten_query::{QueryWord, RewrittenQuery, Target};
use crate::analyzer::Word;

/// The next word of a phrase stands at most so many positions further.
const MAX_STEP: usize = 3;

/// The terms to highlight: single base forms wherever they stand, and phrases where their words stand in a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct HighlightTerms {
    bases: HashSet<String>,
    phrases: Vec<Vec<String>>,
}

impl HighlightTerms {
    pub fn is_empty(&self) -> bool {
        self.bases.is_empty() && self.phrases.is_empty()
    }

    pub(super) fn add_words(&mut self, words: &[QueryWord]) {
        self.bases
            .extend(words.iter().map(|word| word.base.clone()));
    }

    /// Adds the words and phrases among the query's alternatives; filter terms stand in no text.
    pub(super) fn add_alternatives(&mut self, query: &RewrittenQuery) {
        for alternative in &query.alternatives {
            match &alternative.target {
                Target::Word(word) | Target::WordInName(word) => {
                    self.add_words(std::slice::from_ref(word));
                }
                Target::Phrase(phrase) => {
                    let bases = phrase.words.iter().map(|word| word.base.clone());
                    self.phrases.push(bases.collect());
                }
                Target::Zone(_) | Target::FacetValue(..) | Target::Year(_) | Target::Period(_) => {}
            }
        }
    }

    /// Drops the words of a text that are not to be highlighted.
    pub fn retain(&self, words: &mut Vec<Word>) {
        let mut is_highlighted: Vec<bool> = words
            .iter()
            .map(|word| self.bases.contains(&word.term))
            .collect();
        for phrase in &self.phrases {
            for start in 0..words.len() {
                if begins_with(&words[start..], phrase) {
                    is_highlighted[start..start + phrase.len()].fill(true);
                }
            }
        }
        let mut is_highlighted = is_highlighted.into_iter();
        words.retain(|_| is_highlighted.next() == Some(true));
    }
}

impl<S: Into<String>> FromIterator<S> for HighlightTerms {
    fn from_iter<I: IntoIterator<Item = S>>(bases: I) -> Self {
        Self {
            bases: bases.into_iter().map(Into::into).collect(),
            phrases: Vec::new(),
        }
    }
}

/// Returns whether the words begin with those of the phrase, close to each other.
fn begins_with(words: &[Word], phrase: &[String]) -> bool {
    let Some(words) = words.get(..phrase.len()) else {
        return false;
    };
    let are_same = phrase
        .iter()
        .zip(words)
        .all(|(base, word)| *base == word.term);
    let are_near = |pair: &[Word]| pair[1].position - pair[0].position <= MAX_STEP;
    are_same && words.windows(2).all(are_near)
}
