//! Dataservices: lists, searches, and one by one.

use std::cmp::Ordering;

use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::Record;
use search_index::{Facet, SearchRequest, Searcher};

use super::arguments::Arguments;
use super::call::{Call, MaskHeader, Page, PageOf, on_index};
use super::dataservice::Dataservice;
use super::facets::{self, SearchPage};
use super::lookup::{self, FoundRecords, find};
use super::parameters::{DataserviceList, DataserviceSearch};
use super::problem::{Problem, ProblemAnswer};
use crate::state::AppState;

/// The facets of a search for dataservices, in the order of their names.
const FACETS: [Facet; 6] = [
    Facet::AccessType,
    Facet::Badge,
    Facet::LastUpdate,
    Facet::Organization,
    Facet::ProducerType,
    Facet::Tag,
];

/// Lists dataservices.
///
/// Archived ones are left out.
#[utoipa::path(
    get,
    path = "/api/1/dataservices/",
    tag = "data.gouv.fr",
    params(DataserviceList, MaskHeader),
    responses(
        (status = 200, description = "A page of dataservices.", body = Page<Dataservice>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 404, description = "The page is past the end.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn list(State(state): State<AppState>, call: Call) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let list = DataserviceList::read(&mut arguments, searcher.organizations()?)?;
        list_page(searcher, &call, &arguments, &list)
    })
    .await
}

/// Lists the dataservices of an organization.
///
/// Archived ones are left out.
#[utoipa::path(
    get,
    path = "/api/1/organizations/{id}/dataservices/",
    tag = "data.gouv.fr",
    params(
        ("id" = String, Path, example = "534fff81a3a7292c64a77e5c", description = "The organization's id or slug."),
        DataserviceList,
        MaskHeader,
    ),
    responses(
        (status = 200, description = "A page of dataservices.", body = Page<Dataservice>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 404, description = "There is no such organization, or the page is past the end.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn of_organization(
    State(state): State<AppState>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let organization = lookup::organization(searcher, &id)?;
        let mut arguments = call.arguments()?;
        let list = DataserviceList::read(&mut arguments, searcher.organizations()?)?
            .of_organization(&organization.key);
        list_page(searcher, &call, &arguments, &list)
    })
    .await
}

fn list_page(
    searcher: &Searcher,
    call: &Call,
    arguments: &Arguments,
    list: &DataserviceList,
) -> Result<Response, Problem> {
    let found = find_listed(searcher, list)?.or_past_the_end(list.page)?;
    let dataservices = found
        .dataservices()
        .map(|dataservice| Dataservice::whole(dataservice, &call.base_url));
    let page = PageOf {
        arguments,
        page: list.page,
        page_size: list.page_size,
        total: found.total,
    };
    call.answer(&call.page(&page, dataservices.collect()))
}

/// Finds a page of a list. Contact points, datasets and base addresses are in the records alone; there are a few
/// thousand dataservices at most, so all that the search finds are read for them.
fn find_listed(searcher: &Searcher, list: &DataserviceList) -> Result<FoundRecords, Problem> {
    let request = list.search();
    let is_by_address = list
        .sort
        .as_deref()
        .is_some_and(|sort| sort.trim_start_matches('-') == "base_api_url");
    if list.contact_point.is_empty() && list.dataset.is_empty() && !is_by_address {
        return find(searcher, Some(&request));
    }
    let mut records = fitting(searcher, request, list)?;
    if is_by_address {
        let is_descending = list
            .sort
            .as_deref()
            .is_some_and(|sort| sort.starts_with('-'));
        records.sort_by(|a, b| by_address(a, b, is_descending));
    }
    let total = records.len() as u64;
    let skipped = (list.page - 1).saturating_mul(list.page_size);
    Ok(FoundRecords {
        total,
        records: records
            .into_iter()
            .skip(skipped)
            .take(list.page_size)
            .collect(),
        facets: Vec::new(),
    })
}

/// Returns the search for what a list has, whatever its order.
///
/// # Errors
///
/// Where the index cannot be read.
pub(crate) fn of_list(
    searcher: &Searcher,
    list: &DataserviceList,
) -> Result<SearchRequest, Problem> {
    let request = list.search();
    if list.contact_point.is_empty() && list.dataset.is_empty() {
        return Ok(request);
    }
    let fitting = fitting(searcher, request.clone(), list)?;
    let ids = fitting.iter().map(|record| record.id().to_owned());
    Ok(SearchRequest {
        among: Some(ids.collect()),
        ..request
    })
}

/// Returns all dataservices that a search finds and that fit a list.
fn fitting(
    searcher: &Searcher,
    request: SearchRequest,
    list: &DataserviceList,
) -> Result<Vec<Record>, Problem> {
    let all = SearchRequest {
        page: 1,
        page_size: usize::MAX,
        ..request
    };
    let mut records = find(searcher, Some(&all))?.records;
    records.retain(|record| match record {
        Record::Dataservice(dataservice) => list.fits(dataservice),
        Record::Dataset(_) => false,
    });
    Ok(records)
}

/// Orders by base address; those without one come last either way.
fn by_address(a: &Record, b: &Record, is_descending: bool) -> Ordering {
    let address = |record: &Record| match record {
        Record::Dataservice(dataservice) => dataservice.base_api_url.clone(),
        Record::Dataset(_) => None,
    };
    match (address(a), address(b)) {
        (Some(a), Some(b)) if is_descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// Searches for dataservices.
///
/// With the counts of each facet: they leave out its own selection and respect all others, and `all` is what its
/// records are without one. Archived dataservices are left out unless asked for.
#[utoipa::path(
    get,
    path = "/api/2/dataservices/search/",
    tag = "data.gouv.fr",
    params(DataserviceSearch, MaskHeader),
    responses(
        (status = 200, description = "A page of dataservices, and the facets of all.", body = SearchPage<Dataservice>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn search(State(state): State<AppState>, call: Call) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let search = DataserviceSearch::read(&mut arguments)?;
        let request = search.search(&FACETS);
        let found = find(searcher, request.as_ref())?;
        let facets = facets::answer(searcher, request.as_ref(), &found, &FACETS)?;
        let dataservices = found
            .dataservices()
            .map(|dataservice| Dataservice::whole(dataservice, &call.base_url));
        let page = PageOf {
            arguments: &arguments,
            page: search.page,
            page_size: search.page_size,
            total: found.total,
        };
        let page = call.page(&page, dataservices.collect());
        call.answer(&SearchPage::new(page, facets))
    })
    .await
}

/// Returns one dataservice.
#[utoipa::path(
    get,
    path = "/api/1/dataservices/{id_or_slug}/",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "api-base-dadresse-nationale-ban", description = "The dataservice's id or slug."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The dataservice.", body = Dataservice),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such dataservice.", body = ProblemAnswer),
        (status = 410, description = "It was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn one(
    State(state): State<AppState>,
    Path(id_or_slug): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataservice = lookup::dataservice(searcher, &id_or_slug)?;
        call.answer(&Dataservice::whole(&dataservice, &call.base_url))
    })
    .await
}
