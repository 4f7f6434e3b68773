//! The words that others use of a record: the texts of the links to it.
//!
//! They are no field of the index: whoever links to a record may change, and a document is written once. So they are
//! gathered when a generation is opened, from the citing records, which are few.

use std::collections::{BTreeSet, HashMap};

use tantivy::DocId;

use super::citations::Citations;
use crate::analyzer::{Form, FrenchAnalyzer};

/// By segment, by base form: the documents of which others say the word, ascending.
#[derive(Default)]
pub(crate) struct SaidWords(Vec<HashMap<String, Vec<DocId>>>);

impl SaidWords {
    /// Gathers the words of the citations.
    pub fn new(n_segments: usize, citations: &Citations) -> Self {
        let mut analyzer = FrenchAnalyzer::new(Form::Base);
        let mut said: Vec<HashMap<String, BTreeSet<DocId>>> = vec![HashMap::new(); n_segments];
        for ((segment, document), text) in citations.texts() {
            for word in analyzer.words(text) {
                let documents = said[segment].entry(word.term).or_default();
                documents.insert(document);
            }
        }
        let sorted = |of_segment: HashMap<String, BTreeSet<DocId>>| {
            let words = of_segment.into_iter();
            words
                .map(|(word, documents)| (word, documents.into_iter().collect()))
                .collect()
        };
        Self(said.into_iter().map(sorted).collect())
    }

    /// Returns the documents of a segment of which others say a word, given its base form.
    pub fn documents(&self, segment: usize, base: &str) -> &[DocId] {
        let of_segment = self.0.get(segment);
        let documents = of_segment.and_then(|words| words.get(base));
        documents.map_or(&[], Vec::as_slice)
    }
}
