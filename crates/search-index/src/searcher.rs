//! A generation, open for searching.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use catalogue::{Record, RecordType};
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, TantivyDocument, Term};

use crate::analyzer::{Form, FrenchAnalyzer};
use crate::columns::{Columns, FacetColumn};
use crate::document::{Hit, key};
use crate::error::{EngineContext, Error};
use crate::facet::{Facet, FacetCounts, FacetValue};
use crate::generation::{Generations, Manifest};
use crate::pass::{Pass, RankedHit};
use crate::query::{Plan, Planner};
use crate::request::SearchRequest;
use crate::schema::{Fields, tokenizers};
use crate::snippet::{Fragment, extract, highlight};

/// An open generation. Many searches may run at once; it stays whole for as long as anybody holds it, whatever is
/// published or pruned meanwhile.
pub struct Searcher {
    manifest: Manifest,
    fields: Fields,
    engine: tantivy::Searcher,
    columns: Columns,
    /// Idle analyzers, with the stems that they remember.
    analyzers: Mutex<Vec<FrenchAnalyzer>>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    /// How many there are in all, exactly: records, or groups of near-copies where these are folded.
    pub total: u64,
    /// How many records there are in all, folded or not.
    pub total_records: u64,
    /// The hits of the asked page.
    pub hits: Vec<SearchHit>,
    /// The counts of the asked facets, in the asked order.
    pub facets: Vec<FacetCounts>,
    /// How long it took.
    pub took: Duration,
}

/// A hit on a page of results.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// What to show of the record.
    pub hit: Hit,
    /// How many others of its group of near-copies match, where these are folded.
    pub n_copies: u64,
    /// How well it fits; comparable within one search only.
    pub score: f32,
    /// What the score is made of.
    pub explanation: Explanation,
    /// The title, marked.
    pub title: Vec<Fragment>,
    /// An extract of the description, marked; empty where there is none.
    pub description: Vec<Fragment>,
}

/// What a hit's score is made of: the product of its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Explanation {
    /// What the words found are worth: rarer ones and better fields more.
    pub words: f32,
    /// What public use (views, followers, reuses) multiplies that by.
    pub public_use: f32,
}

impl Searcher {
    /// Opens the live generation of an index directory.
    ///
    /// # Errors
    ///
    /// [`Error::NoIndex`] where nothing was published yet, [`Error::IncompatibleVersion`] where another version of this
    /// program did, [`Error::Damaged`] where files are missing or cut short.
    pub fn open(index: &Path) -> Result<Self, Error> {
        let generations = Generations::at(index);
        let live = generations
            .live()?
            .ok_or_else(|| Error::NoIndex(index.to_owned()))?;
        let manifest = generations.manifest(&live)?;
        manifest.check_versions()?;
        let directory = generations.path(&live);
        manifest.check_files(&directory)?;
        Self::open_directory(&directory, manifest)
    }

    pub(crate) fn open_directory(directory: &Path, manifest: Manifest) -> Result<Self, Error> {
        Self::from_engine(
            Index::open_in_dir(directory).to("open a generation")?,
            manifest,
        )
    }

