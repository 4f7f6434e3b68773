//! Gathers the names that can be suggested from an index.

use std::path::Path;

use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::collector::{Collector, Contribution};
use crate::document::{to_document, zones};
use crate::error::{EngineContext, Error};
use crate::schema::Fields;
use crate::stored::stored_record;

/// Writes the names of all live records of an index into a generation's directory.
pub(crate) fn write_suggestions(
    engine: &Searcher,
    fields: &Fields,
    directory: &Path,
) -> Result<(), Error> {
    let mut collector = Collector::default();
    for (segment, reader) in (0..).zip(engine.segment_readers()) {
        for document in reader.doc_ids_alive() {
            let stored: TantivyDocument = engine
                .doc(DocAddress::new(segment, document))
                .to("read a document")?;
            let record = stored_record(fields, &stored)?;
            let document = to_document(fields, &record)?;
            if let Some(contribution) = Contribution::of(&record, &zones(fields, &document)) {
                collector.add(contribution);
            }
        }
    }
    collector.write(directory)
}
