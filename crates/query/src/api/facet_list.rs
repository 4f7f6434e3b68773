//! The facets, as JSON.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use search_index::Facet;
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::base_url;
use crate::state::AppState;

/// Lists the facets.
///
/// Each is a parameter of `/api/search`, and the values that it has there are at its `api_url`.
#[utoipa::path(
    get,
    path = "/api/facets",
    tag = "search",
    responses((status = 200, description = "The facets.", body = FacetListAnswer)),
)]
pub(crate) async fn facets(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Json<FacetListAnswer> {
    let base = base_url(&state.config, &headers);
    let data: Vec<FacetDescription> = Facet::ALL
        .into_iter()
        .map(|facet| FacetDescription::new(facet, &base))
        .collect();
    Json(FacetListAnswer {
        total: data.len(),
        data,
    })
}

/// The facets.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetListAnswer {
    /// The facets, in the order of the page.
    data: Vec<FacetDescription>,
    /// How many there are.
    total: usize,
}

/// A facet.
#[derive(Serialize, ToSchema)]
struct FacetDescription {
    /// Its name: the parameter of a search, and the key of its values in `facets`.
    name: &'static str,
    /// Its French label.
    label: &'static str,
    /// What its values are.
    description: &'static str,
    /// Whether a search counts it unless `facets` says otherwise.
    counted: bool,
    /// The values that it may have, where that is a closed list: any other one is refused. Null where the catalogue says which
    /// there are.
    values: Option<Vec<&'static str>>,
    /// The address of its values, in JSON.
    api_url: String,
}

impl FacetDescription {
    fn new(facet: Facet, base: &str) -> Self {
        Self {
            name: facet.name(),
            label: facet.label(),
            description: facet.about(),
            counted: Facet::LISTED.contains(&facet),
            values: facet.vocabulary(),
            api_url: format!("{base}/api/facets/{facet}"),
        }
    }
}
