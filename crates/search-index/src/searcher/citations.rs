//! What others say of a record: the records whose descriptions link to it.

use std::sync::Arc;

use catalogue::{Owner, RecordType};
use tantivy::{DocAddress, TantivyDocument};

use super::Searcher;
use super::told_citations::{CitingRecord, RecordCitations};
use crate::columns::CitingAt;
use crate::document::{Hit, key};
use crate::error::{EngineContext, Error};

/// So many of the records that link to one are told.
pub const MAX_CITING: usize = 10;

impl Searcher {
    /// Returns the records that link to a record, by its id; none where the generation does not have it.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn citations(
        &self,
        record_type: &RecordType,
        id: &str,
    ) -> Result<Arc<RecordCitations>, Error> {
        match self.find(self.fields.key, &key(record_type, id))?.first() {
            Some(address) => self.citations_of(*address),
            None => Ok(Arc::default()),
        }
    }

    /// Returns the records that link to that of a document.
    pub(super) fn citations_of(&self, address: DocAddress) -> Result<Arc<RecordCitations>, Error> {
        let (segment, document) = (address.segment_ord as usize, address.doc_id);
        let Some(citing) = self.columns.citations.of(segment, document) else {
            return Ok(Arc::default());
        };
        self.told_citations.of(address, || {
            let records = citing.records.iter().take(MAX_CITING);
            let records = records.map(|citing| self.citing_record(citing));
            Ok(RecordCitations {
                n_records: citing.records.len() as u64,
                n_producers: u64::from(citing.n_producers),
                records: records.collect::<Result<_, _>>()?,
            })
        })
    }

    /// Returns the texts of all links, each with the type and the id of the record that it leads to: for tests that count
    /// what is found.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    #[doc(hidden)]
    pub fn texts_of_links(&self) -> Result<Vec<(RecordType, String, String)>, Error> {
        let texts = self.columns.citations.texts();
        texts
            .map(|((segment, document), text)| {
                let address = DocAddress::new(segment as u32, document);
                let stored: TantivyDocument = self.engine.doc(address).to("read a document")?;
                let hit: Hit = self.read_hit(address, &stored)?;
                Ok((hit.record_type, hit.id, text.to_owned()))
            })
            .collect()
    }

    fn citing_record(&self, citing: &CitingAt) -> Result<CitingRecord, Error> {
        let (segment, document) = citing.place;
        let address = DocAddress::new(segment as u32, document);
        let stored: TantivyDocument = self.engine.doc(address).to("read a document")?;
        let hit: Hit = self.read_hit(address, &stored)?;
        Ok(CitingRecord {
            text: citing.text.clone(),
            producer: hit.owner.as_ref().map(Owner::name),
            name: hit.name().to_owned(),
            title: hit.title,
            record_type: hit.record_type,
            id: hit.id,
        })
    }
}
