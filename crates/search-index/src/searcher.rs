//! A generation, open for searching.

mod counts;
mod explanations;
mod export;
mod lookup;
mod memo;
mod records;
mod results;
mod similar;
mod suggest;

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Instant;

use catalogue::Date;
use jiff::civil;
use tantivy::query::EmptyQuery;
use tantivy::schema::{Field, Value};
use tantivy::{Index, ReloadPolicy, TantivyDocument};

use crate::analyzer::{Form, FrenchAnalyzer};
use crate::columns::{Columns, Values, folded_words};
use crate::error::{EngineContext, Error};
use crate::facet::{Facet, FacetCounts, FacetValues};
use crate::generation::{DeletedRecords, Generations, Manifest};
use crate::pass::{Copies, Found, Pass};
use crate::query::{Context, Plan, Planner, Vocabulary, warm_up};
use crate::ranking::{Explanation, RankedHit, RankingModel, Weights};
use crate::request::SearchRequest;
use crate::schema::{Fields, tokenizers};
use crate::snippet::{extract, highlight};
use crate::suggest::SuggestionTable;
use counts::{facet_counts, facet_values};
use memo::{Memo, Remembered, remembered};

pub use self::export::Export;
pub use self::records::RecordResults;
pub use self::results::{SearchHit, SearchResults};

