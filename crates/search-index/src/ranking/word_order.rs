//! Which documents have words in the order of a phrase, close to each other: positions of terms, compared.

use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// The next word of a phrase stands at most so many positions further: `budget de la ville` has two words in between.
const MAX_STEP: u32 = 3;

/// The posting lists of a phrase's words in one field, with positions.
struct PhrasePostings {
    words: Vec<SegmentPostings>,
    /// By word: its positions in the document that is looked at.
    positions: Vec<Vec<u32>>,
}

impl PhrasePostings {
    /// Opens the posting lists of the base forms; `None` where no document of the segment has one of them in the field.
    fn open(reader: &SegmentReader, field: Field, bases: &[&str]) -> tantivy::Result<Option<Self>> {
        let index = reader.inverted_index(field)?;
        let mut words = Vec::with_capacity(bases.len());
        for base in bases {
            let term = Term::from_field_text(field, base);
            let option = IndexRecordOption::WithFreqsAndPositions;
            match index.read_postings(&term, option)? {
                Some(postings) => words.push(postings),
                None => return Ok(None),
            }
        }
        let positions = vec![Vec::new(); words.len()];
        Ok(Some(Self { words, positions }))
    }

    /// Returns whether a document has the words in order. The posting lists only go forward: documents must be asked
    /// for in ascending order.
    fn is_in(&mut self, document: DocId) -> bool {
        let has_all = self.words.iter_mut().all(|postings| {
            if postings.doc() < document {
                postings.seek(document);
            }
            postings.doc() == document
        });
        if has_all {
            for (postings, positions) in self.words.iter_mut().zip(&mut self.positions) {
                positions.clear();
                postings.positions(positions);
            }
        }
        has_all && are_in_order(&mut self.positions)
    }
}

/// Returns the documents of a segment that have the base forms in order in a field, close to each other.
pub(crate) fn documents_with_phrase(
    reader: &SegmentReader,
    field: Field,
    bases: &[&str],
) -> tantivy::Result<Vec<DocId>> {
    let mut documents = Vec::new();
    let Some(mut phrase) = PhrasePostings::open(reader, field, bases)? else {
        return Ok(documents);
    };
    // The documents of the rarest word are the candidates.
    let words = 0..phrase.words.len();
    let Some(rarest) = words.min_by_key(|index| phrase.words[*index].doc_freq()) else {
        return Ok(documents);
    };
    while phrase.words[rarest].doc() != TERMINATED {
        let document = phrase.words[rarest].doc();
        if phrase.is_in(document) {
            documents.push(document);
        }
        phrase.words[rarest].advance();
    }
    Ok(documents)
}

/// Returns for each of the documents, which ascend, whether it has the base forms in order in a field, close to each other.
/// A single base form is in no order.
pub(super) fn have_in_order(
    reader: &SegmentReader,
    field: Field,
    bases: &[&str],
    documents: &[DocId],
) -> tantivy::Result<Vec<bool>> {
    let phrase = if bases.len() > 1 && !documents.is_empty() {
        PhrasePostings::open(reader, field, bases)?
    } else {
        None
    };
    Ok(match phrase {
        Some(mut phrase) => documents
            .iter()
            .map(|document| phrase.is_in(*document))
            .collect(),
        None => vec![false; documents.len()],
    })
}

/// Returns whether one position of each word can be chosen so that each lies 1 to [`MAX_STEP`] behind that of the
/// previous word. On the way, keeps only the positions of each word that follow a kept position of the previous word
/// so.
fn are_in_order(positions: &mut [Vec<u32>]) -> bool {
    for word in 1..positions.len() {
        let (before, rest) = positions.split_at_mut(word);
        let previous = &before[word - 1];
        rest[0].retain(|position| {
            let nearest = previous.partition_point(|other| other + MAX_STEP < *position);
            previous.get(nearest).is_some_and(|other| other < position)
        });
    }
    positions
        .last()
        .is_some_and(|positions| !positions.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_where_each_has_a_position_behind_the_one_before() {
        for (mut positions, expected) in [
            (vec![vec![0], vec![1]], true),
            (vec![vec![0], vec![3]], true),
            (vec![vec![0], vec![4]], false),
            (vec![vec![1], vec![0]], false),
            (vec![vec![1], vec![1]], false),
            // Neither the first position of the first word nor the first that follows it leads on.
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
