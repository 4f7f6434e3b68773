//! The documents of a segment that may be hits, with their matches so far.

use super::document_set::DocumentSet;
use crate::ranking::TermMatch;

/// Documents, and what each has of the terms that were looked up.
#[derive(Default)]
pub(super) struct Candidates {
    pub documents: DocumentSet,
    /// By term, in the order of their idf weights; by document.
    pub matches: Vec<Vec<TermMatch>>,
}

impl Candidates {
    pub fn new(documents: DocumentSet) -> Self {
        Self {
            documents,
            matches: Vec::new(),
        }
    }

    /// Drops the documents that are not kept, by index, and their matches.
    pub fn keep(&mut self, is_kept: &[bool]) {
        if is_kept.iter().all(|is_kept| *is_kept) {
            return;
        }
        self.documents = self.documents.only(is_kept);
        for matches in &mut self.matches {
            keep(matches, is_kept);
        }
    }
}

/// Drops the values that are not kept, by index.
pub(super) fn keep<T>(values: &mut Vec<T>, is_kept: &[bool]) {
    let mut is_kept = is_kept.iter();
    values.retain(|_| is_kept.next() == Some(&true));
}
