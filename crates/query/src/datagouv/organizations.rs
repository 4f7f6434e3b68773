//! Organizations, as far as the records that belong to them say who they are.

use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::Organization;
use search_index::{Facet, SearchRequest, Searcher};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::parts::{Badge, Moment, OrganizationReference};
use super::problem::{Problem, ProblemAnswer};
use crate::state::AppState;

/// An organization. What records do not say of their organization is null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organization)]
pub(crate) struct OrganizationAnswer {
    /// 24 hexadecimal digits.
    #[schema(required = false)]
    id: String,
    /// The full name.
    #[schema(required = false)]
    name: String,
    /// The acronym.
    acronym: Option<String>,
    /// The last part of its page's address.
    slug: Option<String>,
    /// Not known here.
    description: Option<String>,
    /// Not known here.
    url: Option<String>,
    /// Not known here.
    business_number_id: Option<String>,
    /// Not known here.
    created_at: Option<Moment>,
    /// Not known here.
    last_modified: Option<Moment>,
    /// Not known here.
    deleted: Option<Moment>,
    /// Its badges; null where the source does not give them.
    badges: Option<Vec<Badge>>,
    /// The address of its logo.
    logo: Option<String>,
    /// The same, small.
    logo_thumbnail: Option<String>,
    /// How much it publishes.
    #[schema(required = false)]
    metrics: OrganizationMetrics,
    /// Its address in this API.
    uri: Option<String>,
    /// Its page on the platform.
    page: Option<String>,
}

/// How much an organization publishes, counted here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationMetrics {
    /// Its datasets, archived ones left out.
    #[schema(required = false)]
    datasets: u64,
    /// Its dataservices, archived ones left out.
    #[schema(required = false)]
    dataservices: u64,
}

/// Returns one organization.
#[utoipa::path(
    get,
    path = "/api/1/organizations/{id}/",
    tag = "data.gouv.fr",
    params(
        ("id" = String, Path, example = "58e555f5c751df205d54e76b", description = "The organization's id."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The organization.", body = OrganizationAnswer),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "Nothing belongs to an organization of that id.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let found = organization(searcher, &id)?;
        let n_of = |record_type: &str| {
            let request = nothing_shown()
                .filter(Facet::Organization, &id)
                .filter(Facet::Type, record_type);
            searcher.search(&request).map(|results| results.total)
        };
        let metrics = OrganizationMetrics {
            datasets: n_of("dataset")?,
            dataservices: n_of("dataservice")?,
        };
        let known = OrganizationReference::new(&found, &call.base_url);
        call.answer(&OrganizationAnswer {
            id,
            name: known.name,
            acronym: known.acronym,
            slug: known.slug,
            description: None,
            url: None,
            business_number_id: None,
            created_at: None,
            last_modified: None,
            deleted: None,
            badges: known.badges,
            logo: known.logo,
            logo_thumbnail: known.logo_thumbnail,
            metrics,
            uri: known.uri,
            page: known.page,
        })
    })
    .await
}

/// Returns the organization of that id, as one of its records refers to it: the most used one.
///
/// # Errors
///
/// 404 where nothing belongs to it.
pub(crate) fn organization(searcher: &Searcher, id: &str) -> Result<Organization, Problem> {
    let request = SearchRequest {
        page_size: 1,
        ..nothing_shown()
            .without(Facet::Archived)
            .filter(Facet::Organization, id)
    };
    let results = searcher.search(&request)?;
    let owner = results
        .hits
        .into_iter()
        .next()
        .and_then(|found| found.hit.owner);
    let organization = owner.and_then(|owner| owner.organization().cloned());
    organization
        .filter(|organization| organization.id.as_deref() == Some(id))
        .ok_or_else(|| Problem::not_found(format!("there is no organization `{id}`")))
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

/// Returns the search for all live records that shows none of them.
pub(crate) fn nothing_shown() -> SearchRequest {
    SearchRequest {
        page_size: 0,
        facets: Vec::new(),
        ..SearchRequest::default()
    }
}
