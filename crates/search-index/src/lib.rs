#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::too_many_lines, reason = "a test may be a table"))]

mod analyzer;
mod columns;
mod covering;
mod deleted_terms;
mod document;
mod error;
mod facet;
pub mod fault;
mod files;
#[doc(hidden)]
pub mod fuzzing;
mod generation;
mod hidden;
mod identifier;
mod lexicon;
mod nearness;
mod organizations;
mod pass;
mod query;
mod ranking;
mod request;
mod schema;
mod searcher;
mod snippet;
mod stop;
mod stored;
mod suggest;
mod time_span;
mod typo;
mod understanding;

pub use analyzer::{ANALYZER_VERSION, Form, FrenchAnalyzer, Word, base_form};
pub use covering::{Covering, CoveringZone};
pub use document::{Hit, HitMetrics};
pub use error::Error;
pub use facet::{Facet, FacetCounts, FacetValue, FacetValues};
pub use generation::{
    BuildOptions, Change, ChangeKind, FileChecksum, FileVerifier, GenerationBuilder,
    GenerationStatus, GenerationUpdate, Generations, KnownRecord, Manifest, Provenance,
    RecordCounts, RemovedRecord, Rollback, SitemapVersion, SyncState, UpdateCounts,
    UpdateProvenance, is_generation_name,
};
pub use hidden::{HiddenRecord, HiddenRecords};
pub use identifier::names_in;
pub use lexicon::{Lexicon, LexiconError};
pub use nearness::nearest;
pub use organizations::{KnownOrganization, Organizations, Published};
pub use query::{QUERY_FIELDS, QueryField};
pub use ranking::{Explanation, Factor, FactorKind, RankingPart, Weights, WordExplanation};
pub use request::{Collapse, Direction, Period, RequiredWords, SearchRequest, Sort, SortField};
pub use schema::SCHEMA_VERSION;
pub use searcher::{
    Changes, ChangesSince, CitingRecord, CopyOf, CrossedCounts, Export, ExportedHit,
    HarvestOfProducer, MAX_CITING, MAX_EDITIONS, MAX_IDS, MAX_REUSES, Opening, Producer, Promise,
    RecordChange, RecordCitations, RecordEdition, RecordReference, RecordResults, RecordSeries,
    Replacement, SearchHit, SearchPhases, SearchResults, Searcher, Trust, UnknownValue,
    list_of_names,
};
pub use snippet::Fragment;
pub use stop::{StopSignal, is_stopped};
pub use suggest::{SuggestRequest, Suggestion, SuggestionKind, SuggestionTarget};
pub use time_span::TimeSpan;
pub use understanding::{
    FieldMeaning, Interpretation, InterpretationKind, MeantValue, Relaxation, Understanding,
    WiderPlace,
};
