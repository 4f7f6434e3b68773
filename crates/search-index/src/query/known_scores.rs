//! Documents whose scores are known already, as a tantivy query that can be combined with others. Running it walks the
//! documents that matching has found, and looks nothing up.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::{SegmentId, SegmentReader};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, TERMINATED, TantivyError};

/// Documents, ascending, with their scores.
type Documents = Arc<Vec<(DocId, Score)>>;

/// The query, and its own weight.
#[derive(Debug, Clone)]
pub(super) struct KnownScores(Arc<HashMap<SegmentId, Documents>>);

impl KnownScores {
    /// Makes the query of each segment's documents, in the order of the searcher's segments.
    pub fn new(searcher: &tantivy::Searcher, segments: Vec<Vec<(DocId, Score)>>) -> Self {
        let ids = searcher.segment_readers().iter();
        let by_id = ids
            .map(SegmentReader::segment_id)
            .zip(segments.into_iter().map(Arc::new));
        Self(Arc::new(by_id.collect()))
    }

    fn documents(&self, reader: &SegmentReader) -> Documents {
        let documents = self.0.get(&reader.segment_id());
        documents.map(Arc::clone).unwrap_or_default()
    }
}

impl Query for KnownScores {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for KnownScores {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(KnownScorer {
            documents: self.documents(reader),
            index: 0,
            boost,
        }))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let documents = self.documents(reader);
        match documents.binary_search_by_key(&document, |(document, _)| *document) {
            Ok(index) => Ok(Explanation::new("words", documents[index].1)),
            Err(_) => Err(TantivyError::InvalidArgument(format!(
                "document {document} lacks the words"
            ))),
        }
    }
}

struct KnownScorer {
    documents: Documents,
    index: usize,
    boost: Score,
}

impl DocSet for KnownScorer {
    fn advance(&mut self) -> DocId {
        self.index += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.index..).unwrap_or_default();
        self.index += rest.partition_point(|(document, _)| *document < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        let here = self.documents.get(self.index);
        here.map_or(TERMINATED, |(document, _)| *document)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}

impl Scorer for KnownScorer {
    fn score(&mut self) -> Score {
        let here = self.documents.get(self.index);
        here.map_or(0.0, |(_, score)| self.boost * score)
    }
}
