//! HTML pages: one struct a template, side by side with its test.

mod answer;
mod card;
mod description;
mod docs;
mod editions;
mod error;
mod facet;
mod filters;
mod frame;
mod labels;
mod link;
mod map;
mod organization;
mod pagination;
mod record;
mod search;
mod trust;
mod understanding;
mod unknown_values;
mod why;
mod years;
mod zones;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use catalogue::{RecordType, Retirement};
use search_index::Facet;

use crate::addresses::{base_url, is_of_api};
use crate::error::{Error, absent};
use crate::facets::values;
use crate::openapi::Document;
use crate::params::{
    FilterParameters, LenientlyRead, SearchParameters, ValuesRequest, parse_page, read_page,
};
use crate::places::ClientAddress;
use crate::problem::ApiError;
use crate::rdf;
use crate::state::AppState;

pub(crate) use self::answer::PageError;
pub(crate) use self::description::to_html as description_as_html;
use self::frame::Frame;

/// Similar records shown on a record's page.
const SIMILAR: usize = 6;

/// Shows the search page.
///
/// Of near-copies the most used one is shown, unless `collapse=false`.
#[utoipa::path(
    get,
    path = "/",
    tag = "pages",
    params(SearchParameters, FilterParameters),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 400, description = "Parameters have values that cannot be.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn search(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    frame: Frame,
) -> Response {
    let query_string = query_string.unwrap_or_default();
    let page = search_page(&state, client, &query_string, &headers, frame.clone());
    frame.answer(page.await)
}

async fn search_page(
    state: &AppState,
    client: ClientAddress,
    query_string: &str,
    headers: &HeaderMap,
    frame: Frame,
) -> Result<search::SearchPage, Error> {
    let LenientlyRead {
        search,
        passed_over,
    } = read_page(query_string)?;
    let base_url = base_url(&state.config, headers);
    let searcher = state.searcher()?;
    let searches = state.searches.clone();
    state
        .run(move || {
            let (search, values) = searcher.with_known_values(search)?;
            let mut asked = search::Asked::for_page(search);
            asked.unknown = unknown_values::Unknown {
                values,
                passed_over,
            };
            let results = searches.search_for(client, &searcher, &asked.search)?;
            Ok(search::SearchPage::new(frame, &asked, &results, &base_url))
        })
        .await
}

