//! The series and the end of a record as JSON.

use catalogue::{Date, RecordType, Retirement};
use search_index::{RecordSeries, Replacement};
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::record_path;

/// The series that a record is an edition of: records of one producer whose titles differ in the year, month, version or
/// the like alone.
#[derive(Serialize, ToSchema)]
pub(super) struct SeriesAnswer {
    /// The id of the series, the same in each generation.
    id: String,
    /// The address of the search for all its editions, in JSON.
    api_url: String,
    /// How many editions there are.
    n_editions: u64,
    /// How many of them are newer than this record; 0 for the newest.
    n_newer: u64,
    /// The editions, the newest first; 12 at most.
    editions: Vec<EditionAnswer>,
}

/// An edition of a series.
#[derive(Serialize, ToSchema)]
struct EditionAnswer {
    /// The record's id.
    id: String,
    /// The record's title.
    title: String,
    /// The record's page here.
    page: String,
    /// The last year of the period that its title names: of one that goes on (`depuis 2018`), that of the last update; null
    /// where it names none.
    year: Option<i16>,
    /// The last day of that period.
    #[schema(value_type = Option<String>, format = Date)]
    period_end: Option<String>,
}

/// What a dead record says of its own end.
#[derive(Serialize, ToSchema)]
pub(super) struct RetiredAnswer {
    /// `archived`, `obsolete`, `replaced`, `old_version`, `unmaintained` or `to_be_deleted`.
    reason: String,
    /// The words of its title or description that say so.
    said: String,
}

/// What replaces a dead record, as its description says: a record of the catalogue, or what is told elsewhere.
#[derive(Serialize, ToSchema)]
pub(super) struct ReplacementAnswer {
    /// The title of the record, or what the description calls it.
    title: Option<String>,
    /// The address that the description gives.
    url: Option<String>,
    /// What the record describes; null, as what follows, where it is none of the catalogue.
    #[serde(rename = "type")]
    #[schema(value_type = Option<String>)]
    record_type: Option<RecordType>,
    /// The record's id.
    id: Option<String>,
    /// The last part of the record's address.
    slug: Option<String>,
    /// The record's page here.
    page: Option<String>,
}

impl SeriesAnswer {
    /// Returns the answer; the address is that of the search for the editions.
    pub fn new(series: RecordSeries, api_url: String, record_type: &RecordType) -> Self {
        let edition = |edition: &search_index::RecordEdition| EditionAnswer {
            page: record_path(record_type, &edition.id),
            id: edition.id.clone(),
            title: edition.title.clone(),
            year: edition.period_end.map(|end| end.day().year()),
            period_end: edition.period_end.map(|end: Date| end.day().to_string()),
        };
        Self {
            id: series.id,
            api_url,
            n_editions: series.n_editions,
            n_newer: series.n_newer,
            editions: series.editions.iter().map(edition).collect(),
        }
    }
}

impl From<Retirement> for RetiredAnswer {
    fn from(retired: Retirement) -> Self {
        Self {
            reason: retired.reason.id().to_owned(),
            said: retired.said,
        }
    }
}

impl From<Replacement> for ReplacementAnswer {
    fn from(replacement: Replacement) -> Self {
        let record = replacement.record;
        let page = record
            .as_ref()
            .map(|record| record_path(&record.record_type, &record.name));
        let (record_type, id, slug) = record.map_or((None, None, None), |record| {
            (Some(record.record_type), Some(record.id), Some(record.slug))
        });
        Self {
            title: replacement.title,
            url: replacement.url,
            record_type,
            id,
            slug,
            page,
        }
    }
}
