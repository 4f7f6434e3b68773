//! Which words of a query each document lacks: where a search was relaxed, what makes a document an approximate match.

use tantivy::DocId;

use super::candidates::Candidates;
use super::document_set::Bits;

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
        let in_set = |(index, _): &(usize, &String)| self.has(*index);
        let words = words.iter().enumerate().filter(in_set);
        words.map(|(_, word)| word.clone()).collect()
    }

    pub fn has_any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub fn has(self, index: usize) -> bool {
        self.0 & (1 << index) != 0
    }

    /// Returns the words of the set that are not in another one.
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn add(&mut self, index: usize) {
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
    /// Reads them from what the candidates of each segment, given with its number of documents, have of the words that are
    /// demanded.
    pub(super) fn read<'c>(
        demanded: WordSet,
        segments: impl Iterator<Item = (u32, &'c Candidates)>,
    ) -> Self {
        let of_segment = |(n_documents, candidates): (u32, &Candidates)| {
            let documents = candidates.documents.list.iter().zip(&candidates.words);
            let documents =
                documents.map(|(document, words)| (*document, demanded.without(*words)));
            let documents: Vec<(DocId, WordSet)> = documents
                .filter(|(_, missing)| !missing.is_empty())
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
            let lacking = documents.filter(|(_, missing)| missing.without(words).is_empty());
            lacking.map(|(document, _)| *document).collect()
        })
    }

    /// Takes a document for a complete match.
    pub fn forgive(&mut self, segment: usize, document: DocId) {
        self.0[segment].bits.remove(document);
    }
}