    fn from_engine(mut index: Index, manifest: Manifest) -> Result<Self, Error> {
        index.set_tokenizers(tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .to("open a generation")?;
        let engine = reader.searcher();
        let columns = Columns::load(&engine)?;
        Ok(Self {
            manifest,
            fields: Fields::new(),
            engine,
            columns,
            analyzers: Mutex::new(Vec::new()),
        })
    }

    /// Returns the manifest of the generation.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Searches.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, Error> {
        let started = Instant::now();
        let plan = Planner::new(&self.fields).plan(&request.query);
        let pass = Pass::new(&self.columns, request);
        let found = pass.run(&self.engine, plan.query.as_ref())?;
        let skipped = request
            .page
            .saturating_sub(1)
            .saturating_mul(request.page_size);
        let hits = self.hits(&plan, found.hits.get(skipped..).unwrap_or_default())?;
        let facets = request
            .facets
            .iter()
            .zip(&found.counts)
            .map(|(facet, counts)| {
                facet_counts(*facet, self.columns.facet(*facet), counts, request)
            })
            .collect();
        Ok(SearchResults {
            total: found.total,
            total_records: found.total,
            hits,
            facets,
            took: started.elapsed(),
        })
    }

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
        for address in self.find(self.fields.identifiers, &id_or_slug.to_lowercase())? {
            let record = self.read_record(address)?;
            // A resource's id finds its dataset in a search, but is no name of the dataset.
            let is_named_so = record.slug() == id_or_slug || record.id() == id_or_slug;
            if record.record_type() == *record_type && is_named_so {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    fn find(&self, field: Field, text: &str) -> Result<Vec<DocAddress>, Error> {
        let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic);
        let found = self
            .engine
            .search(&query, &tantivy::collector::DocSetCollector)
            .to("look up a record")?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        Ok(addresses)
    }

    fn read_record(&self, address: DocAddress) -> Result<Record, Error> {
        let document: TantivyDocument = self.engine.doc(address).to("read a document")?;
        let mut record: Record =
            serde_json::from_str(stored_text(&document, self.fields.record)).to("read a record")?;
        let text = stored_text(&document, self.fields.description_text).to_owned();
        match &mut record {
            Record::Dataset(dataset) => dataset.description.text = text,
            Record::Dataservice(dataservice) => dataservice.description.text = text,
        }
        Ok(record)
    }

    fn hits(&self, plan: &Plan, ranked: &[RankedHit]) -> Result<Vec<SearchHit>, Error> {
        let mut analyzer = self.borrow_analyzer();
        let mut hits = Vec::with_capacity(ranked.len());
        for ranked in ranked {
            let document: TantivyDocument =
                self.engine.doc(ranked.address).to("read a document")?;
            let hit: Hit =
                serde_json::from_str(stored_text(&document, self.fields.hit)).to("read a hit")?;
            let description = stored_text(&document, self.fields.description_text);
            hits.push(SearchHit {
                title: highlight(&mut analyzer, &hit.title, &plan.stems),
                description: extract(&mut analyzer, description, &plan.stems),
                hit,
                n_copies: 0,
                score: ranked.score,
                explanation: Explanation {
                    words: ranked.score / ranked.popularity,
                    public_use: ranked.popularity,
                },
            });
        }
        self.return_analyzer(analyzer);
        Ok(hits)
    }

    fn borrow_analyzer(&self) -> FrenchAnalyzer {
        let idle = self
            .analyzers
            .lock()
            .ok()
            .and_then(|mut analyzers| analyzers.pop());
        idle.unwrap_or_else(|| FrenchAnalyzer::new(Form::Stemmed))
    }

    fn return_analyzer(&self, analyzer: FrenchAnalyzer) {
        if let Ok(mut analyzers) = self.analyzers.lock() {
            analyzers.push(analyzer);
        }
    }
}

fn stored_text(document: &TantivyDocument, field: Field) -> &str {
    document
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
}

/// Orders a facet's values by count, then label; keeps the first ones, and whatever is selected.
fn facet_counts(
    facet: Facet,
    column: &FacetColumn,
    counts: &[u64],
    request: &SearchRequest,
) -> FacetCounts {
    let selected_names = request
        .filters
        .get(&facet)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let is_selected = |name: &str| selected_names.iter().any(|selected| selected == name);
    let mut counted: Vec<usize> = (0..counts.len())
        .filter(|ordinal| counts[*ordinal] > 0)
        .collect();
    let n_values = counted.len();
    let by_count = |a: &usize, b: &usize| {
        let (value_a, value_b) = (&column.values[*a], &column.values[*b]);
        counts[*b]
            .cmp(&counts[*a])
            .then_with(|| value_a.label.cmp(&value_b.label))
            .then(value_a.name.cmp(&value_b.name))
    };
    if counted.len() > request.facet_size && request.facet_size > 0 {
        counted.select_nth_unstable_by(request.facet_size - 1, by_count);
    }
    let rest = counted.split_off(counted.len().min(request.facet_size));
    counted.extend(
        rest.into_iter()
            .filter(|ordinal| is_selected(&column.values[*ordinal].name)),
    );
    counted.sort_unstable_by(by_count);
    let mut values: Vec<FacetValue> = counted
        .into_iter()
        .map(|ordinal| {
            let value = &column.values[ordinal];
            FacetValue {
                name: value.name.clone(),
                label: value.label.clone(),
                count: counts[ordinal],
                selected: is_selected(&value.name),
            }
        })
        .collect();
    for name in selected_names {
        if !values.iter().any(|value| value.name == *name) {
            let label = column
                .ordinal(name)
                .map(|ordinal| column.values[ordinal as usize].label.clone());
            let label = label.unwrap_or_else(|| facet.value_label(name));
            values.push(FacetValue {
                name: name.clone(),
                label,
                count: 0,
                selected: true,
            });
        }
    }
    FacetCounts {
        facet,
        values,
        n_values,
    }
}

#[cfg(test)]
mod tests;
