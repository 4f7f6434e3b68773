//! Which words of a query each document lacks: where a search was relaxed, what makes a document an approximate match.

use tantivy::DocId;

use super::document_set::Bits;
use super::word_set::WordSet;

/// The approximate matches of a query, with the words that they lack. Every other match is complete.
pub(crate) struct MissingWords(Vec<ApproximateMatches>);

/// The approximate matches of a segment.
struct ApproximateMatches {
    /// For the pass, which asks of every document whether it is one of these.
    bits: Bits,
    /// The documents, ascending, with the words that each lacks.
    documents: Vec<(DocId, WordSet)>,
}

impl MissingWords {
    /// Takes by segment its number of documents and those that lack words of the query, ascending.
    pub(super) fn new(segments: impl Iterator<Item = (u32, Vec<(DocId, WordSet)>)>) -> Self {
        let of_segment = |(n_documents, documents): (u32, Vec<(DocId, WordSet)>)| {
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
