//! Suggestions while typing that are texts: tags, formats and media types.

use axum::extract::State;
use axum::response::Response;
use search_index::Facet;
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::lookup::values_with;
use super::parameters::Suggestion;
use super::problem::{Problem, ProblemAnswer};
use super::terms::formats;
use crate::state::AppState;

/// The media types of what is found in the catalogue most often.
const MEDIA_TYPES: [&str; 30] = [
    "application/geo+json",
    "application/geopackage+sqlite3",
    "application/gml+xml",
    "application/gpx+xml",
    "application/gtfs+zip",
    "application/json",
    "application/ld+json",
    "application/msword",
    "application/octet-stream",
    "application/pdf",
    "application/rdf+xml",
    "application/rtf",
    "application/vnd.apache.parquet",
    "application/vnd.google-earth.kml+xml",
    "application/vnd.google-earth.kmz",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/x-7z-compressed",
    "application/xml",
    "application/zip",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "text/csv",
    "text/html",
    "text/plain",
    "text/turtle",
];

/// A word to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextSuggestion {
    /// The word.
    #[schema(required = false)]
    text: String,
}

/// Suggests tags.
///
/// Those in which words begin like those of the text, accents and case apart: the most used ones, the shortest first.
#[utoipa::path(
    get,
    path = "/api/1/tags/suggest/",
    tag = "data.gouv.fr",
    params(Suggestion, MaskHeader),
    responses(
        (status = 200, description = "The tags.", body = Vec<TextSuggestion>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn tags(State(state): State<AppState>, call: Call) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let asked = Suggestion::read(&mut call.arguments()?, 8)?;
        let most_used = values_with(searcher, Facet::Tag, &asked.q, asked.size)?;
        call.answer(&shortest_first(most_used.into_iter()))
    })
    .await
}

/// Suggests formats.
#[utoipa::path(
    get,
    path = "/api/1/datasets/suggest/formats/",
    tag = "data.gouv.fr",
    params(Suggestion, MaskHeader),
    responses(
        (status = 200, description = "The formats that have the text in them, the shortest first.", body = Vec<TextSuggestion>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn resource_formats(call: Call) -> Result<Response, Problem> {
    texts_with(&call, &formats())
}

/// Suggests media types.
#[utoipa::path(
    get,
    path = "/api/1/datasets/suggest/mime/",
    tag = "data.gouv.fr",
    params(Suggestion, MaskHeader),
    responses(
        (status = 200, description = "The media types that have the text in them, the shortest first.", body = Vec<TextSuggestion>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn media_types(call: Call) -> Result<Response, Problem> {
    texts_with(&call, &MEDIA_TYPES)
}

fn texts_with(call: &Call, texts: &[&str]) -> Result<Response, Problem> {
    let asked = Suggestion::read(&mut call.arguments()?, 10)?;
    let part = asked.q.to_lowercase();
    let found = texts
        .iter()
        .filter(|text| text.contains(&part))
        .take(asked.size);
    call.answer(&shortest_first(found.map(|text| (*text).to_owned())))
}

fn shortest_first(texts: impl Iterator<Item = String>) -> Vec<TextSuggestion> {
    let mut suggestions: Vec<TextSuggestion> = texts.map(|text| TextSuggestion { text }).collect();
    suggestions.sort_by_key(|suggestion| suggestion.text.chars().count());
    suggestions
}
