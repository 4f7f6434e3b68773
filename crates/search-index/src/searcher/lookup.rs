//! Single records, by what names them.

use catalogue::{KnownUpdate, Record, RecordType, Stamp};
use tantivy::schema::Field;
use tantivy::{DocAddress, TantivyDocument};

use super::Searcher;
use crate::document::{Hit, key};
use crate::error::{EngineContext, Error};
use crate::stored::{find, stored_record, stored_text};

impl Searcher {
    /// Returns the record of that id or slug.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn record(
        &self,
        record_type: &RecordType,
        id_or_slug: &str,
    ) -> Result<Option<Record>, Error> {
        if let Some(address) = self
            .find(self.fields.key, &key(record_type, id_or_slug))?
            .first()
        {
            return self.read_record(*address).map(Some);
        }
        for address in self.with_name(id_or_slug)? {
            let record = self.read_record(address)?;
            // A resource's id finds its dataset in a search, but is no name of the dataset.
            let is_named_so = record.slug() == id_or_slug || record.id() == id_or_slug;
            if record.record_type() == *record_type && is_named_so {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Returns the address of the record of that id or slug, whatever its type; a dataset before a dataservice.
    pub(super) fn address_of(&self, id_or_slug: &str) -> Result<Option<DocAddress>, Error> {
        for record_type in RecordType::all() {
            let by_id = self.find(self.fields.key, &key(record_type, id_or_slug))?;
            if let Some(address) = by_id.first() {
                return Ok(Some(*address));
            }
        }
        for address in self.with_name(id_or_slug)? {
            let document: TantivyDocument = self.engine.doc(address).to("read a document")?;
            if self.read_hit(address, &document)?.slug == id_or_slug {
                return Ok(Some(address));
            }
        }
        Ok(None)
    }

    /// Returns the documents that a name may be one of, those last whose slug leads to another record.
    fn with_name(&self, id_or_slug: &str) -> Result<Vec<DocAddress>, Error> {
        let mut found = self.find(self.fields.identifiers, &id_or_slug.to_lowercase())?;
        found.sort_by_key(|address| self.has_shared_slug(*address));
        Ok(found)
    }

    fn has_shared_slug(&self, address: DocAddress) -> bool {
        let shared = &self.columns.shared_slugs;
        shared.contains(address.segment_ord as usize, address.doc_id)
    }

    /// Returns the name in the address of a record's page: its slug, or its id where the slug leads to another record.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn page_name(&self, record: &Record) -> Result<String, Error> {
        let name = (record.slug(), record.id());
        self.page_name_of(&record.record_type(), name)
    }

    /// Returns the same of a record by its slug and id.
    pub(super) fn page_name_of(
        &self,
        record_type: &RecordType,
        (slug, id): (&str, &str),
    ) -> Result<String, Error> {
        let is_shared = slug.is_empty()
            || (!self.columns.shared_slugs.is_empty() && {
                let found = self.find(self.fields.key, &key(record_type, id))?;
                found.first().is_some_and(|it| self.has_shared_slug(*it))
            });
        Ok(if is_shared { id } else { slug }.to_owned())
    }

    /// Reads the hit of a document.
    pub(super) fn read_hit(
        &self,
        address: DocAddress,
        document: &TantivyDocument,
    ) -> Result<Hit, Error> {
        let text = stored_text(document, self.fields.hit);
        let mut hit: Hit = serde_json::from_str(text).to("read a hit")?;
        if self.is_stamped(address) {
            hit.replace_stamp();
        }
        hit.has_shared_slug = self.has_shared_slug(address);
        Ok(hit)
    }

    fn is_stamped(&self, address: DocAddress) -> bool {
        let columns = &self.columns.segments[address.segment_ord as usize];
        columns.is_stamped(address.doc_id)
    }

    /// Returns a record's own date of last update where it is a stamp; `None` where it is none.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn stamp(&self, record: &Record) -> Result<Option<Stamp>, Error> {
        let key = key(&record.record_type(), record.id());
        let addresses = self.find(self.fields.key, &key)?;
        let is_stamped = addresses.first().is_some_and(|at| self.is_stamped(*at));
        let date = record.last_update().filter(|_| is_stamped);
        Ok(date.map(|date| Stamp {
            date,
            known: KnownUpdate::beside_stamp(record),
        }))
    }

    pub(super) fn find(&self, field: Field, text: &str) -> Result<Vec<DocAddress>, Error> {
        find(&self.engine, field, text)
    }

    pub(super) fn read_record(&self, address: DocAddress) -> Result<Record, Error> {
        self.to_record(&self.engine.doc(address).to("read a document")?)
    }

    /// Returns the record that a document stores, without what must not be shown.
    pub(super) fn to_record(&self, document: &TantivyDocument) -> Result<Record, Error> {
        let mut record = stored_record(&self.fields, document)?;
        if let Record::Dataservice(dataservice) = &mut record
            && let Some(datasets) = &mut dataservice.datasets
        {
            datasets.retain(|dataset| !self.hides_dataset(&dataset.id));
        }
        Ok(record)
    }
}
