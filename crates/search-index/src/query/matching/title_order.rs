//! Whether a title has the words of a query in their order, close to each other.

use tantivy::index::SegmentReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Term};

use super::phrase::MAX_STEP;

/// Returns for each of the documents, which come in order, whether its title has the stems in order.
pub(super) fn in_order(
    reader: &SegmentReader,
    title: Field,
    stems: &[&str],
    documents: &[DocId],
) -> tantivy::Result<Vec<bool>> {
    let mut is_in_order = vec![stems.len() > 1; documents.len()];
    if stems.len() < 2 || documents.is_empty() {
        return Ok(is_in_order);
    }
    let index = reader.inverted_index(title)?;
    // Where the words so far end, document by document.
    let mut ends: Vec<Option<u32>> = vec![None; documents.len()];
    let mut positions = Vec::new();
    for stem in stems {
        let term = Term::from_field_text(title, stem);
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some(mut list) = index.read_postings(&term, option)? else {
            return Ok(vec![false; documents.len()]);
        };
        for (at, document) in documents.iter().enumerate() {
            if !is_in_order[at] {
                continue;
            }
            if list.doc() < *document {
                list.seek(*document);
            }
            positions.clear();
            if list.doc() == *document {
                list.positions(&mut positions);
            }
            let follows = |position: &&u32| {
                ends[at].is_none_or(|end| (end + 1..=end + MAX_STEP).contains(*position))
            };
            ends[at] = positions.iter().find(follows).copied();
            is_in_order[at] = ends[at].is_some();
        }
    }
    Ok(is_in_order)
}
