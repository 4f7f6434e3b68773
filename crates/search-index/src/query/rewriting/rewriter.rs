//! A query while alternatives are added to it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::dead_words::ask_for_retired;
use crate::Facet;
use crate::error::{EngineContext, Error};
use crate::query::context::Context;
use crate::query::matching::{n_documents_with, n_live_documents};
use crate::query::query_analyzer::QueryAnalyzer;
use crate::query::rewritten_query::{Alternative, Phrase, QueryWord, RewrittenQuery, Target};
use crate::understanding::InterpretationKind;

pub(super) struct Rewriter<'a> {
    pub context: &'a Context<'a>,
    pub analyzer: &'a mut QueryAnalyzer,
    pub query: RewrittenQuery,
    /// How documents write a name in two words, by the index of the word that it is in the query.
    pub divisions: HashMap<usize, Phrase>,
    /// Where the words that only say of what kind a code is begin in the text.
    pub code_words: HashSet<usize>,
    /// Where the words that name a period, and are looked for as nothing else, begin in the text.
    pub period_words: HashSet<usize>,
}

impl<'a> Rewriter<'a> {
    /// Begins with the words of a text; of words with the same base form, the first one counts.
    pub fn new(
        context: &'a Context<'a>,
        analyzer: &'a mut QueryAnalyzer,
        text: &str,
        typed: Vec<QueryWord>,
    ) -> Self {
        let mut seen = HashSet::new();
        let typed: Vec<QueryWord> = typed
            .into_iter()
            .filter(|word| seen.insert(word.base.clone()))
            .collect();
        Self {
            context,
            analyzer,
            query: RewrittenQuery {
                importance: vec![1.0; typed.len()],
                is_frame: vec![false; typed.len()],
                is_literal: vec![true; typed.len()],
                words: typed,
                text: text.to_owned(),
                ..RewrittenQuery::default()
            },
            divisions: HashMap::new(),
            code_words: HashSet::new(),
            period_words: HashSet::new(),
        }
    }

    /// Adds an alternative to a range of the words. Its kind says what share of its value counts; one that counts
    /// nothing is not added.
    pub fn add(&mut self, covers: Range<usize>, target: Target, kind: InterpretationKind) {
        let weights = &self.context.ranking.weights;
        let share = match kind {
            InterpretationKind::Correction => weights.correction,
            InterpretationKind::Compound => weights.compound,
            InterpretationKind::Expansion => weights.expansion,
            InterpretationKind::Synonym => weights.synonym,
            InterpretationKind::Noun => weights.noun,
            InterpretationKind::Relative => weights.relative,
            InterpretationKind::Translation => weights.translation,
            InterpretationKind::Place => match target {
                Target::Zone(_) => weights.place,
                _ => weights.place_name,
            },
            InterpretationKind::Year => weights.year,
            InterpretationKind::Grain => match target {
                Target::FacetValue(Facet::Extent, _) => weights.nationwide,
                _ => weights.grain,
            },
            InterpretationKind::Period => weights.period,
            InterpretationKind::Format | InterpretationKind::Type => weights.format,
        };
        if share > 0.0 {
            self.query.alternatives.push(Alternative {
                covers,
                target,
                kind,
                share,
            });
        }
    }

    /// Returns whether a word has an alternative already.
    pub fn has_alternative(&self, index: usize) -> bool {
        let mut alternatives = self.query.alternatives.iter();
        alternatives.any(|alternative| alternative.covers.contains(&index))
    }

    /// Returns how many documents have the target in the field where most have it.
    pub fn n_documents(&self, target: &Target) -> Result<u64, Error> {
        n_documents_with(self.context, target).to("look up words")
    }

    /// Returns how many documents that are not archived have a word, where it may be a rare one; where far more than
    /// `rare` documents have it in all, their number, which costs less.
    pub fn n_live_documents(&self, word: &QueryWord, rare: u64) -> Result<u64, Error> {
        let n_documents = self.n_documents(&Target::Word(word.clone()))?;
        if n_documents > 4 * rare {
            return Ok(n_documents);
        }
        n_live_documents(self.context, word).to("look up a word")
    }

    /// Returns the rewritten query. The words of years and places get their own importance.
    pub fn finish(mut self) -> RewrittenQuery {
        let weights = &self.context.ranking.weights;
        let query = &mut self.query;
        let words = &query.words;
        query.alternatives.retain(|alternative| {
            let mut covered = words[alternative.covers.clone()].iter();
            let is_code = covered
                .clone()
                .all(|word| self.code_words.contains(&word.span.start));
            let is_period = covered.any(|word| self.period_words.contains(&word.span.start));
            !is_code && (!is_period || alternative.kind == InterpretationKind::Period)
        });
        for alternative in &query.alternatives {
            let importance_of_kind = match alternative.kind {
                InterpretationKind::Year => weights.year_importance,
                InterpretationKind::Place => weights.place_importance,
                _ => continue,
            };
            if let Target::Year(year) = alternative.target {
                query.years.push(year);
            }
            for importance in &mut query.importance[alternative.covers.clone()] {
                *importance = importance_of_kind;
            }
        }
        if !query.periods.is_empty() {
            // The ends of a period are no years of their own.
            query.years.clear();
        }
        let exact: Vec<&str> = words.iter().map(|word| word.exact.as_str()).collect();
        query.asks_for_retired = ask_for_retired(&exact);
        self.query
    }
}
