//! The site, as clients of data.gouv.fr ask for it first.

use axum::extract::State;
use axum::response::Response;
use search_index::Facet;
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Call, MaskHeader, on_index};
use super::lookup::nothing_shown;
use super::problem::{Problem, ProblemAnswer};
use crate::state::AppState;

/// What this site is, and how much it has.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Site {
    /// Always `trouvaille`.
    #[schema(required = false)]
    id: &'static str,
    /// Its name.
    #[schema(required = false)]
    title: &'static str,
    /// The version of the program.
    #[schema(required = false)]
    version: &'static str,
    /// How much it has.
    #[schema(required = false)]
    metrics: SiteMetrics,
}

/// How much a site has, archived records left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SiteMetrics {
    /// Datasets.
    #[schema(required = false)]
    datasets: u64,
    /// Dataservices.
    #[schema(required = false)]
    dataservices: u64,
    /// Organizations to which one of these belongs.
    #[schema(required = false)]
    organizations: u64,
}

/// Returns what this site is.
#[utoipa::path(
    get,
    path = "/api/1/site/",
    tag = "data.gouv.fr",
    params(MaskHeader),
    responses(
        (status = 200, description = "The site.", body = Site),
        (status = 400, description = "The mask is none.", body = ProblemAnswer),
        (status = 503, description = "The index is not ready yet.", body = ProblemAnswer),
    ),
)]
pub(crate) async fn site(State(state): State<AppState>, call: Call) -> Result<Response, Problem> {
    on_index(&state, move |searcher| {
        let n_of = |record_type: &str| {
            let request = nothing_shown().filter(Facet::Type, record_type);
            searcher.search(&request).map(|results| results.total)
        };
        let organizations =
            searcher.facet_values(&nothing_shown(), Facet::Organization, "", 0, 0)?;
        call.answer(&Site {
            id: "trouvaille",
            title: "Trouvaille",
            version: env!("CARGO_PKG_VERSION"),
            metrics: SiteMetrics {
                datasets: n_of("dataset")?,
                dataservices: n_of("dataservice")?,
                organizations: organizations.n_values as u64,
            },
        })
    })
    .await
}
