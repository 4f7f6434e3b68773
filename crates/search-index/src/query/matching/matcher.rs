//! The words of a query, weighed, with their postings open in every segment.

use tantivy::DocId;

use super::candidates::Candidates;
use super::document_set::{Bits, DocumentSet};
use super::postings::{DocFreqs, Postings};
use crate::query::context::Context;
use crate::query::rewritten_query::{RewrittenQuery, Target};
use crate::ranking::{
    AlternativeMatch, DocumentFeatures, FeatureReader, FieldSet, PostingsMatch, QueryTerm,
    TermMatch, TextScore, text_score,
};
use crate::schema::TextField;
use crate::understanding::InterpretationKind;

/// Finds and scores documents for the words of one query.
pub(crate) struct Matcher<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) query: &'a RewrittenQuery,
    /// The highest idf weight first.
    pub(super) terms: Vec<QueryTerm>,
    pub(super) segments: Vec<OpenSegment<'a>>,
    pub(super) with_scores: bool,
}

/// The postings of the query's words in one segment.
pub(super) struct OpenSegment<'a> {
    pub ordinal: usize,
    pub n_documents: u32,
    /// By word of the query.
    typed: Vec<Postings<'a>>,
    /// By alternative of the query.
    alternatives: Vec<Postings<'a>>,
}

impl<'a> Matcher<'a> {
    /// Opens the postings of all words and alternatives; words and phrases are looked up in these fields only.
    pub fn open(
        context: &'a Context<'a>,
        query: &'a RewrittenQuery,
        scope: &[TextField],
        with_scores: bool,
    ) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        for (ordinal, reader) in context.engine.segment_readers().iter().enumerate() {
            let open = |target: &Target| Postings::open(context, ordinal, scope, target);
            let typed = query.words.iter().zip(&query.is_literal);
            let typed = typed.map(|(word, is_literal)| {
                if *is_literal {
                    open(&Target::Word(word.clone()))
                } else {
                    Ok(Postings::none(context, ordinal))
                }
            });
            let alternatives = query.alternatives.iter();
            segments.push(OpenSegment {
                ordinal,
                n_documents: reader.max_doc(),
                typed: typed.collect::<Result<_, _>>()?,
                alternatives: alternatives
                    .map(|alternative| open(&alternative.target))
                    .collect::<Result<_, _>>()?,
            });
        }
        Ok(Self {
            terms: weigh(context, query, &segments),
            context,
            query,
            segments,
            with_scores,
        })
    }

    /// Returns the documents of a segment that have any of the terms.
    pub(super) fn documents_with_any<'t>(
        &self,
        segment: &OpenSegment<'_>,
        terms: impl Iterator<Item = &'t QueryTerm>,
    ) -> tantivy::Result<DocumentSet> {
        let mut bits = Bits::none_of(segment.n_documents);
        for term in terms {
            segment.typed[term.index].add_documents(&mut bits)?;
            for (_, postings) in self.alternatives_of(segment, term.index) {
                postings.add_documents(&mut bits)?;
            }
        }
        Ok(DocumentSet::new(bits))
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

    /// Returns the match of each of the documents with a term.
    pub(super) fn term_matches(
        &self,
        segment: &OpenSegment<'a>,
        term: &QueryTerm,
        documents: &DocumentSet,
    ) -> tantivy::Result<Vec<TermMatch>> {
        let look_up = |postings: &Postings<'_>| -> tantivy::Result<Vec<PostingsMatch>> {
            if self.with_scores {
                postings.matches(documents)
            } else {
                postings.fields_of(documents)
            }
        };
        let other_fields = self.context.ranking.weights.other_fields;
        let typed = look_up(&segment.typed[term.index])?;
        let mut matches: Vec<TermMatch> = typed
            .into_iter()
            .map(|found| TermMatch::as_typed(found, other_fields))
            .collect();
        for (index, postings) in self.alternatives_of(segment, term.index) {
            let alternative = self.alternative_match(index);
            for (matched, found) in matches.iter_mut().zip(look_up(postings)?) {
                if !found.fields.is_empty() {
                    matched.add_alternative(found, alternative, other_fields);
                }
            }
        }
        Ok(matches)
    }

    fn alternative_match(&self, index: usize) -> AlternativeMatch {
        let alternative = &self.query.alternatives[index];
        AlternativeMatch {
            index,
            kind: alternative.kind,
            share: alternative.share,
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
        let title_has_all = |index: &usize| {
            let mut matches = candidates.matches.iter();
            matches.all(|matches| matches[*index].fields.has_any_of(FieldSet::TITLE))
        };
        let with_whole_query: Vec<usize> = (0..documents.len()).filter(title_has_all).collect();
        let words = self.query.words.iter();
        let bases: Vec<&str> = words.map(|word| &*word.base).collect();
        let reader = FeatureReader {
            engine: self.context.engine,
            columns: self.context.columns,
            model: self.context.ranking,
            title: self.context.fields.text(TextField::Title).base,
            bases: &bases,
            years: &self.query.years,
        };
        reader.read(segment.ordinal, documents, &with_whole_query)
    }

    /// Returns the text score of a candidate.
    pub(super) fn text_score(
        &self,
        candidates: &Candidates,
        index: usize,
        features: DocumentFeatures,
    ) -> TextScore {
        let matches = candidates.matches.iter().map(|matches| &matches[index]);
        let weights = &self.context.ranking.weights;
        text_score(weights, self.terms.iter().zip(matches), features)
    }
}

/// Returns the words as terms, the highest idf weight first. A word that no document has as typed is as rare as the
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
            query.n_optional_words(index),
        )
    };
    let mut terms: Vec<QueryTerm> = (0..query.words.len()).map(weigh).collect();
    terms.sort_by(|a, b| b.idf_weight.total_cmp(&a.idf_weight));
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
