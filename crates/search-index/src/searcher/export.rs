//! All results of a search, read one after the other.

use std::sync::Arc;
use std::vec;

use catalogue::{Date, Record};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, TantivyDocument};

use super::Searcher;
use crate::document::Hit;
use crate::error::{EngineContext, Error};
use crate::query::WordSet;
use crate::request::SearchRequest;
use crate::stop;
use crate::stored::stored_text;

/// Decompressed blocks (16 kB, or one longer record) that an export keeps for each segment. In the order of a search,
/// neighbours seldom lie in one block.
const CACHED_BLOCKS: usize = 2;

/// All results of a search, in its order, read as they are asked for: it holds 12 bytes for each result that is left,
/// and the generation, which stays whole until it is dropped.
pub struct Export {
    searcher: Arc<Searcher>,
    /// Store readers of its own: with those of the searches, an export would push the blocks that searches use out of
    /// their caches.
    stores: Vec<StoreReader>,
    results: vec::IntoIter<(DocAddress, WordSet)>,
    /// The words of the query, as they were typed.
    words: Vec<String>,
    total_with_most: u64,
    mentions_total: u64,
}

/// A result of an export, as a list shows it.
pub struct ExportedHit {
    /// What to show of the record.
    pub hit: Hit,
    /// The description as plain text.
    pub description: String,
    /// The words of the query that the record lacks, as they were typed.
    pub missing: Vec<String>,
}

impl Searcher {
    /// Searches, for all results at once: page, page size and facets of the request are ignored.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn export(self: Arc<Self>, request: &SearchRequest) -> Result<Export, Error> {
        let request = SearchRequest {
            page: 1,
            page_size: usize::MAX,
            facets: Vec::new(),
            ..self.by_names(request)?.into_owned()
        };
        let plan = self.plan(&request)?;
        let found = self.run(&plan, &request, Date::now().day())?;
        let stores = self
            .engine
            .segment_readers()
            .iter()
            .map(|segment| segment.get_store_reader(CACHED_BLOCKS))
            .collect::<Result<Vec<_>, _>>()
            .to("open the stored records")?;
        let results = found.hits.iter().map(|hit| hit.address);
        let results: Vec<_> = results
            .map(|address| (address, plan.missing(address)))
            .collect();
        Ok(Export {
            stores,
            results: results.into_iter(),
            words: plan.words(),
            total_with_most: found.total_with_most,
            mentions_total: found.mentions_total,
            searcher: self,
        })
    }
}

impl Export {
    /// Returns how many results are left.
    #[must_use]
    pub fn n_left(&self) -> usize {
        self.results.len()
    }

    /// Returns how many results there would be with [`RequiredWords::Most`](crate::RequiredWords).
    #[must_use]
    pub fn total_with_most(&self) -> u64 {
        self.total_with_most
    }

    /// Returns how many results only mention the words in passing, listed or not ([`SearchRequest::mentions`]).
    #[must_use]
    pub fn mentions_total(&self) -> u64 {
        self.mentions_total
    }

    /// Skips so many results without reading them.
    pub fn skip(&mut self, n: usize) {
        if n > 0 {
            self.results.nth(n - 1);
        }
    }

    /// Returns the next result as a list shows it; `None` after the last.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn next_hit(&mut self) -> Result<Option<ExportedHit>, Error> {
        let Some((document, missing)) = self.next_document()? else {
            return Ok(None);
        };
        let fields = &self.searcher.fields;
        let hit = serde_json::from_str(stored_text(&document, fields.hit)).to("read a hit")?;
        let description = stored_text(&document, fields.description_text).to_owned();
        Ok(Some(ExportedHit {
            hit,
            description,
            missing: missing.of(&self.words),
        }))
    }

    /// Returns the whole record of the next result; `None` after the last.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn next_record(&mut self) -> Result<Option<Record>, Error> {
        let document = self.next_document()?;
        document
            .map(|(document, _)| self.searcher.to_record(&document))
            .transpose()
    }

    fn next_document(&mut self) -> Result<Option<(TantivyDocument, WordSet)>, Error> {
        stop::check()?;
        let is_shown =
            |(address, _): &(DocAddress, WordSet)| !self.searcher.hidden.was_hidden_since(*address);
        let Some((address, missing)) = self.results.find(is_shown) else {
            return Ok(None);
        };
        self.stores[address.segment_ord as usize]
            .get(address.doc_id)
            .map(|document| Some((document, missing)))
            .to("read a document")
    }
}
