//! HTML pages: one struct a template, side by side with its test.

mod card;
mod docs;
mod error;
mod facet;
mod pagination;
mod record;
mod search;
mod understanding;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use catalogue::RecordType;
use search_index::Facet;

use crate::api::{FilterParameters, SearchParameters, base_url};
use crate::error::{ApiError, Error, PageError};
use crate::facets::ValuesRequest;
use crate::params::parse_page;
use crate::{AppState, blocking, openapi};

pub(crate) use self::record::web_address;

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
    headers: HeaderMap,
) -> Result<Html<String>, PageError> {
    let mut request = parse_page(query_string.as_deref().unwrap_or_default())?;
    search::widen_facets(&mut request);
    let (request, results) = state.search(request).await?;
    let base_url = base_url(&state.config, &headers);
    render(&search::SearchPage::new(&request, &results, &base_url))
}

/// Shows all values of a facet.
///
/// It takes the parameters of `/api/facets/{facet}`.
#[utoipa::path(
    get,
    path = "/facets/{facet}",
    tag = "pages",
    params(("facet" = String, Path, description = "The name of a facet.")),
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
) -> Result<Html<String>, PageError> {
    let known = name.ok().and_then(|Path(name)| Facet::from_name(&name));
    let facet = known.ok_or(Error::NotFound)?;
    let query_string = query_string.unwrap_or_default();
    let mut asked = ValuesRequest::parse_with(&query_string, parse_page)?;
    asked.page_size = facet::PAGE_SIZE;
    let searcher = state.searcher()?;
    let (asked, found) = blocking(move || {
        let offset = (asked.page - 1).saturating_mul(asked.page_size);
        let found =
            searcher.facet_values(&asked.search, facet, &asked.text, asked.page_size, offset)?;
        Ok((asked, found))
    })
    .await?;
    render(&facet::FacetPage::new(&asked, &found))
}

/// Shows the page of a dataset.
#[utoipa::path(
    get,
    path = "/datasets/{id_or_slug}",
    tag = "pages",
    params(("id_or_slug" = String, Path, example = "base-adresse-nationale", description = "The dataset's id, or its slug.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 404, description = "There is no such dataset.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn dataset(
    state: State<AppState>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Html<String>, PageError> {
    record_page(state, RecordType::Dataset, id, &headers).await
}

/// Shows the page of a dataservice.
#[utoipa::path(
    get,
    path = "/dataservices/{id_or_slug}",
    tag = "pages",
    params(("id_or_slug" = String, Path, example = "api-base-dadresse-nationale-ban", description = "The dataservice's id, or its slug.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html"),
        (status = 404, description = "There is no such dataservice.", body = String, content_type = "text/html"),
        (status = 503, description = "The index is not ready yet.", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn dataservice(
    state: State<AppState>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Html<String>, PageError> {
    record_page(state, RecordType::Dataservice, id, &headers).await
}

async fn record_page(
    State(state): State<AppState>,
    record_type: RecordType,
    id: Result<Path<String>, PathRejection>,
    headers: &HeaderMap,
) -> Result<Html<String>, PageError> {
    // Bytes that are no UTF-8 name no record.
    let Path(id_or_slug) = id.map_err(|_| Error::NotFound)?;
    let searcher = state.searcher()?;
    let base_url = base_url(&state.config, headers);
    let page = blocking(move || {
        let record = searcher.record(&record_type, &id_or_slug)?;
        let has_dataset =
            |id: &str| matches!(searcher.record(&RecordType::Dataset, id), Ok(Some(_)));
        Ok(record::RecordPage::new(
            &record.ok_or(Error::NotFound)?,
            has_dataset,
            &base_url,
        ))
    })
    .await?;
    render(&page)
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
pub(crate) async fn docs() -> Result<Html<String>, PageError> {
    render(&docs::DocsPage::new(openapi::document()))
}

/// Anything that has no route: as JSON under `/api/`, as a page elsewhere.
pub(crate) async fn not_found(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        )
            .into_response();
    }
    if uri.path().starts_with("/api/") {
        return ApiError(Error::NotFound).into_response();
    }
    PageError(Error::NotFound).into_response()
}

/// Returns the page of an error; plain words should even that fail.
pub(crate) fn error_page(error: &Error) -> String {
    let page = error::ErrorPage::new(error);
    askama::Template::render(&page).unwrap_or_else(|_| "Erreur interne".to_owned())
}

/// Returns the path of a record's page.
pub(crate) fn record_path(record_type: &RecordType, slug: &str) -> String {
    let folder = match record_type {
        RecordType::Dataservice => "dataservices",
        RecordType::Dataset | RecordType::Other(_) => "datasets",
    };
    let name: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
    // A form writes a blank as `+`; in a path that is a plus.
    format!("/{folder}/{}", name.replace('+', "%20"))
}

fn render(page: &impl askama::Template) -> Result<Html<String>, PageError> {
    let html = page
        .render()
        .map_err(|error| Error::Internal(Box::new(error)))?;
    // A NUL has no place in HTML; some fields of a record are shown as they came.
    Ok(Html(html.replace('\0', "\u{FFFD}")))
}