/// An open generation. Many searches may run at once; it stays whole for as long as anybody holds it, whatever is
/// published or pruned meanwhile.
pub struct Searcher {
    manifest: Manifest,
    fields: Fields,
    ranking: RankingModel,
    engine: tantivy::Searcher,
    columns: Columns,
    vocabulary: OnceLock<Vocabulary>,
    /// What the searches without words and filters found.
    memo: Memo,
    suggestions: SuggestionTable,
    /// What the platform has deleted.
    deleted: DeletedRecords,
    /// Idle analyzers, with the stems that they remember.
    analyzers: Mutex<Vec<FrenchAnalyzer>>,
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
        let index = Index::open_in_dir(directory).to("open a generation")?;
        Ok(Self {
            suggestions: SuggestionTable::open(directory)?,
            deleted: DeletedRecords::read(directory)?,
            ..Self::from_engine(index, manifest)?
        })
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
        let fields = Fields::new();
        let ranking = RankingModel::load(&engine, &fields, &columns, Weights::default())?;
        Ok(Self {
            manifest,
            ranking,
            fields,
            engine,
            columns,
            vocabulary: OnceLock::new(),
            memo: Memo::default(),
            suggestions: SuggestionTable::empty(),
            deleted: DeletedRecords::default(),
            analyzers: Mutex::new(Vec::new()),
        })
    }

    /// Returns the manifest of the generation.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Ranks by other weights than the default ones.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn weigh(&mut self, weights: &Weights) -> Result<(), Error> {
        let weights = weights.clone();
        self.ranking = RankingModel::load(&self.engine, &self.fields, &self.columns, weights)?;
        self.memo = Memo::default();
        Ok(())
    }

    /// Reads what the first search with a mistake in it would have to wait for: some tenths of a second.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn warm_up(&self) -> Result<(), Error> {
        warm_up(&self.context(&SearchRequest::default()))
    }

    fn plan(&self, request: &SearchRequest) -> Result<Plan, Error> {
        Planner::new(&self.context(request), request).plan()
    }

    fn context(&self, request: &SearchRequest) -> Context<'_> {
        Context {
            engine: &self.engine,
            fields: &self.fields,
            columns: &self.columns,
            ranking: &self.ranking,
            vocabulary: &self.vocabulary,
            inferred: request.inferred,
        }
    }

    /// Searches, on the day that it is (UTC).
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, Error> {
        self.search_on(Date::now().day(), request)
    }

    fn search_on(
        &self,
        today: civil::Date,
        request: &SearchRequest,
    ) -> Result<SearchResults, Error> {
        let started = Instant::now();
        let plan = self.plan(request)?;
        let found = self.found_or_remembered(&plan, request, today)?;
        let skipped = request
            .page
            .saturating_sub(1)
            .saturating_mul(request.page_size);
        let rest = found.hits.get(skipped..).unwrap_or_default();
        let shown = &rest[..rest.len().min(request.page_size)];
        let hits = self.hits(&plan, request, shown)?;
        Ok(SearchResults {
            understanding: plan.understanding,
            total: found.total,
            total_records: found.total_records,
            hits,
            facets: found.facets.clone(),
            took: started.elapsed(),
        })
    }

    /// Looks for a text among the values of a facet: those with a count above 0 in this search, and with words in their
    /// label or name that begin like those of the text, accents and case apart. Without a text, all of them.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn facet_values(
        &self,
        request: &SearchRequest,
        facet: Facet,
        text: &str,
        limit: usize,
        offset: usize,
    ) -> Result<FacetValues, Error> {
        let today = Date::now().day();
        let counting = SearchRequest {
            facets: vec![facet],
            page: 1,
            page_size: 0,
            ..request.clone()
        };
        let plan = self.plan(&counting)?;
        let found = self.run(&plan, &counting, today)?;
        let view = self.columns.view(facet, request, today);
        let words: Vec<String> = folded_words(text).collect();
        // A text of nothing but punctuation is in no value.
        if words.is_empty() && !text.trim().is_empty() {
            return Ok(FacetValues {
                facet,
                values: Vec::new(),
                n_values: 0,
            });
        }
        let counts = found.counts.first().map(Vec::as_slice).unwrap_or_default();
        Ok(facet_values(
            facet,
            &view.column.values,
            counts,
            request,
            &words,
            offset..offset.saturating_add(limit),
        ))
    }

    fn found_or_remembered(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<Arc<Remembered>, Error> {
        let Some(search) = remembered(request) else {
            return self.found(plan, request, today).map(Arc::new);
        };
        if let Some(found) = self.memo.get(today, &search) {
            return Ok(found);
        }
        let found = Arc::new(self.found(plan, &search, today)?);
        self.memo.keep(today, search, &found);
        Ok(found)
    }

    fn found(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<Remembered, Error> {
        let found = self.run(plan, request, today)?;
        Ok(Remembered {
            total: found.total,
            total_records: found.total_records,
            facets: self.counts(request, &found.counts, today)?,
            hits: found.hits,
        })
    }

    fn run(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<Found, Error> {
        let mut pass = Pass::new(&self.columns, &self.ranking.priors, request, today);
        if let Some(id_or_slug) = &request.copies_of {
            let Some(record) = self.named(id_or_slug)? else {
                return pass.run(&self.engine, &EmptyQuery);
            };
            pass = pass.only(Copies::of(&self.columns, record));
        }
        match &request.among {
            Some(ids) => pass.run(&self.engine, &self.among(ids, plan)),
            None => pass.run(&self.engine, plan.query.as_ref()),
        }
    }

    fn counts(
        &self,
        request: &SearchRequest,
        counts: &[Vec<(u32, u64)>],
        today: civil::Date,
    ) -> Result<Vec<FacetCounts>, Error> {
        let mut facets = Vec::with_capacity(counts.len());
        for (facet, counts) in request.facets.iter().zip(counts) {
            let view = self.columns.view(*facet, request, today);
            let values = &view.column.values;
            let mut shown = facet_counts(*facet, values, counts, request);
            if *facet == Facet::Geozone && request.include_geozone_ancestors {
                self.count_zones_of_no_record(&mut shown, values, request, today)?;
            }
            facets.push(shown);
        }
        Ok(facets)
    }

    /// Counts the selected zones in which no record lies, and that are no value of the index therefore: records may be
    /// about what contains them.
    fn count_zones_of_no_record(
        &self,
        shown: &mut FacetCounts,
        values: &Values,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<(), Error> {
        for value in &mut shown.values {
            if values.ordinal(&value.name).is_none() {
                let alone = SearchRequest {
                    facets: Vec::new(),
                    page: 1,
                    page_size: 0,
                    ..request.clone().without(Facet::Geozone)
                };
                let alone = alone.filter(Facet::Geozone, &value.name);
                let plan = self.plan(&alone)?;
                value.count = self.run(&plan, &alone, today)?.total;
            }
        }
        Ok(())
    }

    fn hits(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        ranked: &[RankedHit],
    ) -> Result<Vec<SearchHit>, Error> {
        let mut explanations = self.explanations(plan, request, ranked)?.into_iter();
        let mut analyzer = self.borrow_analyzer();
        let mut hits = Vec::with_capacity(ranked.len());
        for ranked in ranked {
            let document: TantivyDocument =
                self.engine.doc(ranked.address).to("read a document")?;
            let hit = self.read_hit(&document)?;
            let explanation = explanations.next();
            let description = stored_text(&document, self.fields.description_text);
            hits.push(SearchHit {
                title: highlight(&mut analyzer, &hit.title, &plan.highlight_terms),
                description: extract(&mut analyzer, description, &plan.highlight_terms),
                hit,
                n_copies: u64::from(ranked.n_copies),
                score: ranked.score,
                missing: explanation
                    .as_ref()
                    .map(Explanation::missing_words)
                    .unwrap_or_default(),
                explanation: explanation.filter(|_| request.explain),
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

#[cfg(test)]
mod bench;
#[cfg(test)]
mod tests;
