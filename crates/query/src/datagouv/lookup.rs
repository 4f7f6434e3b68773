//! Look-ups in the index: a page of records, one record, one organization, the values of a facet.

use catalogue::{Dataservice, Dataset, Record, RecordType};
use search_index::{Facet, FacetCounts, KnownOrganization, SearchRequest, Searcher};

use super::problem::Problem;
use crate::error::{self, Error};

/// A page of the records that a search finds.
#[derive(Debug, Default)]
pub(crate) struct FoundRecords {
    /// How many records there are on all pages.
    pub(crate) total: u64,
    pub(crate) records: Vec<Record>,
    /// The counts of the facets that the search asks for.
    pub(crate) facets: Vec<FacetCounts>,
}

impl FoundRecords {
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
            return Err(Problem::no_such_page(page));
        }
        Ok(self)
    }
}

/// Returns the page of records that a search finds; an empty page where there is no search.
///
/// # Errors
///
/// Where the index cannot be read.
pub(crate) fn find(
    searcher: &Searcher,
    request: Option<&SearchRequest>,
) -> Result<FoundRecords, Problem> {
    let Some(request) = request else {
        return Ok(FoundRecords::default());
    };
    let found = searcher.records(request)?;
    Ok(FoundRecords {
        total: found.total,
        records: found.records,
        facets: found.facets,
    })
}

/// Returns the dataset of that id or slug.
///
/// # Errors
///
/// 404 where there is none, 410 where it was deleted or is hidden.
pub(crate) fn dataset(searcher: &Searcher, id_or_slug: &str) -> Result<Dataset, Problem> {
    match searcher.record(&RecordType::Dataset, id_or_slug)? {
        Some(Record::Dataset(dataset)) => Ok(*dataset),
        _ if searcher.was_deleted(&RecordType::Dataset, id_or_slug) => {
            Err(Problem::gone("Dataset has been deleted"))
        }
        _ => Err(absent(searcher, &RecordType::Dataset, id_or_slug)),
    }
}

/// Returns the dataservice of that id or slug.
///
/// # Errors
///
/// 404 where there is none, 410 where it was deleted or is hidden.
pub(crate) fn dataservice(searcher: &Searcher, id_or_slug: &str) -> Result<Dataservice, Problem> {
    match searcher.record(&RecordType::Dataservice, id_or_slug)? {
        Some(Record::Dataservice(dataservice)) => Ok(*dataservice),
        _ if searcher.was_deleted(&RecordType::Dataservice, id_or_slug) => {
            Err(Problem::gone("Dataservice has been deleted"))
        }
        _ => Err(absent(searcher, &RecordType::Dataservice, id_or_slug)),
    }
}

/// Returns why a record is not there: it is hidden, or there is none.
fn absent(searcher: &Searcher, record_type: &RecordType, id_or_slug: &str) -> Problem {
    match error::absent(searcher, record_type, id_or_slug) {
        Error::NotFound => Problem::not_found(format!("there is no {record_type} `{id_or_slug}`")),
        gone => gone.into(),
    }
}

/// Returns the organization of that id or slug.
///
/// # Errors
///
/// 404 where there is none.
pub(crate) fn organization<'s>(
    searcher: &'s Searcher,
    id_or_slug: &str,
) -> Result<&'s KnownOrganization, Problem> {
    let known = searcher.organizations()?.get(id_or_slug);
    // One without an id cannot be asked for.
    known
        .filter(|known| known.organization.id.is_some())
        .ok_or_else(|| Problem::not_found(format!("there is no organization `{id_or_slug}`")))
}

/// Narrows a search to the organizations of exactly that name; `None` where there are none.
///
/// # Errors
///
/// Where the index cannot be read.
pub(crate) fn named(
    searcher: &Searcher,
    request: SearchRequest,
    name: &str,
) -> Result<Option<SearchRequest>, Problem> {
    let known =
        searcher.facet_values(&nothing_shown(), Facet::Organization, name, usize::MAX, 0)?;
    let mut values = known.values.into_iter();
    let id = values
        .find(|value| value.label == name)
        .map(|value| value.name);
    let asked = request.filters.get(&Facet::Organization).cloned();
    Ok(match (id, asked) {
        (Some(id), None) => Some(request.filter(Facet::Organization, id)),
        (Some(id), Some(asked)) if asked.contains(&id) => Some(request),
        _ => None,
    })
}

/// Returns the search for all live records that returns none of them, only counts.
pub(crate) fn nothing_shown() -> SearchRequest {
    SearchRequest {
        page_size: 0,
        facets: Vec::new(),
        platform_values: true,
        ..SearchRequest::default()
    }
}

/// Returns the values of a facet in which words begin like those of the text, the most frequent first.
pub(crate) fn values_with(
    searcher: &Searcher,
    facet: Facet,
    text: &str,
    limit: usize,
) -> Result<Vec<String>, Problem> {
    let found = searcher.facet_values(&nothing_shown(), facet, text, limit, 0)?;
    Ok(found.values.into_iter().map(|value| value.name).collect())
}
