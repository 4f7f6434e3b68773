//! A generation, open for searching: what it holds. Each thing that it can do is a file of the folder.

mod changes;
mod citations;
mod crossed;
mod explanations;
mod export;
mod facets;
mod hidden_names;
mod hiding;
mod known_reuses;
mod known_values;
mod labelled_counts;
mod lookup;
mod names;
mod opening;
mod organizations;
mod probe;
mod records;
mod replacement;
mod result_cache;
mod results;
mod reuses;
mod run;
mod search;
mod series;
mod similar;
mod suggest;
mod told_citations;
mod told_editions;
mod trust;

use std::path::Path;
use std::sync::{Mutex, OnceLock};

use catalogue::{Date, OrganizationProfile};
use tantivy::directory::OwnedBytes;
use tantivy::{Index, ReloadPolicy};

use crate::analyzer::{Form, FrenchAnalyzer};
use crate::columns::{Columns, SaidWords};
use crate::deleted_terms::DeletedTerms;
use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::generation::{
    DeletedRecords, Manifest, ORGANIZATIONS_FILE, REUSES_FILE, ReadOnlyDirectory,
    open_publications, read_lexicon, read_told,
};
use crate::lexicon::Lexicon;
use crate::organizations::Organizations;
use crate::query::{Context, PhraseMemory, Plan, Planner, Thesaurus, Vocabulary, warm_up};
use crate::ranking::{RankingModel, Weights};
use crate::request::SearchRequest;
use crate::schema::{Fields, tokenizers};
use crate::suggest::SuggestionTable;
use hidden_names::HiddenNames;
use known_reuses::Reuses;
use result_cache::ResultCache;
use told_citations::ToldCitations;
use told_editions::ToldEditions;

pub use self::changes::{Changes, ChangesSince, RecordChange};
pub use self::citations::MAX_CITING;
pub use self::crossed::CrossedCounts;
pub use self::export::{Export, ExportedHit};
pub use self::known_values::UnknownValue;
pub use self::names::{MAX_IDS, list_of_names};
pub use self::opening::Opening;
pub use self::records::RecordResults;
pub use self::replacement::{RecordReference, Replacement};
pub use self::results::{MAX_REUSES, SearchHit, SearchPhases, SearchResults};
pub use self::series::{MAX_EDITIONS, RecordSeries};
pub use self::told_citations::{CitingRecord, RecordCitations};
pub use self::told_editions::RecordEdition;
pub use self::trust::{CopyOf, HarvestOfProducer, Producer, Promise, Trust};

/// An open generation. Many searches may run at once; it stays whole for as long as anybody holds it, whatever is
/// published or pruned meanwhile.
pub struct Searcher {
    manifest: Manifest,
    fields: Fields,
    ranking: RankingModel,
    engine: tantivy::Searcher,
    columns: Columns,
    vocabulary: OnceLock<Vocabulary>,
    phrases: PhraseMemory,
    /// The thesaurus with the lines of another lexicon; `None` where the bundled one is used.
    thesaurus: Option<Thesaurus>,
    /// The results of searches without words and filters.
    cache: ResultCache,
    suggestions: SuggestionTable,
    told_editions: ToldEditions,
    told_citations: ToldCitations,
    reuses: Reuses,
    /// What a list of organizations tells of them.
    profiles: Vec<OrganizationProfile>,
    /// The organizations, once somebody asked for them.
    organizations: OnceLock<Organizations>,
    /// The words that others use of records.
    said_words: SaidWords,
    /// What the platform has deleted.
    deleted: DeletedRecords,
    /// What the latest publications have changed, as it stands in the generation's file; read when it is asked for.
    publications: OwnedBytes,
    /// What must not be shown.
    hidden: HiddenNames,
    /// Idle analyzers, with the base forms that they remember.
    analyzers: Mutex<Vec<FrenchAnalyzer>>,
}

impl Searcher {
    pub(crate) fn open_directory(directory: &Path, manifest: Manifest) -> Result<Self, Error> {
        let files = ReadOnlyDirectory::open(directory)?;
        let index = Index::open(files).to("open a generation")?;
        Self::open_index(directory, index, manifest)
    }

