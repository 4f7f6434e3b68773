//! What tantivy's own scoring asks of an index: the same numbers however its documents lie in segments, and whatever was
//! deleted.

use std::sync::PoisonError;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::Columns;

/// The numbers of an open generation.
pub(crate) struct Statistics<'a> {
    pub searcher: &'a Searcher,
    pub columns: &'a Columns,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    /// The lengths of the documents are those that are stored beside each field, which are rounded for long texts: so they
    /// add up to the same after segments were merged.
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let lengths = &self.columns.total_lengths.0;
        let mut lengths = lengths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(total) = lengths.get(&field) {
            return Ok(*total);
        }
        let mut total = 0;
        for segment in self.searcher.segment_readers() {
            let norms = segment.get_fieldnorms_reader(field)?;
            let documents = segment.doc_ids_alive();
            total += documents
                .map(|document| u64::from(norms.fieldnorm(document)))
                .sum::<u64>();
        }
        lengths.insert(field, total);
        Ok(total)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.columns.deleted.doc_freq(self.searcher, term)
    }
}
