//! The dictionaries of string columns: their distinct values, and the ranks of documents by value.

use std::collections::BTreeMap;

use tantivy::Searcher;
use tantivy::columnar::StrColumn;

use crate::error::{EngineContext, Error};

/// Returns the rank of each document's value among the values of all segments, segment by segment, from 1. Equal values
/// have equal ranks; a document without one has rank 0.
pub(super) fn ranks(searcher: &Searcher, field: &str) -> Result<Vec<Vec<u32>>, Error> {
    let mut columns = Vec::new();
    let mut all_values: BTreeMap<String, u32> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field).to("read a column")?;
        let values = column
            .as_ref()
            .map(dictionary)
            .transpose()?
            .unwrap_or_default();
        // One segment's dictionary is sorted already: its ordinals are the ranks.
        if searcher.segment_readers().len() > 1 {
            all_values.extend(values.iter().map(|value| (value.clone(), 0)));
        }
        columns.push((segment.max_doc(), column, values));
    }
    for (rank, value) in all_values.values_mut().enumerate() {
        *value = rank as u32 + 1;
    }
    Ok(columns
        .into_iter()
        .map(|(n_documents, column, values)| {
            let to_rank: Vec<u32> = if all_values.is_empty() {
                (1..=values.len() as u32).collect()
            } else {
                values.iter().map(|value| all_values[value]).collect()
            };
            let rank = |document| {
                let ordinal = column
                    .as_ref()
                    .and_then(|column| column.ords().first(document));
                ordinal
                    .and_then(|ordinal| to_rank.get(ordinal as usize).copied())
                    .unwrap_or(0)
            };
            (0..n_documents).map(rank).collect()
        })
        .collect())
}

/// Returns the distinct values of a column, in the order of their ordinals.
pub(super) fn dictionary(column: &StrColumn) -> Result<Vec<String>, Error> {
    let mut values = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream().to("read a dictionary")?;
    while stream.advance() {
        values.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(values)
}
