//! Gathers the names that can be suggested from an index.

use std::path::Path;

use tantivy::{Searcher, TantivyDocument};

use super::collector::{Collector, Contribution};
use crate::document::Hit;
use crate::error::{EngineContext, Error};
use crate::schema::Fields;
use crate::stored::stored_text;

/// Decompressed blocks of the store that are kept: documents are read in their order.
const CACHED_BLOCKS: usize = 1;

/// Writes the names of all live records of an index into a generation's directory: the same that a build of these records
/// writes.
pub(crate) fn write_suggestions(
    engine: &Searcher,
    fields: &Fields,
    directory: &Path,
) -> Result<(), Error> {
    let mut collector = Collector::default();
    for reader in engine.segment_readers() {
        let store = reader.get_store_reader(CACHED_BLOCKS);
        let store = store.to("open the stored records")?;
        for document in store.iter::<TantivyDocument>(reader.alive_bitset()) {
            let document = document.to("read a document")?;
            let hit: Hit =
                serde_json::from_str(stored_text(&document, fields.hit)).to("read a hit")?;
            if let Some(contribution) = Contribution::of_hit(&hit) {
                collector.add(contribution);
            }
        }
    }
    collector.write(directory)
}
