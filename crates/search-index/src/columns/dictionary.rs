//! The dictionaries of string columns: their distinct values, and the ranks of documents by value.

use tantivy::Searcher;
use tantivy::columnar::StrColumn;

use crate::document::key_checksum;
use crate::error::{EngineContext, Error};

/// Returns the rank of each document's value among the values of all segments, segment by segment, from 1. Equal values
/// have equal ranks; a document without one has rank 0.
pub(super) fn ranks(searcher: &Searcher, field: &str) -> Result<Vec<Vec<u32>>, Error> {
    let mut columns = Vec::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field).to("read a column")?;
        let values = column.as_ref().map(dictionary).transpose()?;
        columns.push((segment.max_doc(), column, values.unwrap_or_default()));
    }
    let to_ranks = ranks_of(columns.iter().map(|(.., values)| values.as_slice()));
    let columns = columns.into_iter().zip(to_ranks);
    Ok(columns
        .map(|((n_documents, column, _), to_rank)| {
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

/// Returns the checksum of each document's value, segment by segment; 0 where a document has none.
pub(super) fn checksums(searcher: &Searcher, field: &str) -> Result<Vec<Vec<i64>>, Error> {
    let mut segments = Vec::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().str(field).to("read a column")?;
        let values = column.as_ref().map(dictionary).transpose()?;
        let values = values.unwrap_or_default();
        let of_values: Vec<i64> = values.iter().map(|value| key_checksum(value)).collect();
        let checksum = |document| {
            let column = column.as_ref();
            let ordinal = column.and_then(|column| column.ords().first(document))?;
            of_values.get(ordinal as usize).copied()
        };
        let documents = 0..segment.max_doc();
        segments.push(documents.map(|it| checksum(it).unwrap_or(0)).collect());
    }
    Ok(segments)
}

/// Returns by list, of which each is sorted, the rank of each of its values among the values of all lists, from 1.
fn ranks_of<'a>(lists: impl Iterator<Item = &'a [String]> + Clone) -> Vec<Vec<u32>> {
    let mut all: Vec<&str> = lists.clone().flatten().map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    let ranks = lists.map(|values| {
        let mut ranked = (1..).zip(&all);
        let values = values.iter();
        let rank = |value: &String| ranked.find(|(_, of_all)| *of_all == value);
        values.filter_map(rank).map(|(rank, _)| rank).collect()
    });
    ranks.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_of_several_lists_have_equal_ranks() {
        let lists = [&["a", "c"][..], &[], &["b", "c", "d"]];
        let lists = lists.map(|list| list.iter().map(|text| (*text).to_owned()).collect());
        let lists: [Vec<String>; 3] = lists;
        let ranks = ranks_of(lists.iter().map(Vec::as_slice));
        assert_eq!(ranks, [vec![1, 3], vec![], vec![2, 3, 4]]);
    }
}
