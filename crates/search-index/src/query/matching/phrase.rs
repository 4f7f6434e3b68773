//! Documents that have words in a row.

use tantivy::index::SegmentReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::query::concept::QueryWord;

/// So many places further at most the next word stands: `budget de la ville` has two words between.
pub(super) const MAX_STEP: u32 = 3;

/// Returns the documents of which a field has the words in order, close to each other.
pub(super) fn documents_of_phrase(
    reader: &SegmentReader,
    field: Field,
    words: &[QueryWord],
) -> tantivy::Result<Vec<DocId>> {
    let index = reader.inverted_index(field)?;
    let mut lists = Vec::with_capacity(words.len());
    for word in words {
        let term = Term::from_field_text(field, &word.stem);
        let option = IndexRecordOption::WithFreqsAndPositions;
        match index.read_postings(&term, option)? {
            Some(list) => lists.push(list),
            None => return Ok(Vec::new()),
        }
    }
    // The rarest word leads.
    let Some(lead) = (0..lists.len()).min_by_key(|at| lists[*at].doc_freq()) else {
        return Ok(Vec::new());
    };
    let mut documents = Vec::new();
    let mut positions: Vec<Vec<u32>> = vec![Vec::new(); lists.len()];
    while lists[lead].doc() != TERMINATED {
        let document = lists[lead].doc();
        let has_all = lists.iter_mut().all(|list| {
            if list.doc() < document {
                list.seek(document);
            }
            list.doc() == document
        });
        if has_all {
            for (list, positions) in lists.iter_mut().zip(&mut positions) {
                positions.clear();
                list.positions(positions);
            }
            if are_in_order(&positions) {
                documents.push(document);
            }
        }
        lists[lead].advance();
    }
    Ok(documents)
}

/// Returns whether there is a place of each word, each a few places behind that of the word before.
pub(super) fn are_in_order(positions: &[Vec<u32>]) -> bool {
    let Some((first, rest)) = positions.split_first() else {
        return false;
    };
    first.iter().any(|start| {
        let mut end = *start;
        rest.iter().all(|positions| {
            let next = positions
                .iter()
                .find(|position| (end + 1..=end + MAX_STEP).contains(*position));
            end = next.copied().unwrap_or(end);
            next.is_some()
        })
    })
}
