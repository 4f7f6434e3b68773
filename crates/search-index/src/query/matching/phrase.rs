//! Documents that have words in a row.

use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// So many places further at most the next word stands: `budget de la ville` has two words between.
const MAX_STEP: u32 = 3;

/// Where a field has the words of a phrase.
struct Phrase {
    lists: Vec<SegmentPostings>,
    /// Where the document that is looked at has each word.
    positions: Vec<Vec<u32>>,
}

impl Phrase {
    /// Opens the lists of the stems; `None` where the field lacks one of them.
    fn open(reader: &SegmentReader, field: Field, stems: &[&str]) -> tantivy::Result<Option<Self>> {
        let index = reader.inverted_index(field)?;
        let mut lists = Vec::with_capacity(stems.len());
        for stem in stems {
            let term = Term::from_field_text(field, stem);
            let option = IndexRecordOption::WithFreqsAndPositions;
            match index.read_postings(&term, option)? {
                Some(list) => lists.push(list),
                None => return Ok(None),
            }
        }
        let positions = vec![Vec::new(); lists.len()];
        Ok(Some(Self { lists, positions }))
    }

    /// Returns whether a document has the words in order; documents are asked for in order too.
    fn is_in(&mut self, document: DocId) -> bool {
        let has_all = self.lists.iter_mut().all(|list| {
            if list.doc() < document {
                list.seek(document);
            }
            list.doc() == document
        });
        if has_all {
            for (list, positions) in self.lists.iter_mut().zip(&mut self.positions) {
                positions.clear();
                list.positions(positions);
            }
        }
        has_all && are_in_order(&mut self.positions)
    }
}

/// Returns the documents of which a field has the words in order, close to each other.
pub(super) fn documents_of_phrase(
    reader: &SegmentReader,
    field: Field,
    stems: &[&str],
) -> tantivy::Result<Vec<DocId>> {
    let mut documents = Vec::new();
    let Some(mut phrase) = Phrase::open(reader, field, stems)? else {
        return Ok(documents);
    };
    // The rarest word leads.
    let lists = 0..phrase.lists.len();
    let Some(lead) = lists.min_by_key(|at| phrase.lists[*at].doc_freq()) else {
        return Ok(documents);
    };
    while phrase.lists[lead].doc() != TERMINATED {
        let document = phrase.lists[lead].doc();
        if phrase.is_in(document) {
            documents.push(document);
        }
        phrase.lists[lead].advance();
    }
    Ok(documents)
}

/// Returns for each of the documents, which come in order, whether a field has the stems in order, close to each other;
/// a single one has no order.
pub(super) fn in_order(
    reader: &SegmentReader,
    field: Field,
    stems: &[&str],
    documents: &[DocId],
) -> tantivy::Result<Vec<bool>> {
    let phrase = if stems.len() > 1 && !documents.is_empty() {
        Phrase::open(reader, field, stems)?
    } else {
        None
    };
    Ok(match phrase {
        Some(mut phrase) => documents.iter().map(|at| phrase.is_in(*at)).collect(),
        None => vec![false; documents.len()],
    })
}

/// Returns whether there is a place of each word, each a few places behind that of the word before; keeps of the places of
/// each word those that the words before lead to.
fn are_in_order(positions: &mut [Vec<u32>]) -> bool {
    for at in 1..positions.len() {
        let (before, rest) = positions.split_at_mut(at);
        let ends = &before[at - 1];
        rest[0].retain(|place| {
            let near = ends.partition_point(|end| end + MAX_STEP < *place);
            ends.get(near).is_some_and(|end| end < place)
        });
    }
    positions.last().is_some_and(|places| !places.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_where_each_has_a_place_behind_the_one_before() {
        for (mut positions, expected) in [
            (vec![vec![0], vec![1]], true),
            (vec![vec![0], vec![3]], true),
            (vec![vec![0], vec![4]], false),
            (vec![vec![1], vec![0]], false),
            (vec![vec![1], vec![1]], false),
            // Neither the first place of the first word nor the first that follows it leads on.
            (vec![vec![0, 5], vec![6]], true),
            (vec![vec![0], vec![1, 3], vec![6]], true),
            (vec![vec![0, 9], vec![1, 10], vec![5]], false),
            (vec![vec![2]], true),
            (vec![vec![]], false),
            (vec![], false),
        ] {
            let given = format!("{positions:?}");
            assert_eq!(are_in_order(&mut positions), expected, "{given}");
        }
    }
}
