//! What documents have of the terms of a query, and what that is worth: block by block, so that the memory of a search does
//! not grow with its matches by more than the eight bytes of a document and its score.

use tantivy::DocId;

use super::candidates::Candidates;
use super::document_set::DocumentSet;
use super::matcher::{Buffers, Matcher};
use super::open_segment::OpenSegment;
use super::weighed::Weighed;
use super::word_set::WordSet;
use crate::ranking::{TermSums, text_score};
use crate::stop;

/// So many documents are scored at a time: some 3 MB of sums and matches. Few searches have more than one block.
const BLOCK: usize = 16_384;

/// Documents with their scores, by segment, ascending.
#[derive(Default)]
pub(super) struct Scored {
    pub segments: Vec<Vec<(DocId, f32)>>,
    /// Those that lack words that are demanded, with these.
    pub lacking: Vec<Vec<(DocId, WordSet)>>,
    /// Those that hardly any word names, where these are asked for.
    pub unnamed: Vec<Vec<DocId>>,
}

impl Scored {
    /// Returns whether any document lacks a word.
    pub fn lacks_any(&self) -> bool {
        self.lacking.iter().any(|documents| !documents.is_empty())
    }

    fn add_segment(&mut self, n_documents: usize) {
        self.segments.push(Vec::with_capacity(n_documents));
        self.lacking.push(Vec::new());
        self.unnamed.push(Vec::new());
    }

    /// Adds documents to the last segment, each with whether it has all terms.
    fn add_unscored(&mut self, documents: &[(DocId, bool)], demanded: WordSet) {
        if documents.is_empty() {
            return;
        }
        if let Some(scored) = self.segments.last_mut() {
            scored.extend(documents.iter().map(|(document, _)| (*document, 0.0)));
            // Merges the two, which ascend.
            scored.sort_by_key(|(document, _)| *document);
        }
        if let Some(lacking) = self.lacking.last_mut() {
            let incomplete = documents.iter().filter(|(_, has_all)| !has_all);
            lacking.extend(incomplete.map(|(document, _)| (*document, demanded)));
            lacking.sort_by_key(|(document, _)| *document);
        }
    }
}

/// What is kept from one block to the next.
#[derive(Default)]
struct Block {
    candidates: Candidates,
    buffers: Buffers,
}

impl<'a> Matcher<'a> {
    /// Scores documents that were weighed. Those that need no score, by whether they have all demanded terms, get none, and
    /// what they lack is not looked up: they lack all or nothing.
    pub(super) fn score(
        &self,
        found: Vec<Weighed>,
        needs_score: &dyn Fn(usize, DocId, bool) -> bool,
    ) -> tantivy::Result<Scored> {
        let demanded = self.demanded_words();
        let mut scored = Scored::default();
        let mut block = Block::default();
        for (segment, weighed) in self.segments.iter().zip(found) {
            let ordinal = segment.ordinal;
            let (documents, rest) = weighed.parted(demanded.len(), |document, has_all| {
                needs_score(ordinal, document, has_all)
            });
            scored.add_segment(documents.list.len() + rest.len());
            for documents in documents.blocks(BLOCK) {
                block.candidates.begin(documents);
                for term in &self.terms {
                    self.add_term(segment, term, &mut block.candidates, &mut block.buffers)?;
                }
                self.add_scores(segment, &block.candidates, demanded, &mut scored)?;
            }
            scored.add_unscored(&rest, demanded);
        }
        Ok(scored)
    }

    /// Scores the documents that have all terms. Those that need no score get none where there is but one term.
    pub(super) fn score_with_all_terms(
        &self,
        needs_score: &dyn Fn(usize, DocId) -> bool,
    ) -> tantivy::Result<Scored> {
        let demanded = self.demanded_words();
        let mut scored = Scored::default();
        let mut block = Block::default();
        for segment in &self.segments {
            scored.add_segment(0);
            let Some(first) = self.terms.first() else {
                continue;
            };
            let mut having = segment.documents_with(self.query, first.index)?.clone();
            let mut rest = Vec::new();
            if demanded.len() <= 1 {
                let documents = having.documents();
                let unscored = documents.filter(|it| !needs_score(segment.ordinal, *it));
                rest.extend(unscored.map(|document| (document, true)));
                for (document, _) in &rest {
                    having.remove(*document);
                }
            }
            for documents in DocumentSet::new(having).blocks(BLOCK) {
                block.candidates.begin(documents);
                self.keep_with_all_terms(segment, &mut block)?;
                self.add_scores(segment, &block.candidates, demanded, &mut scored)?;
            }
            scored.add_unscored(&rest, demanded);
        }
        Ok(scored)
    }

    fn keep_with_all_terms(
        &self,
        segment: &OpenSegment<'a>,
        block: &mut Block,
    ) -> tantivy::Result<()> {
        let Block {
            candidates,
            buffers,
        } = block;
        for term in &self.terms {
            if candidates.documents.list.is_empty() {
                break;
            }
            self.add_term(segment, term, candidates, buffers)?;
            if term.is_demanded() {
                candidates.keep_having(term);
            }
        }
        Ok(())
    }

    /// Adds the scores of a block's documents to those of the last segment.
    fn add_scores(
        &self,
        segment: &OpenSegment<'_>,
        candidates: &Candidates,
        demanded: WordSet,
        scored: &mut Scored,
    ) -> tantivy::Result<()> {
        stop::check()?;
        let documents = candidates.documents.list.iter().copied();
        let lacking = documents.clone().zip(&candidates.words);
        let lacking = lacking.map(|(document, words)| (document, demanded.without(*words)));
        let lacking = lacking.filter(|(_, missing)| !missing.is_empty());
        if let Some(of_segment) = scored.lacking.last_mut() {
            of_segment.extend(lacking);
        }
        let Some(of_segment) = scored.segments.last_mut() else {
            return Ok(());
        };
        if !self.with_scores {
            of_segment.extend(documents.map(|document| (document, 0.0)));
            return Ok(());
        }
        let features = self.features(segment, candidates)?;
        let weights = &self.context.ranking.weights;
        if let Some(unnamed) = scored.unnamed.last_mut().filter(|_| self.finds_mentions) {
            let sums = documents.clone().zip(&candidates.sums);
            let is_unnamed = |(_, sums): &(DocId, &TermSums)| {
                sums.naming_share(&self.weight) < weights.mention_naming
            };
            unnamed.extend(sums.filter(is_unnamed).map(|(document, _)| document));
        }
        let sums = candidates.sums.iter().zip(features);
        let scores = sums
            .map(|(sums, features)| text_score(weights, &self.weight, sums, features).product());
        of_segment.extend(documents.zip(scores));
        Ok(())
    }
}
