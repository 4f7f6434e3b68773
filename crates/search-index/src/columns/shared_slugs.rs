//! Slugs that lead to another record: of several records of one type with one slug, and of one whose slug is another's id.

use std::collections::{HashMap, HashSet};

use tantivy::Searcher;

use super::segment::SegmentColumns;
use crate::deleted_terms::DeletedTerms;
use crate::document::key_checksum;
use crate::error::{EngineContext, Error};
use crate::schema::NumberField;

/// A segment and a document in it.
type Place = (usize, u32);

/// The records whose slug leads to another one: their address is their id.
pub(crate) struct SharedSlugs(HashSet<Place>);

impl SharedSlugs {
    /// Finds them among the documents that are not deleted. A slug leads to the record that has it as its id, else to the first
    /// one that is not archived, else to the first one.
    pub(super) fn load(
        searcher: &Searcher,
        segments: &[SegmentColumns],
        deleted: &DeletedTerms,
        is_live: impl Fn(usize, u32) -> bool,
    ) -> Result<Self, Error> {
        let mut named = Vec::new();
        for (segment, columns) in segments.iter().enumerate() {
            let documents = 0..columns.n_documents();
            for document in documents.filter(|it| !deleted.is_deleted(segment, *it)) {
                if let Some(slug) = columns.number(NumberField::Slug, document) {
                    named.push((slug, !is_live(segment, document), (segment, document)));
                }
            }
        }
        named.sort_unstable();
        let mut shared = HashSet::new();
        for group in named.chunk_by(|a, b| a.0 == b.0) {
            shared.extend(group[1..].iter().map(|(.., place)| *place));
        }
        let slugs: HashMap<i64, Place> = named
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| (group[0].0, group[0].2))
            .collect();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let column = reader.fast_fields().str("key").to("read a column")?;
            let Some(column) = column else {
                continue;
            };
            let mut is_slug = Vec::with_capacity(column.num_terms());
            let mut keys = column.dictionary().stream().to("read a dictionary")?;
            while keys.advance() {
                let key = std::str::from_utf8(keys.key()).unwrap_or_default();
                is_slug.push(slugs.get(&key_checksum(key)).copied());
            }
            for document in (0..reader.max_doc()).filter(|it| !deleted.is_deleted(segment, *it)) {
                let ordinal = column.ords().first(document);
                let named = ordinal.and_then(|ordinal| *is_slug.get(ordinal as usize)?);
                shared.extend(named.filter(|place| *place != (segment, document)));
            }
        }
        Ok(Self(shared))
    }

    /// Returns whether there are any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether a document's slug leads to another one.
    pub fn contains(&self, segment: usize, document: u32) -> bool {
        self.0.contains(&(segment, document))
    }
}
