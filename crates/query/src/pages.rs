//! HTML pages: one struct a template, side by side with its test.

mod error;
mod pagination;
mod record;
mod search;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use catalogue::RecordType;

use crate::error::{ApiError, Error, PageError};
use crate::params::parse;
use crate::{AppState, blocking};

/// `GET /`: the search page.
pub(crate) async fn search(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
) -> Result<Html<String>, PageError> {
    let mut request = parse(query_string.as_deref().unwrap_or_default())?;
    search::widen_facets(&mut request);
    let (request, results) = state.search(request).await?;
    render(&search::SearchPage::new(&request, &results))
}

/// `GET /datasets/{id or slug}`.
pub(crate) async fn dataset(
    state: State<AppState>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Html<String>, PageError> {
    record_page(state, RecordType::Dataset, id).await
}

/// `GET /dataservices/{id or slug}`.
pub(crate) async fn dataservice(
    state: State<AppState>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Html<String>, PageError> {
    record_page(state, RecordType::Dataservice, id).await
}

async fn record_page(
    State(state): State<AppState>,
    record_type: RecordType,
    id: Result<Path<String>, PathRejection>,
) -> Result<Html<String>, PageError> {
    // Bytes that are no UTF-8 name no record.
    let Path(id_or_slug) = id.map_err(|_| Error::NotFound)?;
    let searcher = state.searcher()?;
    let page = blocking(move || {
        let record = searcher.record(&record_type, &id_or_slug)?;
        let has_dataset =
            |id: &str| matches!(searcher.record(&RecordType::Dataset, id), Ok(Some(_)));
        Ok(record::RecordPage::new(
            &record.ok_or(Error::NotFound)?,
            has_dataset,
        ))
    })
    .await?;
    render(&page)
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
