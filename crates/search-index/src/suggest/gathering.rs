//! Gathers the names that can be suggested from an index: of each document the hit is read, which lies first, and no more.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use tantivy::Searcher;

use super::collector::Collector;
use crate::document::{Hit, with_ancestors};
use crate::error::{EngineContext, Error};
use crate::schema::Fields;
use crate::stored::FirstText;

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
    let mut zones = ZonesAround::default();
    for reader in engine.segment_readers() {
        let store = reader.get_store_reader(CACHED_BLOCKS);
        let store = store.to("open the stored records")?;
        for document in store.iter::<FirstText>(reader.alive_bitset()) {
            let document: FirstText = document.to("read a document")?;
            let hit: Hit = serde_json::from_str(document.of(fields.hit)).to("read a hit")?;
            collector.add_hit(&hit, &zones.of(&hit));
        }
    }
    collector.write(directory)
}

/// The zones around each zone, remembered: thousands of records lie in one.
#[derive(Default)]
struct ZonesAround(HashMap<String, Vec<String>>);

impl ZonesAround {
    /// Returns the declared and inferred zones of a record, and all zones that contain them.
    fn of(&mut self, hit: &Hit) -> BTreeSet<&str> {
        let zones = || hit.geozones.iter().flatten().chain(&hit.inferred_geozones);
        for zone in zones() {
            if !self.0.contains_key(zone) {
                let around = with_ancestors(std::iter::once(zone.as_str()));
                let around = around.into_iter().map(str::to_owned).collect();
                self.0.insert(zone.clone(), around);
            }
        }
        let around = zones().filter_map(|zone| self.0.get(zone));
        around.flatten().map(String::as_str).collect()
    }
}
