//! The search as JSON.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use catalogue::{Badge, Date, License, OrganizationBadge, Owner, RecordType};
use search_index::{FacetCounts, Fragment, HitMetrics, SearchHit, SearchRequest, SearchResults};
use serde::Serialize;
use serde::ser::SerializeMap;

use crate::error::ApiError;
use crate::params::{on_page, parse, to_query_string};
use crate::{AppState, Config};

/// Searches.
#[utoipa::path(
    get,
    path = "/api/search",
    tag = "search",
    responses((status = 200, description = "The hits and the facets."), crate::error::SearchErrors),
)]
pub(crate) async fn search(
    State(state): State<AppState>,
    RawQuery(query_string): RawQuery,
    headers: HeaderMap,
) -> Result<Json<SearchAnswer>, ApiError> {
    let request = parse(query_string.as_deref().unwrap_or_default())?;
    let (request, results) = state.search(request).await?;
    Ok(Json(SearchAnswer::new(
        &request,
        results,
        &base_url(&state.config, &headers),
    )))
}

/// Returns the address that the caller used, without a final slash.
pub(crate) fn base_url(config: &Config, headers: &HeaderMap) -> String {
    if let Some(public_url) = &config.public_url {
        return public_url.clone();
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header("x-forwarded-host")
        .or(header("host"))
        .unwrap_or("localhost");
    let scheme = header("x-forwarded-proto")
        .filter(|scheme| *scheme == "https")
        .unwrap_or("http");
    format!("{scheme}://{host}")
}

/// The answer to a search. Fields may be added; none is renamed.
#[derive(Serialize)]
pub struct SearchAnswer {
    data: Vec<HitAnswer>,
    total: u64,
    page: usize,
    page_size: usize,
    next_page: Option<String>,
    previous_page: Option<String>,
    facets: FacetsAnswer,
    /// What was searched instead of what was typed; nothing is, yet.
    correction: Option<String>,
    took_us: u64,
}

impl SearchAnswer {
    /// Returns the answer; links to other pages begin with the base address, which has no final slash.
    #[must_use]
    pub fn new(request: &SearchRequest, results: SearchResults, base_url: &str) -> Self {
        let page_url = |page: usize| {
            let query_string = to_query_string(&on_page(request, page));
            let separator = if query_string.is_empty() { "" } else { "?" };
            format!("{base_url}/api/search{separator}{query_string}")
        };
        let n_pages = usize::try_from(results.total)
            .unwrap_or(usize::MAX)
            .div_ceil(request.page_size);
        Self {
            data: results.hits.into_iter().map(HitAnswer::from).collect(),
            total: results.total,
            page: request.page,
            page_size: request.page_size,
            next_page: (request.page < n_pages).then(|| page_url(request.page + 1)),
            previous_page: (request.page > 1 && n_pages > 0)
                .then(|| page_url((request.page - 1).min(n_pages))),
            facets: FacetsAnswer(results.facets),
            correction: None,
            took_us: results.took.as_micros() as u64,
        }
    }
}

#[derive(Serialize)]
struct HitAnswer {
    #[serde(rename = "type")]
    record_type: RecordType,
    id: String,
    slug: String,
    title: String,
    acronym: Option<String>,
    /// The record's page here.
    page: String,
    /// The record's page on the platform.
    url: Option<String>,
    organization: Option<OrganizationAnswer>,
    owner: Option<OwnerAnswer>,
    license: Option<License>,
    badges: Vec<Badge>,
    formats: Vec<String>,
    geozones: Vec<String>,
    tags: Vec<String>,
    created_at: Option<Date>,
    last_update: Option<Date>,
    metrics: HitMetrics,
    resources_count: Option<u64>,
    archived: Option<Date>,
    score: f32,
    highlights: HighlightsAnswer,
}

#[derive(Serialize)]
struct OrganizationAnswer {
    id: Option<String>,
    name: String,
    acronym: Option<String>,
    badges: Option<Vec<OrganizationBadge>>,
}

#[derive(Serialize)]
struct OwnerAnswer {
    name: String,
    slug: Option<String>,
}

#[derive(Serialize)]
struct HighlightsAnswer {
    title: Vec<Fragment>,
    description: Vec<Fragment>,
}

impl From<SearchHit> for HitAnswer {
    fn from(found: SearchHit) -> Self {
        let hit = found.hit;
        let page = crate::pages::record_path(&hit.record_type, &hit.slug);
        let (organization, owner) = match hit.owner {
            Some(Owner::Organization(organization)) => {
                let answer = OrganizationAnswer {
                    id: organization.id,
                    name: organization.name,
                    acronym: organization.acronym,
                    badges: organization.badges,
                };
                (Some(answer), None)
            }
            Some(owner @ Owner::User(_)) => {
                let name = owner.name();
                let Owner::User(user) = owner else {
                    unreachable!("matched above")
                };
                (
                    None,
                    Some(OwnerAnswer {
                        name,
                        slug: user.slug,
                    }),
                )
            }
            None => (None, None),
        };
        Self {
            record_type: hit.record_type,
            id: hit.id,
            slug: hit.slug,
            title: hit.title,
            acronym: hit.acronym,
            page,
            url: hit.url,
            organization,
            owner,
            license: hit.license,
            badges: hit.badges,
            formats: hit.formats,
            geozones: hit.geozones,
            tags: hit.tags,
            created_at: hit.created_at,
            last_update: hit.last_update,
            metrics: hit.metrics,
            resources_count: hit.n_resources,
            archived: hit.archived,
            score: found.score,
            highlights: HighlightsAnswer {
                title: found.title,
                description: found.description,
            },
        }
    }
}

/// `{facet: [{name, label, count, selected}]}`, in the order of the page.
struct FacetsAnswer(Vec<FacetCounts>);

#[derive(Serialize)]
struct FacetValueAnswer<'a> {
    name: &'a str,
    label: &'a str,
    count: u64,
    selected: bool,
}

impl Serialize for FacetsAnswer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for counts in &self.0 {
            let values: Vec<_> = counts
                .values
                .iter()
                .map(|value| FacetValueAnswer {
                    name: &value.name,
                    label: &value.label,
                    count: value.count,
                    selected: value.selected,
                })
                .collect();
            map.serialize_entry(counts.facet.name(), &values)?;
        }
        map.end()
    }
}
