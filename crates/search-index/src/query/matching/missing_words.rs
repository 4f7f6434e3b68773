//! Which words of a query each document lacks: where a search was relaxed, what makes a document an approximate match.

use tantivy::DocId;

use super::candidates::Candidates;
use super::document_set::Bits;
use crate::ranking::QueryTerm;

/// The approximate matches of a query, with the words that they lack. Every other match is complete.
pub(crate) struct MissingWords(Vec<ApproximateMatches>);

/// The approximate matches of a segment.
struct ApproximateMatches {
    /// For the pass, which asks of every document whether it is one of these.
    bits: Bits,
    /// The documents, ascending, with the words that each lacks.
    documents: Vec<(DocId, WordSet)>,
}

/// A set of words of a query, by index: a bit each. Fewer words than that are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordSet(u32);

impl WordSet {
    /// Returns those of a query's words that are in the set.
    pub fn of(self, words: &[String]) -> Vec<String> {
        let in_set = |(index, _): &(usize, &String)| self.0 & (1 << index) != 0;
        let words = words.iter().enumerate().filter(in_set);
        words.map(|(_, word)| word.clone()).collect()
    }

    pub fn has_any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    fn add(&mut self, index: usize) {
        debug_assert!(index < u32::BITS as usize, "more words than are looked for");
        self.0 |= 1 << index;
    }
}

impl FromIterator<usize> for WordSet {
    fn from_iter<I: IntoIterator<Item = usize>>(words: I) -> Self {
        let mut set = Self::default();
        words.into_iter().for_each(|index| set.add(index));
        set
    }
}

impl MissingWords {
    /// Reads them from the matches of each segment, given with its number of documents. A candidate's matches stand in
    /// the order of the terms.
    pub(super) fn read<'c>(
        terms: &[QueryTerm],
        segments: impl Iterator<Item = (u32, &'c Candidates)>,
    ) -> Self {
        let of_segment = |(n_documents, candidates): (u32, &Candidates)| {
            let mut missing = vec![WordSet::default(); candidates.documents.list.len()];
            let terms = terms.iter().zip(&candidates.matches);
            for (term, matches) in terms.filter(|(term, _)| term.is_demanded()) {
                for (missing, matched) in missing.iter_mut().zip(matches) {
                    if !matched.is_found() {
                        missing.add(term.index);
                    }
                }
            }
            let documents = candidates.documents.list.iter().copied().zip(missing);
            let documents: Vec<(DocId, WordSet)> = documents
                .filter(|(_, missing)| *missing != WordSet::default())
                .collect();
            let mut bits = Bits::none_of(n_documents);
            for (document, _) in &documents {
                bits.add(*document);
            }
            ApproximateMatches { bits, documents }
        };
        Self(segments.map(of_segment).collect())
    }

    /// Returns whether a document of a segment is an approximate match.
    pub fn is_any(&self, segment: usize, document: DocId) -> bool {
        self.0[segment].bits.has(document)
    }

    /// Returns the words that a document of a segment lacks.
    pub fn of(&self, segment: usize, document: DocId) -> WordSet {
        let documents = &self.0[segment].documents;
        let found = documents.binary_search_by_key(&document, |(document, _)| *document);
        match found {
            Ok(index) if self.is_any(segment, document) => documents[index].1,
            _ => WordSet::default(),
        }
    }

    /// Returns the approximate matches of each segment, ascending, that lack none but these words.
    pub fn lacking_only(&self, words: WordSet) -> impl Iterator<Item = Vec<DocId>> {
        self.0.iter().map(move |segment| {
            let documents = segment.documents.iter();
            let lacking = documents.filter(|(_, missing)| missing.0 & !words.0 == 0);
            lacking.map(|(document, _)| *document).collect()
        })
    }

    /// Takes a document for a complete match.
    pub fn forgive(&mut self, segment: usize, document: DocId) {
        self.0[segment].bits.remove(document);
    }
}
