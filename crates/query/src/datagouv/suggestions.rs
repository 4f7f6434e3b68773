//! Suggestions while typing: datasets, dataservices, organizations, tags, formats and media types.

use axum::extract::State;
use axum::response::Response;
use catalogue::RecordType;
use search_index::{
    Facet, Hit, SearchRequest, Searcher, Sort, SuggestRequest, SuggestionKind, SuggestionTarget,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::organizations::{nothing_shown, organization};
use super::parameters::Suggestion;
use super::problem::{Problem, ProblemAnswer};
use super::vocabularies::formats;
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

/// A dataset to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DatasetSuggestion {
    /// Its id.
    #[schema(required = false)]
    id: String,
    /// Its title.
    #[schema(required = false)]
    title: String,
    /// Its acronym.
    acronym: Option<String>,
    /// The last part of its page's address.
    #[schema(required = false)]
    slug: String,
    /// The logo of its organization.
    image_url: Option<String>,
    /// Its page on the platform.
    page: Option<String>,
}

/// A dataservice to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DataserviceSuggestion {
    /// Its id.
    #[schema(required = false)]
    id: String,
    /// Its title.
    #[schema(required = false)]
    title: String,
    /// Its acronym.
    acronym: Option<String>,
    /// The last part of its page's address.
    #[schema(required = false)]
    slug: String,
    /// Its page on the platform.
    page: Option<String>,
}

/// An organization to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationSuggestion {
    /// Its id.
    #[schema(required = false)]
    id: String,
    /// Its name.
    #[schema(required = false)]
    name: String,
    /// Its acronym.
    acronym: Option<String>,
    /// The last part of its page's address.
    slug: Option<String>,
    /// Its logo.
    image_url: Option<String>,
    /// Its page on the platform.
    page: Option<String>,
}

/// A word to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextSuggestion {
    /// The word.
    #[schema(required = false)]
    text: String,
}

/// Suggests datasets.
///
/// Those with the words in their title or acronym, the last one begun, one mistake forgiven; the most used first.
#[utoipa::path(
    get,
    path = "/api/1/datasets/suggest/",
    tag = "data.gouv.fr",
    params(Suggestion, MaskHeader),
    responses(
        (status = 200, description = "The datasets.", body = Vec<DatasetSuggestion>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn datasets(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let suggestion = |hit: Hit| DatasetSuggestion {
            image_url: hit
                .owner
                .as_ref()
                .and_then(|owner| owner.organization()?.logo.clone()),
            id: hit.id,
            title: hit.title,
            acronym: hit.acronym,
            slug: hit.slug,
            page: hit.url,
        };
        let hits = hits(searcher, &call, SuggestionKind::Dataset)?;
        call.answer(&hits.into_iter().map(suggestion).collect::<Vec<_>>())
    })
    .await
}

/// Suggests dataservices.
///
/// Those with the words in their title or acronym, the last one begun, one mistake forgiven; the most used first.
#[utoipa::path(
    get,
    path = "/api/1/dataservices/suggest/",
    tag = "data.gouv.fr",
    params(Suggestion, MaskHeader),
    responses(
        (status = 200, description = "The dataservices.", body = Vec<DataserviceSuggestion>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn dataservices(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let suggestion = |hit: Hit| DataserviceSuggestion {
            id: hit.id,
            title: hit.title,
            acronym: hit.acronym,
            slug: hit.slug,
            page: hit.url,
        };
        let hits = hits(searcher, &call, SuggestionKind::Dataservice)?;
        call.answer(&hits.into_iter().map(suggestion).collect::<Vec<_>>())
    })
    .await
}

/// Finds the live records of a type whose title or acronym has the words, one mistake forgiven; without words, the most
/// followed.
fn hits(searcher: &Searcher, call: &Call, kind: SuggestionKind) -> Result<Vec<Hit>, Problem> {
    let asked = Suggestion::read(&mut call.arguments()?, 10)?;
    let record_type = match kind {
        SuggestionKind::Dataservice => RecordType::Dataservice,
        _ => RecordType::Dataset,
    };
    if asked.q.trim().is_empty() {
        let request = SearchRequest {
            page_size: asked.size,
            sort: Sort::from_name("-followers").unwrap_or_default(),
            ..nothing_shown().filter(Facet::Type, record_type.id())
        };
        let found = searcher.search(&request)?.hits;
        return Ok(found.into_iter().map(|found| found.hit).collect());
    }
    let suggestions = searcher.suggest(&SuggestRequest {
        text: asked.q,
        kinds: vec![kind],
        size: asked.size,
    });
    let mut hits = Vec::with_capacity(suggestions.len());
    for suggestion in suggestions {
        let SuggestionTarget::Record { id, .. } = suggestion.target else {
            continue;
        };
        let record = searcher.record(&record_type, &id)?;
        hits.extend(record.as_ref().map(Hit::from));
    }
    Ok(hits)
}

/// Suggests organizations.
///
/// Those in whose name words begin like those of the text, accents and case apart; those that publish most first.
#[utoipa::path(
    get,
    path = "/api/1/organizations/suggest/",
    tag = "data.gouv.fr",
    params(Suggestion, MaskHeader),
    responses(
        (status = 200, description = "The organizations.", body = Vec<OrganizationSuggestion>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn organizations(
    State(state): State<AppState>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let asked = Suggestion::read(&mut call.arguments()?, 10)?;
        let mut suggestions = Vec::new();
        for id in values_with(searcher, Facet::Organization, &asked.q, asked.size)? {
            // An organization without an id cannot be asked for.
            let Ok(known) = organization(searcher, &id) else {
                continue;
            };
            suggestions.push(OrganizationSuggestion {
                id,
                name: known.name,
                acronym: known.acronym,
                slug: known.slug,
                image_url: known.logo,
                page: known.page,
            });
        }
        call.answer(&suggestions)
    })
    .await
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
