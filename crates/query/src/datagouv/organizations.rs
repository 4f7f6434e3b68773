//! Organizations, as far as the records that belong to them say who they are.

use axum::extract::{Path, State};
use axum::response::Response;
use search_index::Facet;
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::lookup::{nothing_shown, organization};
use super::owner::OrganizationReference;
use super::parts::{Badge, Moment};
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
    /// Its badges; none where the source does not give them.
    #[schema(required = false)]
    badges: Vec<Badge>,
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
