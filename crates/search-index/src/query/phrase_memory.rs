//! The documents with a phrase, kept for the next search.
//!
//! An acronym is looked up as the words that it stands for, and reading the positions of five frequent words takes a
//! quarter of the time of a broad search. Such phrases are few: those of lexicons and acronyms, not what people type.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use tantivy::DocId;
use tantivy::schema::Field;

/// Documents that are kept at most, of all phrases together: 4 MB.
const MAX_DOCUMENTS: usize = 1_000_000;

/// What an entry without documents counts for.
const ENTRY: usize = 64;

/// Where a phrase was looked for: the segment, the field, and the base forms, with blanks between.
type Key = (usize, Field, String);

/// The documents with phrases of a generation.
#[derive(Default)]
pub(crate) struct PhraseMemory(RwLock<Lists>);

#[derive(Default)]
struct Lists {
    by_phrase: HashMap<Key, Arc<[DocId]>>,
    n_documents: usize,
}

impl PhraseMemory {
    /// Returns the documents of a segment that have the base forms in order in a field; reads them where they are not kept.
    pub fn documents_with(
        &self,
        segment: usize,
        field: Field,
        bases: &[&str],
        read: impl FnOnce() -> tantivy::Result<Vec<DocId>>,
    ) -> tantivy::Result<Arc<[DocId]>> {
        let key = (segment, field, bases.join(" "));
        let kept = self.0.read().ok();
        if let Some(documents) = kept.and_then(|lists| lists.by_phrase.get(&key).cloned()) {
            return Ok(documents);
        }
        let documents: Arc<[DocId]> = read()?.into();
        if let Ok(mut lists) = self.0.write() {
            let more = documents.len() + ENTRY;
            if lists.n_documents + more <= MAX_DOCUMENTS {
                let before = lists.by_phrase.insert(key, Arc::clone(&documents));
                if before.is_none() {
                    lists.n_documents += more;
                }
            }
        }
        Ok(documents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_up(memory: &PhraseMemory, segment: usize, phrase: &str, found: &[DocId]) -> Vec<DocId> {
        let bases: Vec<&str> = phrase.split(' ').collect();
        let field = Field::from_field_id(0);
        let documents = memory.documents_with(segment, field, &bases, || Ok(found.to_vec()));
        documents.unwrap().to_vec()
    }

    #[test]
    fn a_phrase_is_read_once_a_segment() {
        let memory = PhraseMemory::default();
        assert_eq!(look_up(&memory, 0, "plan local", &[1, 2]), [1, 2]);
        assert_eq!(look_up(&memory, 0, "plan local", &[3]), [1, 2]);
        assert_eq!(look_up(&memory, 1, "plan local", &[3]), [3]);
        assert_eq!(look_up(&memory, 0, "plan", &[4]), [4]);
    }

    #[test]
    fn no_more_than_a_million_documents_are_kept() {
        let memory = PhraseMemory::default();
        let half: Vec<DocId> = (0..600_000).collect();
        look_up(&memory, 0, "first", &half);
        look_up(&memory, 0, "second", &half);
        assert_eq!(look_up(&memory, 0, "first", &[]).len(), half.len());
        assert!(look_up(&memory, 0, "second", &[]).is_empty());
    }
}
