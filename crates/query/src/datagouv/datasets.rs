//! Datasets: lists, searches, and one by one.

use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::{Record, RecordType};
use search_index::{Facet, SearchRequest, Searcher};

use super::arguments::Arguments;
use super::call::{Call, FullObjectsHeader, MaskHeader, Page, PageOf, on_index};
use super::dataset::{Dataset, Version};
use super::facets::{self, SearchPage};
use super::lookup::{self, find};
use super::parameters::{DatasetList, DatasetSearch};
use super::problem::{Problem, ProblemAnswer};
use crate::state::AppState;

/// The facets of a search for datasets, in the order of their names.
const FACETS: [Facet; 12] = [
    Facet::AccessType,
    Facet::Badge,
    Facet::Format,
    Facet::FormatFamily,
    Facet::Geozone,
    Facet::Granularity,
    Facet::LastUpdate,
    Facet::License,
    Facet::Organization,
    Facet::ProducerType,
    Facet::Schema,
    Facet::Tag,
];

/// Lists datasets.
///
/// Version 1: each with all its resources. Archived ones are left out.
#[utoipa::path(
    get,
    path = "/api/1/datasets/",
    tag = "data.gouv.fr",
    params(DatasetList, MaskHeader),
    responses(
        (status = 200, description = "A page of datasets.", body = Page<Dataset>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 401, description = "Only an authenticated user may ask this.", body = ProblemAnswer),
        (status = 404, description = "The page is past the end.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn list_v1(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    list(state, call, Version::V1).await
}

/// Lists datasets.
///
/// Version 2: resources are links. Archived datasets are left out.
#[utoipa::path(
    get,
    path = "/api/2/datasets/",
    tag = "data.gouv.fr",
    params(DatasetList, MaskHeader, FullObjectsHeader),
    responses(
        (status = 200, description = "A page of datasets.", body = Page<Dataset>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 401, description = "Only an authenticated user may ask this.", body = ProblemAnswer),
        (status = 404, description = "The page is past the end.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn list_v2(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    list(state, call, Version::V2).await
}

async fn list(state: AppState, call: Call, version: Version) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let list = DatasetList::read(&mut arguments, searcher.organizations()?)?;
        let request = of_list(searcher, &list)?;
        list_page(
            searcher,
            &call,
            &arguments,
            request.as_ref(),
            &list,
            version,
        )
    })
    .await
}

/// Returns the search for what a list has; `None` where nothing can be found.
///
/// # Errors
///
/// Where the index cannot be read.
pub(crate) fn of_list(
    searcher: &Searcher,
    list: &DatasetList,
) -> Result<Option<SearchRequest>, Problem> {
    let request = list.search();
    request
        .map(|request| served_by(searcher, request, list))
        .transpose()
}

/// Lists the datasets of an organization.
#[utoipa::path(
    get,
    path = "/api/1/organizations/{id}/datasets/",
    tag = "data.gouv.fr",
    params(
        ("id" = String, Path, example = "58e555f5c751df205d54e76b", description = "The organization's id or slug."),
        DatasetList,
        MaskHeader,
    ),
    responses(
        (status = 200, description = "A page of datasets.", body = Page<Dataset>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 401, description = "Only an authenticated user may ask this.", body = ProblemAnswer),
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
        let list = DatasetList::read(&mut arguments, searcher.organizations()?)?;
        let request = list.search().map(|request| {
            request
                .without(Facet::Organization)
                .filter(Facet::Organization, &organization.key)
        });
        list_page(
            searcher,
            &call,
            &arguments,
            request.as_ref(),
            &list,
            Version::V1,
        )
    })
    .await
}

fn list_page(
    searcher: &Searcher,
    call: &Call,
    arguments: &Arguments,
    request: Option<&SearchRequest>,
    list: &DatasetList,
    version: Version,
) -> Result<Response, Problem> {
    let found = find(searcher, request)?.or_past_the_end(list.page)?;
    let datasets = found
        .datasets()
        .map(|dataset| Dataset::whole(dataset, version, call, &["data"]));
    let page = PageOf {
        arguments,
        page: list.page,
        page_size: list.page_size,
        total: found.total,
    };
    call.answer(&call.page(&page, datasets.collect()))
}

/// Narrows a search to what a dataservice serves; one that nobody knows is ignored.
fn served_by(
    searcher: &Searcher,
    request: SearchRequest,
    list: &DatasetList,
) -> Result<SearchRequest, Problem> {
    let Some(id) = &list.dataservice else {
        return Ok(request);
    };
    let known = searcher.record(&RecordType::Dataservice, id)?;
    let Some(Record::Dataservice(dataservice)) = known else {
        return Ok(request);
    };
    let served = dataservice.datasets.into_iter().flatten();
    let served = served.map(|dataset| dataset.id);
    Ok(SearchRequest {
        among: Some(served.collect()),
        ..request
    })
}

/// Searches for datasets.
///
/// With the counts of each facet: they leave out its own selection and respect all others, and `all` is what its
/// records are without one. Archived datasets are left out.
#[utoipa::path(
    get,
    path = "/api/2/datasets/search/",
    tag = "data.gouv.fr",
    params(DatasetSearch, MaskHeader, FullObjectsHeader),
    responses(
        (status = 200, description = "A page of datasets, and the facets of all.", body = SearchPage<Dataset>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn search(State(state): State<AppState>, call: Call) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let search = DatasetSearch::read(&mut arguments)?;
        let request = match (search.search(&FACETS), &search.organization_name) {
            (Some(request), Some(name)) => lookup::named(searcher, request, name)?,
            (request, _) => request,
        };
        let found = find(searcher, request.as_ref())?;
        let mut facets = facets::answer(searcher, request.as_ref(), &found, &FACETS)?;
        facets.insert("topics", facets::only_all(found.total));
        let datasets = found
            .datasets()
            .map(|dataset| Dataset::whole(dataset, Version::V2, &call, &["data"]));
        let page = PageOf {
            arguments: &arguments,
            page: search.page,
            page_size: search.page_size,
            total: found.total,
        };
        let page = call.page(&page, datasets.collect());
        call.answer(&SearchPage::new(page, facets))
    })
    .await
}

/// Returns one dataset.
///
/// Version 1: with all its resources.
#[utoipa::path(
    get,
    path = "/api/1/datasets/{id_or_slug}/",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id or slug."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The dataset.", body = Dataset),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such dataset.", body = ProblemAnswer),
        (status = 410, description = "It was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn one_v1(
    State(state): State<AppState>,
    Path(id_or_slug): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    one(state, id_or_slug, call, Version::V1).await
}

/// Returns one dataset.
///
/// Version 2: its resources are a link.
#[utoipa::path(
    get,
    path = "/api/2/datasets/{id_or_slug}/",
    tag = "data.gouv.fr",
    params(
        ("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id or slug."),
        MaskHeader,
        FullObjectsHeader,
    ),
    responses(
        (status = 200, description = "The dataset.", body = Dataset),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such dataset.", body = ProblemAnswer),
        (status = 410, description = "It was deleted.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn one_v2(
    State(state): State<AppState>,
    Path(id_or_slug): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    one(state, id_or_slug, call, Version::V2).await
}

async fn one(
    state: AppState,
    id_or_slug: String,
    call: Call,
    version: Version,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let dataset = lookup::dataset(searcher, &id_or_slug)?;
        call.answer(&Dataset::whole(&dataset, version, &call, &[]))
    })
    .await
}
