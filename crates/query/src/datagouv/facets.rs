//! The facets of a search as data.gouv.fr answers with them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use search_index::{Facet, FacetCounts, SearchRequest, Searcher};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::Page;
use super::lookup::FoundRecords;
use super::problem::Problem;

/// Facets by name.
pub(crate) type Facets = BTreeMap<&'static str, Vec<Bucket>>;

/// A value of a facet, and how many records have it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Bucket {
    /// The value; first comes `all`, whatever their value. An organization is `id|name`.
    #[schema(required = false)]
    name: String,
    /// How many records the search would find with this value, whatever else of the facet is chosen.
    #[schema(required = false)]
    count: u64,
}

/// A page of a search, with its facets.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchPage<T> {
    /// What was found.
    #[schema(required = false)]
    data: Vec<T>,
    /// The page, from 1.
    #[schema(required = false)]
    page: usize,
    /// Items a page.
    #[schema(required = false)]
    page_size: usize,
    /// How many were found on all pages: exact.
    #[schema(required = false)]
    total: u64,
    /// The address of the next page; null on the last.
    next_page: Option<String>,
    /// The address of the page before; null on the first.
    previous_page: Option<String>,
    /// The facets by name, the most frequent values first.
    #[schema(required = false, value_type = BTreeMap<String, Vec<Bucket>>)]
    facets: Facets,
}

impl<T> SearchPage<T> {
    pub(crate) fn new(page: Page<T>, facets: Facets) -> Self {
        Self {
            data: page.data,
            page: page.page,
            page_size: page.page_size,
            total: page.total,
            next_page: page.next_page,
            previous_page: page.previous_page,
            facets,
        }
    }
}

/// Returns the facets with the counts of their values; each has the value `all` alone where there is no search.
///
/// # Errors
///
/// Where the index cannot be read.
pub(crate) fn answer(
    searcher: &Searcher,
    request: Option<&SearchRequest>,
    found: &FoundRecords,
    facets: &[Facet],
) -> Result<Facets, Problem> {
    let mut answer = Facets::new();
    let Some(request) = request else {
        answer.extend(facets.iter().map(|facet| (name(*facet), only_all(0))));
        return Ok(answer);
    };
    for counts in &found.facets {
        let all = if request.filters.contains_key(&counts.facet) {
            n_without(searcher, request, counts.facet)?
        } else {
            found.total
        };
        let mut buckets = only_all(all);
        buckets.extend(values(counts));
        answer.insert(name(counts.facet), buckets);
    }
    Ok(answer)
}

/// Returns one facet, given how many there are in all and by value.
pub(crate) fn one(name: &'static str, all: u64, counts: BTreeMap<String, u64>) -> Facets {
    let counts = counts.into_iter();
    let mut values: Vec<Bucket> = counts.map(|(name, count)| Bucket { name, count }).collect();
    values.sort_by_key(|value| Reverse(value.count));
    let mut buckets = only_all(all);
    buckets.extend(values);
    Facets::from([(name, buckets)])
}

/// Returns a facet with the value `all` alone.
pub(crate) fn only_all(count: u64) -> Vec<Bucket> {
    let name = "all".to_owned();
    vec![Bucket { name, count }]
}

/// Returns how many records the search finds without its filters of that facet.
fn n_without(searcher: &Searcher, request: &SearchRequest, facet: Facet) -> Result<u64, Problem> {
    let others = SearchRequest {
        page: 1,
        page_size: 0,
        facets: Vec::new(),
        ..request.clone().without(facet)
    };
    Ok(searcher.search(&others)?.total)
}

fn values(counts: &FacetCounts) -> impl Iterator<Item = Bucket> {
    let is_organization = counts.facet == Facet::Organization;
    let counted = counts.values.iter().filter(|value| value.count > 0);
    counted.map(move |value| Bucket {
        name: if is_organization {
            format!("{}|{}", value.name, value.label)
        } else {
            value.name.clone()
        },
        count: value.count,
    })
}

/// Returns the name of a facet on data.gouv.fr.
fn name(facet: Facet) -> &'static str {
    match facet {
        Facet::LastUpdate => "last_update",
        Facet::Organization => "organization_id_with_name",
        facet => facet.name(),
    }
}
