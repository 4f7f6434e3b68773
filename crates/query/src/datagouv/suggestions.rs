//! Suggestions while typing: datasets, dataservices and organizations.

use axum::extract::State;
use axum::response::Response;
use catalogue::RecordType;
use search_index::{
    Facet, Hit, SearchRequest, Searcher, Sort, SuggestRequest, SuggestionKind, SuggestionTarget,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::lookup::{nothing_shown, organization, values_with};
use super::owner::OrganizationReference;
use super::parameters::Suggestion;
use super::problem::{Problem, ProblemAnswer};
use crate::addresses::record_page;
use crate::state::AppState;

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
    /// Its page on the platform; where the source does not give it, the one here.
    #[schema(required = false)]
    page: String,
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
    /// Its page on the platform; where the source does not give it, the one here.
    #[schema(required = false)]
    page: String,
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
    #[schema(required = false)]
    slug: String,
    /// Its logo.
    image_url: Option<String>,
    /// Its page on the platform.
    #[schema(required = false)]
    page: String,
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
            page: page(&hit, &call.base_url),
            image_url: hit
                .owner
                .as_ref()
                .and_then(|owner| owner.organization()?.logo.clone()),
            id: hit.id,
            title: hit.title,
            acronym: hit.acronym,
            slug: hit.slug,
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
            page: page(&hit, &call.base_url),
            id: hit.id,
            title: hit.title,
            acronym: hit.acronym,
            slug: hit.slug,
        };
        let hits = hits(searcher, &call, SuggestionKind::Dataservice)?;
        call.answer(&hits.into_iter().map(suggestion).collect::<Vec<_>>())
    })
    .await
}

/// Returns the address of a record's page: on the platform, or here where the source does not give it.
fn page(hit: &Hit, base_url: &str) -> String {
    record_page(hit.url.as_ref(), &hit.record_type, &hit.id, base_url)
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
            let reference = OrganizationReference::new(&known.organization, &call.base_url);
            suggestions.push(OrganizationSuggestion {
                id,
                name: reference.name,
                acronym: reference.acronym,
                slug: reference.slug,
                image_url: reference.logo,
                page: reference.page,
            });
        }
        call.answer(&suggestions)
    })
    .await
}
