//! Records found, one by one or a page at a time.

use catalogue::{Dataservice, Dataset, Record, RecordType};
use search_index::{FacetCounts, SearchRequest, Searcher};

use super::problem::Problem;

/// A page of records.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// How many there are on all pages.
    pub(crate) total: u64,
    pub(crate) records: Vec<Record>,
    /// The counts of the facets that were asked for.
    pub(crate) facets: Vec<FacetCounts>,
}

impl Found {
    /// Returns the datasets on the page.
    pub(crate) fn datasets(&self) -> impl Iterator<Item = &Dataset> {
        self.records.iter().filter_map(|record| match record {
            Record::Dataset(dataset) => Some(&**dataset),
            Record::Dataservice(_) => None,
        })
    }

    /// Returns the dataservices on the page.
    pub(crate) fn dataservices(&self) -> impl Iterator<Item = &Dataservice> {
        self.records.iter().filter_map(|record| match record {
            Record::Dataservice(dataservice) => Some(&**dataservice),
            Record::Dataset(_) => None,
        })
    }

    /// Refuses a page past the end, as lists do and searches do not.
    ///
    /// # Errors
    ///
    /// 404.
    pub(crate) fn or_past_the_end(self, page: usize) -> Result<Self, Problem> {
        if self.records.is_empty() && page > 1 {
            return Err(Problem::not_found(format!("there is no page {page}")));
        }
        Ok(self)
    }
}

/// Searches; nothing is found where there is no search.
///
/// # Errors
///
/// Where the index cannot be read.
pub(crate) fn find(searcher: &Searcher, request: Option<&SearchRequest>) -> Result<Found, Problem> {
    let Some(request) = request else {
        return Ok(Found::default());
    };
    let found = searcher.records(request)?;
    Ok(Found {
        total: found.total,
        records: found.records,
        facets: found.facets,
    })
}

/// Returns the dataset of that id or slug.
///
/// # Errors
///
/// 404 where there is none, 410 where it was deleted.
pub(crate) fn dataset(searcher: &Searcher, id_or_slug: &str) -> Result<Dataset, Problem> {
    match searcher.record(&RecordType::Dataset, id_or_slug)? {
        Some(Record::Dataset(dataset)) => Ok(*dataset),
        _ if searcher.was_deleted(&RecordType::Dataset, id_or_slug) => {
            Err(Problem::gone("Dataset has been deleted"))
        }
        _ => Err(Problem::not_found(format!(
            "there is no dataset `{id_or_slug}`"
        ))),
    }
}

/// Returns the dataservice of that id or slug.
///
/// # Errors
///
/// 404 where there is none, 410 where it was deleted.
pub(crate) fn dataservice(searcher: &Searcher, id_or_slug: &str) -> Result<Dataservice, Problem> {
    match searcher.record(&RecordType::Dataservice, id_or_slug)? {
        Some(Record::Dataservice(dataservice)) => Ok(*dataservice),
        _ if searcher.was_deleted(&RecordType::Dataservice, id_or_slug) => {
            Err(Problem::gone("Dataservice has been deleted"))
        }
        _ => Err(Problem::not_found(format!(
            "there is no dataservice `{id_or_slug}`"
        ))),
    }
}
