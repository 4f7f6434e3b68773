//! The words of a query, weighed, with their postings open in every segment.

use std::ops::RangeInclusive;

use tantivy::DocId;

use super::candidates::Candidates;
use super::document_set::{Bits, DocumentSet};
use super::open_segment::OpenSegment;
use super::postings::{DocFreqs, Postings};
use super::support::supports;
use crate::query::context::Context;
use crate::query::rewritten_query::{RewrittenQuery, Target};
use crate::ranking::{
    AlternativeMatch, AskedExtent, DocumentFeatures, FeatureReader, PostingsMatch, QueryTerm,
    QueryWeight, TermMatch,
};
use crate::schema::TextField;
use crate::understanding::InterpretationKind;

/// Where the documents are so many times those that have a target, these are looked up alone.
const FEW: u64 = 8;

/// What was found of one target or one term in each document of a segment, kept for the next one: allocating it anew for
/// each word of a query costs more than looking the word up.
#[derive(Default)]
pub(super) struct Buffers {
    found: Vec<PostingsMatch>,
    matches: Vec<TermMatch>,
}

/// Finds and scores documents for the words of one query.
pub(crate) struct Matcher<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) query: &'a RewrittenQuery,
    /// The highest idf weight first; those that are not demanded behind all others.
    pub(super) terms: Vec<QueryTerm>,
    pub(super) weight: QueryWeight,
    pub(super) segments: Vec<OpenSegment<'a>>,
    /// By alternative: what share of its value the other words of the query leave it.
    supports: Vec<f32>,
    pub(super) with_scores: bool,
    /// Whether documents that only mention the words are told from the others; that takes scores.
    pub(super) finds_mentions: bool,
}

impl<'a> Matcher<'a> {
    /// Opens the postings of all words and alternatives; words and phrases are looked up in these fields only.
    pub fn open(
        context: &'a Context<'a>,
        query: &'a RewrittenQuery,
        scope: &[TextField],
        with_scores: bool,
    ) -> tantivy::Result<Self> {
        let segments: Vec<OpenSegment<'_>> = (0..context.engine.segment_readers().len())
            .map(|ordinal| OpenSegment::open(context, query, scope, ordinal))
            .collect::<tantivy::Result<_>>()?;
        let n_documents = context.engine.num_docs() as f32;
        let power = context.ranking.weights.support;
        let supports = if with_scores && power > 0.0 {
            let supports = supports(query, &segments, n_documents)?;
            supports
                .into_iter()
                .map(|support| support.powf(power))
                .collect()
        } else {
            vec![1.0; query.alternatives.len()]
        };
        let terms = weigh(context, query, &segments);
        Ok(Self {
            weight: QueryWeight::of(&terms),
            terms,
            supports,
            context,
            query,
            segments,
            with_scores,
            finds_mentions: false,
        })
    }

    /// Tells the documents that only mention the words from the others, where they are scored.
    pub fn finding_mentions(mut self, is_asked: bool) -> Self {
        self.finds_mentions = is_asked && self.with_scores;
        self
    }

    /// Returns these documents of a segment, which ascend.
    pub(super) fn documents(segment: &OpenSegment<'_>, documents: &[DocId]) -> DocumentSet {
        let mut bits = Bits::none_of(segment.n_documents);
        for document in documents {
            bits.add(*document);
        }
        DocumentSet::new(bits)
    }

