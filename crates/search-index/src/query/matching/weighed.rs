//! The documents of a segment that may be hits, with the weight of the terms that each has.

use tantivy::DocId;

use super::candidates::keep;
use super::document_set::{Bits, DocumentSet};

/// Documents, weighed. What they have of each term is looked up later, for those that are heavy enough.
pub(super) struct Weighed {
    pub documents: DocumentSet,
    /// By document: the sum of the required weights of the terms that it has.
    weights: Vec<f32>,
    /// By document: how many demanded terms it has.
    n_terms: Vec<u8>,
}

impl Weighed {
    pub fn new(documents: DocumentSet) -> Self {
        let n = documents.list.len();
        Self {
            documents,
            weights: vec![0.0; n],
            n_terms: vec![0; n],
        }
    }

    /// Adds a demanded term's weight to the documents that have it. The best weight grows with every document that is
    /// better and passes the filter.
    pub fn add(
        &mut self,
        weight: f32,
        having: &Bits,
        best: &mut f32,
        passes_filter: &dyn Fn(DocId) -> bool,
    ) {
        let (weights, n_terms) = (&mut self.weights, &mut self.n_terms);
        self.documents.each_in(having, |index, document| {
            weights[index] += weight;
            n_terms[index] += 1;
            if weights[index] > *best && passes_filter(document) {
                *best = weights[index];
            }
        });
    }

    /// Drops the documents that weigh less, if these are enough for that to cost less than looking at them again.
    pub fn prune(&mut self, least_weight: f32) {
        if least_weight <= 0.0 {
            return;
        }
        let n_kept = self
            .weights
            .iter()
            .filter(|it| **it >= least_weight)
            .count();
        if n_kept < self.weights.len() / 4 * 3 {
            self.keep_from(least_weight);
        }
    }

    /// Drops the documents that weigh less.
    pub fn keep_from(&mut self, least_weight: f32) {
        let is_kept: Vec<bool> = self.weights.iter().map(|it| *it >= least_weight).collect();
        if is_kept.iter().all(|is_kept| *is_kept) {
            return;
        }
        self.documents = self.documents.only(&is_kept);
        keep(&mut self.weights, &is_kept);
        keep(&mut self.n_terms, &is_kept);
    }

    /// Parts the documents: those that need a score, and the others, each with whether it has so many demanded terms.
    pub fn parted(
        self,
        n_terms: usize,
        needs_score: impl Fn(DocId, bool) -> bool,
    ) -> (DocumentSet, Vec<(DocId, bool)>) {
        let documents = self.documents.list.iter().zip(&self.n_terms);
        let documents = documents.map(|(document, n)| (*document, usize::from(*n) == n_terms));
        let is_scored: Vec<bool> = documents
            .clone()
            .map(|(document, has_all)| needs_score(document, has_all))
            .collect();
        let rest = documents
            .zip(&is_scored)
            .filter(|(_, is_scored)| !**is_scored);
        let rest: Vec<(DocId, bool)> = rest.map(|(document, _)| document).collect();
        if rest.is_empty() {
            return (self.documents, rest);
        }
        (self.documents.only(&is_scored), rest)
    }
}
