//! The documents of a segment that may be hits, with what they have of the terms so far: some hundred bytes each, so that
//! those of a search with many matches are looked at block by block.

use super::document_set::DocumentSet;
use super::word_set::WordSet;
use crate::ranking::{QueryTerm, TermMatch, TermSums};

/// Documents, and what each has of the terms that were looked up.
#[derive(Default)]
pub(super) struct Candidates {
    pub documents: DocumentSet,
    /// By document.
    pub sums: Vec<TermSums>,
    /// By document: which of the words it has.
    pub words: Vec<WordSet>,
}

impl Candidates {
    pub fn new(documents: DocumentSet) -> Self {
        let mut candidates = Self::default();
        candidates.begin(documents);
        candidates
    }

    /// Begins with other documents, in the same memory.
    pub fn begin(&mut self, documents: DocumentSet) {
        let n = documents.list.len();
        self.documents = documents;
        self.sums.clear();
        self.sums.resize(n, TermSums::default());
        self.words.clear();
        self.words.resize(n, WordSet::default());
    }

    /// Adds what a document has of a term.
    pub fn add(&mut self, index: usize, term: &QueryTerm, matched: &TermMatch) {
        self.sums[index].add(term, matched);
        self.words[index].add(term.index);
    }

    /// Drops the documents that do not have a term.
    pub fn keep_having(&mut self, term: &QueryTerm) {
        let has_term = |words: &WordSet| words.has(term.index);
        if self.words.iter().all(has_term) {
            return;
        }
        let is_kept: Vec<bool> = self.words.iter().map(has_term).collect();
        self.documents = self.documents.only(&is_kept);
        keep(&mut self.sums, &is_kept);
        keep(&mut self.words, &is_kept);
    }
}

/// Drops the values that are not kept, by index.
pub(super) fn keep<T>(values: &mut Vec<T>, is_kept: &[bool]) {
    let mut is_kept = is_kept.iter();
    values.retain(|_| is_kept.next() == Some(&true));
}
