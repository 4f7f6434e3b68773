//! What the deleted documents of a generation have: a posting list counts them for as long as their segment is not merged,
//! and document frequencies and average lengths must not.
//!
//! A deleted document's terms are found by analyzing what it stores once more, a third of a millisecond each. An update
//! keeps the counts in a file (`deleted_terms.bin`), so that a server that opens the generation need not: the file is a
//! remembered result, and what it lacks is computed.

mod file;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tantivy::schema::{Field, Value};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocId, Index, SegmentReader, TantivyDocument, Term};

use crate::document::to_document;
use crate::error::{EngineContext, Error};
use crate::schema::Fields;
use crate::stored::stored_record;
use file::{OfSegment, read, write};

pub(crate) use file::DELETED_TERMS_FILE;

/// Decompressed blocks of the store that are kept while deleted documents are read.
const CACHED_BLOCKS: usize = 2;

/// By segment: its deleted documents, and how many of them have each term.
#[derive(Default)]
pub(crate) struct DeletedTerms(Vec<OfSegment>);

impl DeletedTerms {
    /// Computes the counts of an index, but for what the file in a generation's directory tells.
    pub fn load(
        searcher: &tantivy::Searcher,
        fields: &Fields,
        directory: Option<&Path>,
    ) -> Result<Self, Error> {
        let has_deleted = |segment: &SegmentReader| segment.num_deleted_docs() > 0;
        if !searcher.segment_readers().iter().any(has_deleted) {
            return Ok(Self(
                searcher
                    .segment_readers()
                    .iter()
                    .map(|_| OfSegment::default())
                    .collect(),
            ));
        }
        let mut known = directory.map(read).unwrap_or_default();
        let mut analyzers = Analyzers::of(searcher.index(), fields)?;
        let mut segments = Vec::new();
        for segment in searcher.segment_readers() {
            let documents = deleted(segment);
            let known = known.remove(&segment.segment_id().uuid_string());
            let is_subset = |known: &OfSegment| {
                let mut known = known.documents.iter();
                known.all(|document| segment.is_deleted(*document))
            };
            let known = known.filter(is_subset).unwrap_or_default();
            segments.push(known.with(segment, documents, &mut analyzers)?);
        }
        Ok(Self(segments))
    }

    /// Writes the file of a generation, unless nothing is deleted.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written: the disk is full, for instance.
    pub fn write(&self, searcher: &tantivy::Searcher, directory: &Path) -> Result<(), Error> {
        let ids = searcher.segment_readers().iter();
        let ids = ids.map(|segment| segment.segment_id().uuid_string());
        write(directory, ids.zip(&self.0))
    }

    /// Returns the deleted documents of a segment, ascending.
    pub fn documents(&self, segment: usize) -> &[DocId] {
        &self.0[segment].documents
    }

    /// Returns whether a document of a segment is deleted.
    #[inline]
    pub fn is_deleted(&self, segment: usize, document: DocId) -> bool {
        let deleted = self.documents(segment);
        !deleted.is_empty() && deleted.binary_search(&document).is_ok()
    }

    /// Returns how many documents with a term are not deleted, given how many the segment has.
    #[inline]
    pub fn n_alive(&self, segment: usize, field: Field, term: &[u8], doc_freq: u32) -> u32 {
        let counts = &self.0[segment].counts;
        if counts.is_empty() || doc_freq == 0 {
            return doc_freq;
        }
        let hash = hash_of(field, term);
        let found = counts.binary_search_by_key(&hash, |(hash, _)| *hash);
        doc_freq - found.map_or(0, |at| counts[at].1).min(doc_freq)
    }

    /// Returns how many documents of all segments have a term.
    pub fn doc_freq(&self, searcher: &tantivy::Searcher, term: &Term) -> tantivy::Result<u64> {
        let mut n_documents = 0;
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let doc_freq = reader.inverted_index(term.field())?.doc_freq(term)?;
            let bytes = term.serialized_value_bytes();
            n_documents += u64::from(self.n_alive(segment, term.field(), bytes, doc_freq));
        }
        Ok(n_documents)
    }
}

impl OfSegment {
    /// Adds the terms of those of the deleted documents that are not counted yet.
    fn with(
        self,
        segment: &SegmentReader,
        documents: Vec<DocId>,
        analyzers: &mut Analyzers<'_>,
    ) -> Result<Self, Error> {
        if documents.len() == self.documents.len() {
            return Ok(self);
        }
        let store = segment.get_store_reader(CACHED_BLOCKS);
        let store = store.to("open the stored records")?;
        let mut counts: HashMap<u64, u32> = self.counts.into_iter().collect();
        for document in &documents {
            if self.documents.binary_search(document).is_ok() {
                continue;
            }
            let stored: TantivyDocument = store.get(*document).to("read a document")?;
            let record = stored_record(analyzers.fields, &stored)?;
            for hash in analyzers.terms_of(&to_document(analyzers.fields, &record)?) {
                *counts.entry(hash).or_default() += 1;
            }
        }
        let mut counts: Vec<(u64, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        Ok(Self { documents, counts })
    }
}

/// The analyzer of each field whose terms are indexed.
struct Analyzers<'a> {
    fields: &'a Fields,
    by_field: BTreeMap<Field, TextAnalyzer>,
}

impl<'a> Analyzers<'a> {
    fn of(index: &Index, fields: &'a Fields) -> Result<Self, Error> {
        let schema = index.schema();
        let indexed = schema.fields().filter(|(_, entry)| entry.is_indexed());
        let analyzer = |field: Field| {
            let analyzer = index.tokenizer_for_field(field);
            Ok((field, analyzer.to("find the analyzer of a field")?))
        };
        let by_field = indexed.map(|(field, _)| analyzer(field));
        Ok(Self {
            fields,
            by_field: by_field.collect::<Result<_, Error>>()?,
        })
    }

    /// Returns the hashes of a document's terms, each once.
    fn terms_of(&mut self, document: &TantivyDocument) -> Vec<u64> {
        let mut hashes = Vec::new();
        for (field, value) in document.field_values() {
            if let (Some(analyzer), Some(text)) = (self.by_field.get_mut(&field), value.as_str()) {
                let mut tokens = analyzer.token_stream(text);
                while tokens.advance() {
                    hashes.push(hash_of(field, tokens.token().text.as_bytes()));
                }
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
}

/// Returns the documents of a segment that are marked as deleted.
fn deleted(segment: &SegmentReader) -> Vec<DocId> {
    let Some(alive) = segment.alive_bitset() else {
        return Vec::new();
    };
    let documents = 0..segment.max_doc();
    documents
        .filter(|document| alive.is_deleted(*document))
        .collect()
}

/// Returns the hash of a field's term: FNV-1a, which is the same wherever and whenever the program was built.
fn hash_of(field: Field, term: &[u8]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let bytes = field.field_id().to_le_bytes();
    let bytes = bytes.iter().chain(term);
    bytes.fold(OFFSET, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(PRIME)
    })
}
