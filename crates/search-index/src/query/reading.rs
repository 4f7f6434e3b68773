//! What the words of a query may be found as beside what was typed: their reading.

mod compounds;
mod initials;
mod phonetic;
mod places;
mod spelling;
mod thesaurus;
mod values;

use std::collections::HashSet;
use std::sync::LazyLock;

use tantivy::Term;

use super::concept::{Alternative, Concepts, QueryWord, Source, Wanted};
use super::context::Context;
use super::matching::{n_documents_with_phrase, n_live_documents};
use super::words::Words;
use crate::error::{EngineContext, Error};
use crate::schema::TextField;
use thesaurus::{Thesaurus, data_lines};

pub(crate) use spelling::Vocabulary;

const QUESTION_WORDS: &str = include_str!("../../data/question_words.txt");

static QUESTION_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut words = Words::new();
    let rules = data_lines(QUESTION_WORDS).flat_map(|rule| rule.split(','));
    rules
        .flat_map(|name| words.of(name))
        .map(|word| word.stem)
        .collect()
});

/// Reads the words of a query.
pub(super) struct Reader<'a> {
    context: &'a Context<'a>,
    words: &'a mut Words,
    concepts: Concepts,
}

impl<'a> Reader<'a> {
    pub fn new(context: &'a Context<'a>, words: &'a mut Words, typed: Vec<QueryWord>) -> Self {
        let mut seen = HashSet::new();
        let typed: Vec<QueryWord> = typed
            .into_iter()
            .filter(|word| seen.insert(word.stem.clone()))
            .collect();
        Self {
            context,
            words,
            concepts: Concepts {
                importance: importance(&typed, context.weights.question_words),
                words: typed,
                ..Concepts::default()
            },
        }
    }

    /// Returns the words as typed, and nothing else.
    pub fn verbatim(self) -> Concepts {
        self.concepts
    }

    /// Returns the words with all that they may be found as.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn read(mut self, text: &str) -> Result<Concepts, Error> {
        self.add_entries();
        self.add_compounds()?;
        self.add_places(text);
        self.add_values();
        self.add_initials()?;
        self.add_corrections()?;
        self.weigh_years_and_places();
        self.concepts
            .alternatives
            .retain(|alternative| alternative.share > 0.0);
        for alternative in &self.concepts.alternatives {
            tracing::debug!(?alternative, "read");
        }
        Ok(self.concepts)
    }

    fn weigh_years_and_places(&mut self) {
        let concepts = &mut self.concepts;
        for alternative in &concepts.alternatives {
            let weight = match alternative.source {
                Source::Year => self.context.weights.year_importance,
                Source::Place => self.context.weights.place_importance,
                _ => continue,
            };
            concepts.has_year |= alternative.source == Source::Year;
            for importance in &mut concepts.importance[alternative.covers.clone()] {
                *importance = weight;
            }
        }
    }

    /// Adds acronyms and synonyms.
    fn add_entries(&mut self) {
        let thesaurus = Thesaurus::get();
        let weights = self.context.weights;
        let n_words = self.concepts.words.len();
        for start in 0..n_words {
            for end in start + 1..=n_words.min(start + thesaurus.max_words) {
                for entry in thesaurus.entries(&self.concepts.words[start..end]) {
                    let share = match entry.source {
                        Source::Expansion => weights.expansion,
                        _ => weights.synonym,
                    };
                    self.concepts.alternatives.push(Alternative {
                        covers: start..end,
                        wanted: wanted(entry.words.clone()),
                        source: entry.source,
                        share,
                    });
                }
            }
        }
    }

    /// Returns in how many documents a field has the word that has it most often.
    fn n_documents(&self, word: &QueryWord) -> Result<u64, Error> {
        let mut most = 0;
        for field in TextField::ALL {
            let term = Term::from_field_text(self.context.fields.text(field).stemmed, &word.stem);
            let n = self.context.engine.doc_freq(&term).to("look up a word")?;
            most = most.max(n);
        }
        Ok(most)
    }

    /// Returns in how many documents that are not archived a rare word stands; where it is no rare one, at least so many.
    fn n_live_documents(&self, word: &QueryWord, rare: u64) -> Result<u64, Error> {
        let n_documents = self.n_documents(word)?;
        if n_documents > 4 * rare {
            return Ok(n_documents);
        }
        n_live_documents(self.context, word).to("look up a word")
    }

    /// Returns whether something else than the word itself is looked for at that place.
    fn is_read_otherwise(&self, at: usize) -> bool {
        let mut alternatives = self.concepts.alternatives.iter();
        alternatives.any(|alternative| alternative.covers.contains(&at))
    }

    fn n_documents_with_phrase(&self, words: &[QueryWord]) -> Result<u64, Error> {
        n_documents_with_phrase(self.context, words).to("look up words in a row")
    }
}

/// Returns how much each word matters: those of questions less, unless there are no others.
fn importance(words: &[QueryWord], of_question_words: f32) -> Vec<f32> {
    let is_of_questions = |word: &QueryWord| QUESTION_STEMS.contains(&word.stem);
    if words.iter().all(is_of_questions) {
        return vec![1.0; words.len()];
    }
    let importance = words.iter().map(|word| {
        if is_of_questions(word) {
            of_question_words
        } else {
            1.0
        }
    });
    importance.collect()
}

/// Returns what to look for: one word, or several in a row.
fn wanted(mut words: Vec<QueryWord>) -> Wanted {
    if words.len() == 1 {
        Wanted::Word(words.remove(0))
    } else {
        Wanted::Phrase(words)
    }
}
