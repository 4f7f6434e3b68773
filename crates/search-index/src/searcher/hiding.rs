//! Opening a generation without the records that must not be shown.
//!
//! tantivy is told that their documents are deleted, in a directory that keeps what is written in memory: so whatever reads
//! posting lists, counts or lists passes them over, and nothing is asked where no record is hidden.

use std::collections::HashSet;
use std::path::Path;

use catalogue::{Record, RecordType};
use tantivy::collector::DocSetCollector;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, TantivyDocument, Term};

use super::Searcher;
use super::hidden_names::HiddenNames;
use crate::document::{key, to_document, zones};
use crate::error::{EngineContext, Error};
use crate::generation::{Manifest, ReadOnlyDirectory};
use crate::hidden::{HiddenRecord, HiddenRecords};
use crate::schema::{Fields, TextField};
use crate::stored::{find, stored_record};
use crate::suggest::Contribution;

/// The memory of the writer that marks documents as deleted, in bytes: the least that tantivy takes.
const WRITER_MEMORY_BYTES: usize = 15_000_000;

/// At most so many records are read to find another one of a hidden record's title.
const MAX_OF_TITLE: usize = 200;

impl Searcher {
    /// Opens a generation without these records.
    pub(super) fn open_hiding(
        directory: &Path,
        mut manifest: Manifest,
        hidden: &HiddenRecords,
    ) -> Result<Self, Error> {
        if hidden.records().is_empty() {
            let mut searcher = Self::open_directory(directory, manifest)?;
            searcher.hidden = HiddenNames::of(hidden, &[]);
            return Ok(searcher);
        }
        let files = ReadOnlyDirectory::open(directory)?;
        let index = Index::open(files).to("open a generation")?;
        let records = hidden_now(&index, hidden)?;
        delete(&index, &records)?;
        for (_, record) in &records {
            manifest.records.remove(&record.record_type());
        }
        let mut searcher = Self::open_index(directory, index, manifest)?;
        searcher.hidden = HiddenNames::of(hidden, &records);
        searcher.withdraw_suggestions(&records)?;
        Ok(searcher)
    }

    fn addresses(&self, hidden: &HiddenRecord) -> Result<Vec<DocAddress>, Error> {
        self.find(self.fields.key, &key(&hidden.record_type, &hidden.id))
    }

    /// Takes the names of hidden records out of the suggestions.
    fn withdraw_suggestions(&mut self, records: &[(usize, Record)]) -> Result<(), Error> {
        let mut withdrawn = Vec::new();
        let mut others = Vec::new();
        for (_, record) in records {
            withdrawn.extend(self.contribution(record)?);
            for other in self.records_of_title(record.title())? {
                others.extend(self.contribution(&other)?);
            }
        }
        self.suggestions.withdraw_all(&withdrawn, &others);
        Ok(())
    }

    fn contribution(&self, record: &Record) -> Result<Option<Contribution>, Error> {
        let document = to_document(&self.fields, record)?;
        Ok(Contribution::of(record, &zones(&self.fields, &document)))
    }

    fn records_of_title(&self, title: &str) -> Result<Vec<Record>, Error> {
        let found = self.with_words_of_title(title)?.into_iter();
        found.map(|address| self.read_record(address)).collect()
    }

    /// Returns some records that have all words of a title in their own.
    pub(super) fn with_words_of_title(&self, title: &str) -> Result<Vec<DocAddress>, Error> {
        let field = self.fields.text(TextField::Title).base;
        let index = self.engine.index();
        let mut analyzer = index
            .tokenizer_for_field(field)
            .to("find the analyzer of a field")?;
        let mut words: Vec<Box<dyn Query>> = Vec::new();
        analyzer.token_stream(title).process(&mut |token| {
            let term = Term::from_field_text(field, &token.text);
            words.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        });
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let query = BooleanQuery::intersection(words);
        let found = self.engine.search(&query, &DocSetCollector);
        let mut found: Vec<DocAddress> = found.to("look for a title")?.into_iter().collect();
        found.sort_unstable();
        found.truncate(MAX_OF_TITLE);
        Ok(found)
    }

    /// Returns the records that must not be shown.
    #[must_use]
    pub fn hidden(&self) -> &HiddenRecords {
        self.hidden.list()
    }

    /// Returns the hidden record of that id or slug.
    #[must_use]
    pub fn hidden_record(
        &self,
        record_type: &RecordType,
        id_or_slug: &str,
    ) -> Option<&HiddenRecord> {
        self.hidden.named(record_type, id_or_slug)
    }

    /// Returns the hidden dataset that has the resource of that id.
    #[must_use]
    pub fn hidden_dataset_of_resource(&self, resource_id: &str) -> Option<&HiddenRecord> {
        self.hidden.with_resource(resource_id)
    }

    /// Returns whether a dataset is hidden.
    pub(super) fn hides_dataset(&self, id: &str) -> bool {
        self.hidden_record(&RecordType::Dataset, id).is_some()
    }

    /// Takes records out of what exports from this generation have still to send.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn hide_from_exports(&self, hidden: &HiddenRecords) -> Result<(), Error> {
        let mut since = HashSet::new();
        for record in hidden.records() {
            since.extend(self.addresses(record)?);
        }
        self.hidden.hide_since(since);
        Ok(())
    }
}

/// Returns the records of a list that an index has, each with its place in the list.
fn hidden_now(index: &Index, hidden: &HiddenRecords) -> Result<Vec<(usize, Record)>, Error> {
    let fields = Fields::new();
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    let reader: IndexReader = reader.try_into().to("open a generation")?;
    let engine = reader.searcher();
    let mut records = Vec::new();
    for (place, hidden) in hidden.records().iter().enumerate() {
        let key = key(&hidden.record_type, &hidden.id);
        for address in find(&engine, fields.key, &key)? {
            let document = engine.doc(address).to("read a document")?;
            records.push((place, stored_record(&fields, &document)?));
        }
    }
    Ok(records)
}

/// Marks the documents of these records as deleted, in memory alone.
fn delete(index: &Index, records: &[(usize, Record)]) -> Result<(), Error> {
    let fields = Fields::new();
    let writer = index.writer_with_num_threads::<TantivyDocument>(1, WRITER_MEMORY_BYTES);
    let mut writer = writer.to("hide records")?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for (_, record) in records {
        let key = key(&record.record_type(), record.id());
        writer.delete_term(Term::from_field_text(fields.key, &key));
    }
    writer.commit().to("hide records")?;
    writer.wait_merging_threads().to("hide records")
}
