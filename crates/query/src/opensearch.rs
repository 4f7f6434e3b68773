//! The search as browsers know it: `OpenSearch` 1.1.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::addresses::base_url;
use crate::assets;
use crate::pages::PageError;
use crate::state::AppState;
use crate::xml::{answer, render};

const CONTENT_TYPE: &str = "application/opensearchdescription+xml";

#[derive(Template)]
#[template(path = "opensearch.xml")]
struct Description {
    base: String,
    favicon: String,
}

/// Describes the search to browsers (OpenSearch 1.1).
#[utoipa::path(
    get,
    path = "/opensearchdescription.xml",
    tag = "service",
    responses((
        status = 200,
        description = "The description.",
        body = String,
        content_type = "application/opensearchdescription+xml",
    )),
)]
pub(crate) async fn description(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let document = render(&Description {
        base: base_url(&state.config, &headers),
        favicon: assets::path("favicon.svg"),
    })?;
    Ok(answer(CONTENT_TYPE, document))
}