    /// Returns the postings of the alternatives that stand for a word of the query, with the index of each.
    fn alternatives_of<'s>(
        &'s self,
        segment: &'s OpenSegment<'a>,
        word: usize,
    ) -> impl Iterator<Item = (usize, &'s Postings<'a>)> {
        let stands_for_word =
            move |(index, _): &(usize, _)| self.query.alternatives[*index].covers.contains(&word);
        let alternatives = segment.alternatives.iter().enumerate();
        alternatives.filter(stands_for_word)
    }

    /// Adds to the candidates what each has of a term.
    pub(super) fn add_term(
        &self,
        segment: &OpenSegment<'a>,
        term: &QueryTerm,
        candidates: &mut Candidates,
        buffers: &mut Buffers,
    ) -> tantivy::Result<()> {
        let documents = std::mem::take(&mut candidates.documents);
        self.each_term_match(segment, term, &documents, buffers, |index, matched| {
            candidates.add(index, term, matched);
        })?;
        candidates.documents = documents;
        Ok(())
    }

    /// Calls with the match of each of the documents that has a term, and its index.
    pub(super) fn each_term_match(
        &self,
        segment: &OpenSegment<'a>,
        term: &QueryTerm,
        documents: &DocumentSet,
        buffers: &mut Buffers,
        mut act: impl FnMut(usize, &TermMatch),
    ) -> tantivy::Result<()> {
        let weights = &self.context.ranking.weights;
        let Buffers { found, matches } = buffers;
        let typed = &segment.typed[term.index];
        let mut alternatives = self.alternatives_of(segment, term.index).peekable();
        if alternatives.peek().is_none() {
            return self.each_match(typed, documents, found, |index, found| {
                act(index, &TermMatch::as_typed(found, weights));
            });
        }
        matches.clear();
        matches.resize(documents.list.len(), TermMatch::default());
        self.each_match(typed, documents, found, |index, found| {
            matches[index] = TermMatch::as_typed(found, weights);
        })?;
        for (index, postings) in alternatives {
            let alternative = self.alternative_match(index);
            self.each_match(postings, documents, found, |index, found| {
                matches[index].add_alternative(found, alternative, weights);
            })?;
        }
        let matches = matches.iter().enumerate();
        matches
            .filter(|(_, matched)| matched.is_found())
            .for_each(|(index, matched)| act(index, matched));
        Ok(())
    }

    /// Calls with the match of each of the documents that has the target, and its index.
    fn each_match(
        &self,
        postings: &Postings<'_>,
        documents: &DocumentSet,
        found: &mut Vec<PostingsMatch>,
        mut act: impl FnMut(usize, PostingsMatch),
    ) -> tantivy::Result<()> {
        let look_up = |documents: &DocumentSet, found: &mut Vec<PostingsMatch>| {
            found.clear();
            found.resize(documents.list.len(), PostingsMatch::default());
            if self.with_scores {
                postings.add_matches(documents, found)
            } else {
                postings.add_fields(documents, found)
            }
        };
        if postings.n_at_most() * FEW < documents.list.len() as u64 {
            let mut having = documents.none();
            postings.add_documents(&mut having)?;
            let having = documents.and(having);
            look_up(&having, found)?;
            for (document, found) in having.list.iter().zip(found) {
                if let Some(index) = documents.index_of(*document) {
                    act(index, *found);
                }
            }
        } else {
            look_up(documents, found)?;
            let found = found.iter().enumerate();
            found
                .filter(|(_, found)| !found.fields.is_empty())
                .for_each(|(index, found)| act(index, *found));
        }
        Ok(())
    }

    fn alternative_match(&self, index: usize) -> AlternativeMatch {
        let alternative = &self.query.alternatives[index];
        AlternativeMatch {
            index,
            kind: alternative.kind,
            share: alternative.share * self.supports[index],
            found: match alternative.kind {
                InterpretationKind::Relative => self.context.ranking.weights.found_relative,
                _ => 1.0,
            },
            n_words: match &alternative.target {
                Target::Phrase(phrase) => phrase.words.len(),
                _ => 1,
            },
            n_covered: alternative.covers.len(),
        }
    }

    /// Returns the features of each candidate.
    pub(super) fn features(
        &self,
        segment: &OpenSegment<'_>,
        candidates: &Candidates,
    ) -> tantivy::Result<Vec<DocumentFeatures>> {
        let documents = &candidates.documents.list;
        let title_has_all = |index: &usize| candidates.sums[*index].title_has_all(&self.weight);
        let with_whole_query: Vec<usize> = (0..documents.len()).filter(title_has_all).collect();
        let words = self.query.words.iter().zip(&self.query.is_frame);
        let demanded = words.filter(|(_, is_frame)| !**is_frame);
        let bases: Vec<&str> = demanded.map(|(word, _)| &*word.base).collect();
        let periods = self.query.periods.iter();
        let periods: Vec<RangeInclusive<i64>> = periods.map(|(span, _)| span.moments()).collect();
        let grains = self.query.asked_grains();
        let reader = FeatureReader {
            engine: self.context.engine,
            columns: self.context.columns,
            model: self.context.ranking,
            title: self.context.fields.text(TextField::Title).base,
            bases: &bases,
            years: &self.query.years,
            periods: &periods,
            grains: &grains,
            inferred: self.context.inferred,
            extent: if self.context.is_place_chosen {
                AskedExtent::OfPlace
            } else {
                self.query.asked_extent()
            },
        };
        reader.read(segment.ordinal, documents, &with_whole_query)
    }
}

/// Returns the words as terms, in the order of [`Matcher::terms`]. A word that no document has as typed is as rare as the
/// most frequent of its alternatives.
fn weigh(
    context: &Context<'_>,
    query: &RewrittenQuery,
    segments: &[OpenSegment<'_>],
) -> Vec<QueryTerm> {
    let n_documents = context.engine.num_docs() as f32;
    let weigh = |index: usize| {
        let mut n_having = doc_freq(segments.iter().map(|segment| &segment.typed[index]));
        if n_having == 0 {
            let alternatives = query.alternatives.iter().enumerate();
            let of_word = alternatives.filter(|(_, it)| it.covers.contains(&index));
            let frequencies = of_word.map(|(alternative, _)| {
                doc_freq(
                    segments
                        .iter()
                        .map(|segment| &segment.alternatives[alternative]),
                )
            });
            n_having = frequencies.max().unwrap_or(0);
        }
        QueryTerm::new(
            &context.ranking.weights,
            index,
            n_documents,
            n_having,
            query.importance[index],
            query.demand(index),
        )
    };
    let mut terms: Vec<QueryTerm> = (0..query.words.len()).map(weigh).collect();
    terms.sort_by(|a, b| {
        let demanded_first = b.is_demanded().cmp(&a.is_demanded());
        demanded_first.then(b.idf_weight.total_cmp(&a.idf_weight))
    });
    terms
}

/// Returns how many documents have a target in the field where most have it, given its postings in every segment.
fn doc_freq<'p, 'a: 'p>(postings: impl Iterator<Item = &'p Postings<'a>>) -> u64 {
    let mut doc_freqs = DocFreqs::default();
    for postings in postings {
        postings.count(&mut doc_freqs);
    }
    doc_freqs.most()
}
