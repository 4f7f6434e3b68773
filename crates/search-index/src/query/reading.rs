//! What the words of a query may be found as beside what was typed: their reading.

mod compounds;
mod initials;
mod phonetic;
mod places;
mod spelling;
mod thesaurus;
mod values;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::concept::{Alternative, Concepts, QueryWord, Wanted};
use super::context::Context;
use super::matching::{n_documents_with, n_live_documents};
use super::words::Words;
use crate::error::{EngineContext, Error};
use crate::understanding::InterpretationKind;
use thesaurus::{Entry, Thesaurus, data_lines};

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
    pub fn new(
        context: &'a Context<'a>,
        words: &'a mut Words,
        text: &str,
        typed: Vec<QueryWord>,
    ) -> Self {
        let mut seen = HashSet::new();
        let typed: Vec<QueryWord> = typed
            .into_iter()
            .filter(|word| seen.insert(word.stem.clone()))
            .collect();
        Self {
            context,
            words,
            concepts: Concepts {
                importance: importance(&typed, context.ranking.weights.question_words),
                is_literal: vec![true; typed.len()],
                words: typed,
                text: text.to_owned(),
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
    pub fn read(mut self) -> Result<Concepts, Error> {
        self.add_entries();
        self.add_compounds()?;
        self.add_places();
        self.add_values();
        self.add_initials()?;
        self.add_corrections()?;
        self.weigh_years_and_places();
        Ok(self.concepts)
    }

    fn weigh_years_and_places(&mut self) {
        let concepts = &mut self.concepts;
        for alternative in &concepts.alternatives {
            let weight = match alternative.kind {
                InterpretationKind::Year => self.context.ranking.weights.year_importance,
                InterpretationKind::Place => self.context.ranking.weights.place_importance,
                _ => continue,
            };
            if let Wanted::Year(year) = alternative.wanted {
                concepts.years.push(year);
            }
            for importance in &mut concepts.importance[alternative.covers.clone()] {
                *importance = weight;
            }
        }
    }

    /// Adds acronyms and synonyms.
    fn add_entries(&mut self) {
        let thesaurus = Thesaurus::get();
        let n_words = self.concepts.words.len();
        for start in 0..n_words {
            for end in start + 1..=n_words.min(start + thesaurus.max_words) {
                let entries: Vec<Entry> = thesaurus
                    .entries(&self.concepts.words[start..end])
                    .cloned()
                    .collect();
                for Entry { wanted, kind, .. } in entries {
                    self.add(start..end, wanted, kind);
                }
            }
        }
    }

    /// Returns how many documents have what is wanted, in the field where most have it.
    fn n_documents(&self, wanted: &Wanted) -> Result<u64, Error> {
        n_documents_with(self.context, wanted).to("look up words")
    }

    /// Returns in how many documents that are not archived a rare word stands; where it is no rare one, at least so many.
    fn n_live_documents(&self, word: &QueryWord, rare: u64) -> Result<u64, Error> {
        let n_documents = self.n_documents(&Wanted::Word(word.clone()))?;
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

    fn add(&mut self, covers: Range<usize>, wanted: Wanted, kind: InterpretationKind) {
        let weights = &self.context.ranking.weights;
        let share = match kind {
            InterpretationKind::Correction => weights.correction,
            InterpretationKind::Compound => weights.compound,
            InterpretationKind::Expansion => weights.expansion,
            InterpretationKind::Synonym => weights.synonym,
            InterpretationKind::Place => match wanted {
                Wanted::Zone(_) => weights.place,
                _ => weights.place_name,
            },
            InterpretationKind::Year => weights.year,
            InterpretationKind::Format | InterpretationKind::Type => weights.format,
        };
        if share > 0.0 {
            self.concepts.alternatives.push(Alternative {
                covers,
                wanted,
                kind,
                share,
            });
        }
    }
}

/// Reads the data and the words of the catalogue that are read when first asked for.
pub(crate) fn warm_up(context: &Context<'_>) -> Result<(), Error> {
    Thesaurus::get();
    context.vocabulary().map(|_| ())
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
