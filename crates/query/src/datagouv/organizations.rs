//! Organizations: lists, searches, and one by one. They are those of the records, and those of a list of organizations where
//! a source has one.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::Date;
use search_index::KnownOrganization;
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, Page, PageOf, on_index};
use super::facets::{self, SearchPage};
use super::lookup::organization;
use super::owner::{OrganizationPermissions, OrganizationReference};
use super::parameters::{OrganizationList, OrganizationSearch, producer_types};
use super::parts::{Badge, Extras, Moment, moment};
use super::problem::{Problem, ProblemAnswer};
use crate::state::AppState;

/// An organization. What no source says of it is null.
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
    #[schema(required = false)]
    slug: String,
    /// What it says of itself, in Markdown; empty where no list of organizations tells it.
    #[schema(required = false)]
    description: String,
    /// Its site; not known here.
    url: Option<String>,
    /// Its SIRET or SIREN.
    business_number_id: Option<String>,
    /// When it was created; where no list of organizations tells it, its first record.
    created_at: Option<Moment>,
    /// When it last changed; where no list of organizations tells it, one of its records.
    last_modified: Option<Moment>,
    /// Always null: deleted ones are not known here.
    deleted: Option<Moment>,
    /// Its badges; none where the source does not give them.
    #[schema(required = false)]
    badges: Vec<Badge>,
    /// The address of its logo.
    logo: Option<String>,
    /// The same, small.
    logo_thumbnail: Option<String>,
    /// Always empty: who belongs to it is not known here.
    #[schema(required = false, value_type = Vec<Object>)]
    members: Vec<Extras>,
    /// Always empty.
    #[schema(required = false, value_type = Object)]
    extras: Extras,
    /// How much it publishes, and how it is used.
    #[schema(required = false)]
    metrics: OrganizationMetrics,
    /// What the asking user may do: nothing.
    #[schema(required = false)]
    permissions: OrganizationPermissions,
    /// Its address in this API.
    uri: Option<String>,
    /// Its page on the platform; where the source does not give it, the one here.
    #[schema(required = false)]
    page: String,
}

/// How much an organization publishes, counted here, and how it is used; null where no list of organizations counts that.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationMetrics {
    /// Its datasets, archived ones left out.
    #[schema(required = false)]
    datasets: u64,
    /// Its dataservices, archived ones left out.
    #[schema(required = false)]
    dataservices: u64,
    /// The reuses that it has made.
    reuses: Option<u64>,
    /// The people who follow it.
    followers: Option<u64>,
    /// The views of its page.
    views: Option<u64>,
    /// The people who belong to it.
    members: Option<u64>,
}

impl OrganizationAnswer {
    fn new(known: &KnownOrganization, base_url: &str) -> Self {
        let reference = OrganizationReference::new(&known.organization, base_url);
        let told = known.profile.as_ref();
        let date = |date: Option<Date>| moment(date);
        Self {
            id: known.key.clone(),
            name: reference.name,
            acronym: reference.acronym,
            slug: reference.slug,
            description: told
                .and_then(|it| it.description.clone())
                .unwrap_or_default(),
            url: None,
            business_number_id: known.organization.business_number_id.clone(),
            created_at: date(known.created_at()),
            last_modified: date(known.last_modified()),
            deleted: None,
            badges: reference.badges,
            logo: reference.logo,
            logo_thumbnail: reference.logo_thumbnail,
            members: Vec::new(),
            extras: Extras::new(),
            metrics: OrganizationMetrics {
                datasets: known.published.n_datasets,
                dataservices: known.published.n_dataservices,
                reuses: told.and_then(|it| it.reuses),
                followers: told.and_then(|it| it.followers),
                views: told.and_then(|it| it.views),
                members: told.and_then(|it| it.members),
            },
            permissions: reference.permissions,
            uri: reference.uri,
            page: reference.page,
        }
    }
}

/// Lists organizations.
///
/// Those whose id no source knows are left out: they could not be asked for.
#[utoipa::path(
    get,
    path = "/api/1/organizations/",
    tag = "data.gouv.fr",
    params(OrganizationList, MaskHeader),
    responses(
        (status = 200, description = "A page of organizations.", body = Page<OrganizationAnswer>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 404, description = "The page is past the end.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn list(State(state): State<AppState>, call: Call) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let list = OrganizationList::read(&mut arguments)?;
        let found = list.find(searcher)?;
        let page = PageOf {
            arguments: &arguments,
            page: list.page,
            page_size: list.page_size,
            total: found.len() as u64,
        };
        let shown = answers(&found, &page, &call);
        if shown.is_empty() && list.page > 1 {
            return Err(Problem::no_such_page(list.page));
        }
        call.answer(&call.page(&page, shown))
    })
    .await
}

/// Searches for organizations.
///
/// As lists do, it leaves out those whose id no source knows. With the counts of the kinds of producer: they leave out the chosen kind, and `all` is how many there are without it.
#[utoipa::path(
    get,
    path = "/api/2/organizations/search/",
    tag = "data.gouv.fr",
    params(OrganizationSearch, MaskHeader),
    responses(
        (status = 200, description = "A page of organizations, and the facets of all.", body = SearchPage<OrganizationAnswer>),
        (status = 400, description = "A value or the mask cannot be.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn search(State(state): State<AppState>, call: Call) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let mut arguments = call.arguments()?;
        let search = OrganizationSearch::read(&mut arguments)?;
        let mut found = search.find(searcher)?;
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for known in &found {
            for producer_type in producer_types(known) {
                *counts.entry(producer_type.id().to_owned()).or_default() += 1;
            }
        }
        let facets = facets::one("producer_type", found.len() as u64, counts);
        found.retain(|known| search.has_type(known));
        let page = PageOf {
            arguments: &arguments,
            page: search.page,
            page_size: search.page_size,
            total: found.len() as u64,
        };
        let shown = answers(&found, &page, &call);
        call.answer(&SearchPage::new(call.page(&page, shown), facets))
    })
    .await
}

/// Returns the organizations of a page.
fn answers(
    found: &[&KnownOrganization],
    page: &PageOf<'_>,
    call: &Call,
) -> Vec<OrganizationAnswer> {
    let skipped = (page.page - 1).saturating_mul(page.page_size);
    let shown = found.iter().skip(skipped).take(page.page_size);
    shown
        .map(|known| OrganizationAnswer::new(known, &call.base_url))
        .collect()
}

/// Returns one organization.
#[utoipa::path(
    get,
    path = "/api/1/organizations/{id}/",
    tag = "data.gouv.fr",
    params(
        ("id" = String, Path, example = "58e555f5c751df205d54e76b", description = "The organization's id or slug."),
        MaskHeader,
    ),
    responses(
        (status = 200, description = "The organization.", body = OrganizationAnswer),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 404, description = "There is no such organization.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let known = organization(searcher, &id)?;
        call.answer(&OrganizationAnswer::new(known, &call.base_url))
    })
    .await
}
