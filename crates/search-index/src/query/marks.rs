//! What is marked in titles and extracts.

use std::collections::HashSet;

use super::concept::{Concepts, QueryWord, Wanted};
use crate::analyzer::Word;

/// So many places further at most the next word of a phrase stands.
const MAX_STEP: usize = 3;

/// The words to mark: single ones wherever they stand, others where they stand in a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    stems: HashSet<String>,
    phrases: Vec<Vec<String>>,
}

impl Marks {
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty() && self.phrases.is_empty()
    }

    pub(super) fn add_words(&mut self, words: &[QueryWord]) {
        self.stems
            .extend(words.iter().map(|word| word.stem.clone()));
    }

    /// Adds what the words are found as.
    pub(super) fn add_alternatives(&mut self, concepts: &Concepts) {
        for alternative in &concepts.alternatives {
            match &alternative.wanted {
                Wanted::Word(word) => self.add_words(std::slice::from_ref(word)),
                Wanted::Phrase(phrase) => {
                    let stems = phrase.words.iter().map(|word| word.stem.clone());
                    self.phrases.push(stems.collect());
                }
                Wanted::Zone(_) | Wanted::FacetValue(..) | Wanted::Year(_) => {}
            }
        }
    }

    /// Keeps the stemmed words of a text that are to be marked.
    pub fn retain(&self, words: &mut Vec<Word>) {
        let mut is_marked: Vec<bool> = words
            .iter()
            .map(|word| self.stems.contains(&word.term))
            .collect();
        for phrase in &self.phrases {
            for start in 0..words.len() {
                if stands_at(phrase, &words[start..]) {
                    is_marked[start..start + phrase.len()].fill(true);
                }
            }
        }
        let mut is_marked = is_marked.into_iter();
        words.retain(|_| is_marked.next() == Some(true));
    }
}

#[cfg(test)]
impl<S: Into<String>> FromIterator<S> for Marks {
    fn from_iter<I: IntoIterator<Item = S>>(stems: I) -> Self {
        Self {
            stems: stems.into_iter().map(Into::into).collect(),
            phrases: Vec::new(),
        }
    }
}

fn stands_at(phrase: &[String], words: &[Word]) -> bool {
    let Some(words) = words.get(..phrase.len()) else {
        return false;
    };
    let are_same = phrase
        .iter()
        .zip(words)
        .all(|(stem, word)| *stem == word.term);
    let are_near = |pair: &[Word]| pair[1].position - pair[0].position <= MAX_STEP;
    are_same && words.windows(2).all(are_near)
}