    fn open_index(directory: &Path, index: Index, manifest: Manifest) -> Result<Self, Error> {
        Ok(Self {
            suggestions: SuggestionTable::open(directory)?,
            deleted: DeletedRecords::read(directory)?,
            publications: open_publications(directory)?,
            thesaurus: read_lexicon(directory, &manifest.generation)?
                .map(|lexicon| Thesaurus::with(&lexicon)),
            ..Self::from_engine(index, Some(directory), manifest)?
        })
    }

    fn from_engine(
        mut index: Index,
        directory: Option<&Path>,
        manifest: Manifest,
    ) -> Result<Self, Error> {
        index.set_tokenizers(tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .to("open a generation")?;
        let engine = reader.searcher();
        let fields = Fields::new();
        let deleted = DeletedTerms::load(&engine, &fields, directory)?;
        let columns = Columns::load(&engine, &fields, deleted, manifest.published_at)?;
        let ranking = RankingModel::load(&engine, &fields, &columns, Weights::default())?;
        let reuses = match directory {
            Some(directory) => read_told(directory, REUSES_FILE)?,
            None => Vec::new(),
        };
        let profiles = match directory {
            Some(directory) => read_told(directory, ORGANIZATIONS_FILE)?,
            None => Vec::new(),
        };
        Ok(Self {
            said_words: SaidWords::new(engine.segment_readers().len(), &columns.citations),
            reuses: Reuses::new(reuses),
            profiles,
            organizations: OnceLock::new(),
            manifest,
            ranking,
            fields,
            engine,
            columns,
            vocabulary: OnceLock::new(),
            phrases: PhraseMemory::default(),
            thesaurus: None,
            cache: ResultCache::default(),
            suggestions: SuggestionTable::empty(),
            told_editions: ToldEditions::default(),
            told_citations: ToldCitations::default(),
            deleted: DeletedRecords::default(),
            publications: OwnedBytes::empty(),
            hidden: HiddenNames::default(),
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
        self.cache = ResultCache::default();
        Ok(())
    }

    /// Adds the lines of another lexicon to the bundled one.
    pub fn use_lexicon(&mut self, lexicon: &Lexicon) {
        self.thesaurus = Some(Thesaurus::with(lexicon));
    }

    /// Reads what query rewriting reads when it is first asked for, and the organizations, so that the first search with a
    /// mistyped word does not have to wait for it: some tenths of a second.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn warm_up(&self) -> Result<(), Error> {
        warm_up(&self.context(&SearchRequest::default()))?;
        self.organizations().map(drop)
    }

    fn plan(&self, request: &SearchRequest) -> Result<Plan, Error> {
        self.know_organizations(request)?;
        Planner::new(&self.context(request), request).plan()
    }

    fn context(&self, request: &SearchRequest) -> Context<'_> {
        Context {
            engine: &self.engine,
            fields: &self.fields,
            columns: &self.columns,
            ranking: &self.ranking,
            said_words: &self.said_words,
            vocabulary: &self.vocabulary,
            phrases: &self.phrases,
            thesaurus: self.thesaurus.as_ref(),
            inferred: request.inferred,
            is_place_chosen: [Facet::Geozone, Facet::Extent]
                .into_iter()
                .any(|facet| request.selection(facet).next().is_some()),
            today: Date::now().day(),
        }
    }

    fn borrow_analyzer(&self) -> FrenchAnalyzer {
        let idle = self
            .analyzers
            .lock()
            .ok()
            .and_then(|mut analyzers| analyzers.pop());
        idle.unwrap_or_else(|| FrenchAnalyzer::new(Form::Base))
    }

    fn return_analyzer(&self, analyzer: FrenchAnalyzer) {
        if let Ok(mut analyzers) = self.analyzers.lock() {
            analyzers.push(analyzer);
        }
    }
}

#[cfg(test)]
mod bench;
#[cfg(test)]
mod tests;