/// Shows all values of a facet.
///
/// It takes the parameters of `/api/facets/{facet}`.
#[utoipa::path(
    get,
    path = "/facets/{facet}",
    tag = "pages",
    params(("facet" = String, Path, example = "tag", description = "The name of a facet.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 400, description = "Parameters have values that cannot be.", body = String, content_type = "text/html"),
        (status = 404, description = "There is no such facet.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn facet(
    State(state): State<AppState>,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query_string): RawQuery,
    frame: Frame,
) -> Response {
    let query_string = query_string.unwrap_or_default();
    let page = facet_page(&state, name, &query_string, frame.clone());
    frame.answer(page.await)
}

async fn facet_page(
    state: &AppState,
    name: Result<Path<String>, PathRejection>,
    query_string: &str,
    frame: Frame,
) -> Result<facet::FacetPage, Error> {
    let known = name.ok().and_then(|Path(name)| Facet::from_name(&name));
    let facet = known.ok_or(Error::NotFound)?;
    let mut asked = ValuesRequest::parse_with(query_string, parse_page)?;
    asked.page_size = facet::PAGE_SIZE;
    let searcher = state.searcher()?;
    state
        .run(move || {
            let (search, values_unknown) = searcher.with_known_values(asked.search)?;
            let asked = ValuesRequest { search, ..asked };
            let unknown = unknown_values::Unknown {
                values: values_unknown,
                ..unknown_values::Unknown::default()
            };
            let found = values(&searcher, facet, &asked)?;
            Ok(facet::FacetPage::new(frame, &asked, &unknown, &found))
        })
        .await
}

/// Shows the page of a dataset.
#[utoipa::path(
    get,
    path = "/datasets/{id_or_slug}",
    tag = "pages",
    params(("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id, or its slug.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 303, description = "The dataset as DCAT-AP, where `Accept` names a format of RDF."),
        (status = 308, description = "The present address of the dataset, where this one was copied elsewhere or long ago."),
        (status = 404, description = "There is no such dataset.", body = String, content_type = "text/html"),
        (status = 410, description = "It was withdrawn; the page says why.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn dataset(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    frame: Frame,
) -> Response {
    if let Some(document) = preferred_document(&RecordType::Dataset, &id, &headers) {
        return document;
    }
    let page = record_page(&state, RecordType::Dataset, id, &headers, frame.clone());
    frame.answer(page.await)
}

/// Shows the page of a dataservice.
#[utoipa::path(
    get,
    path = "/dataservices/{id_or_slug}",
    tag = "pages",
    params(("id_or_slug" = String, Path, example = "api-base-dadresse-nationale-ban", description = "The dataservice's id, or its slug.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 303, description = "The dataservice as DCAT-AP, where `Accept` names a format of RDF."),
        (status = 308, description = "The present address of the dataservice, where this one was copied elsewhere or long ago."),
        (status = 404, description = "There is no such dataservice.", body = String, content_type = "text/html"),
        (status = 410, description = "It was withdrawn; the page says why.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn dataservice(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    frame: Frame,
) -> Response {
    if let Some(document) = preferred_document(&RecordType::Dataservice, &id, &headers) {
        return document;
    }
    let page = record_page(&state, RecordType::Dataservice, id, &headers, frame.clone());
    frame.answer(page.await)
}

/// Leads to the description of a record, where the caller likes that better than its page.
fn preferred_document(
    record_type: &RecordType,
    id: &Result<Path<String>, PathRejection>,
    headers: &HeaderMap,
) -> Option<Response> {
    let Path(name) = id.as_ref().ok()?;
    let format = rdf::instead_of_page(headers)?;
    Some(rdf::lead_to(&rdf::record_document(
        record_type,
        name,
        format,
    )))
}

async fn record_page(
    state: &AppState,
    record_type: RecordType,
    id: Result<Path<String>, PathRejection>,
    headers: &HeaderMap,
    frame: Frame,
) -> Result<record::RecordPage, Error> {
    // Bytes that are no UTF-8 name no record.
    let Path(id_or_slug) = id.map_err(|_| Error::NotFound)?;
    let searcher = state.searcher()?;
    let base_url = base_url(&state.config, headers);
    state
        .run(move || {
            let record = searcher.record(&record_type, &id_or_slug)?;
            let record = record.ok_or_else(|| absent(&searcher, &record_type, &id_or_slug))?;
            let retired = Retirement::of(&record);
            let replacement = match &retired {
                Some(retired) => searcher.replacement(&record_type, record.id(), retired)?,
                None => None,
            };
            let reuses = searcher.reuses(&record_type, record.id());
            let around = record::Around {
                name: searcher.page_name(&record)?,
                similar: searcher.similar(&record, SIMILAR)?,
                n_copies: record::n_copies(&searcher, &record)?,
                stamp: searcher.stamp(&record)?,
                series: searcher.series(record.id())?,
                retired,
                replacement,
                trust: searcher.trust(&record)?,
                citations: searcher.citations(&record_type, record.id())?,
                n_reuses: reuses.len() as u64,
                reuses: reuses.take(record::MAX_REUSES).cloned().collect(),
                known_datasets: record::known_datasets(&searcher, &record)?,
            };
            Ok(record::RecordPage::new(frame, &record, &around, &base_url))
        })
        .await
}

/// Shows the page of an organization.
///
/// Who it is, how much it publishes, and its records that were updated last and that are used most.
#[utoipa::path(
    get,
    path = "/organizations/{id_or_slug}",
    tag = "pages",
    params(("id_or_slug" = String, Path, example = "534fff81a3a7292c64a77e5c", description = "The organization's id, or its slug.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 308, description = "The present address of the organization, where this one was copied elsewhere or long ago."),
        (status = 404, description = "There is no such organization.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn organization(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    frame: Frame,
) -> Response {
    let page = organization_page(&state, id, &headers, frame.clone());
    frame.answer(page.await)
}

async fn organization_page(
    state: &AppState,
    id: Result<Path<String>, PathRejection>,
    headers: &HeaderMap,
    frame: Frame,
) -> Result<organization::OrganizationPage, Error> {
    let Path(id_or_slug) = id.map_err(|_| Error::NotFound)?;
    let searcher = state.searcher()?;
    let base_url = base_url(&state.config, headers);
    state
        .run(move || {
            let known = searcher.organizations()?.get(&id_or_slug);
            let known = known.ok_or(Error::NotFound)?;
            let records = organization::Records::of(&searcher, known)?;
            Ok(organization::OrganizationPage::new(
                frame, known, &records, &base_url,
            ))
        })
        .await
}

/// Shows the description of the API.
///
/// What `/openapi.json` holds, to be read by people.
#[utoipa::path(
    get,
    path = "/docs",
    tag = "service",
    responses((status = 200, description = "The page.", body = String, content_type = "text/html")),
)]
pub(crate) async fn docs(
    State(state): State<AppState>,
    Extension(document): Extension<Document>,
    headers: HeaderMap,
    frame: Frame,
) -> Response {
    let base = base_url(&state.config, &headers);
    let page = docs::DocsPage::new(frame.clone(), document.json(), &base);
    frame.answer(Ok(page))
}

/// Anything that has no route: as JSON under `/api`, as a page elsewhere.
pub(crate) async fn not_found(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return method_not_allowed(uri).await;
    }
    refused(&uri, Error::NotFound)
}

/// A route that is asked for otherwise than to be read: told as JSON under `/api`, as a page elsewhere.
pub(crate) async fn method_not_allowed(uri: Uri) -> Response {
    refused(&uri, Error::MethodNotAllowed)
}

fn refused(uri: &Uri, error: Error) -> Response {
    if is_of_api(uri.path()) {
        ApiError(error).into_response()
    } else {
        Frame::of(uri).error(&error)
    }
}
