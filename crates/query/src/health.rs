//! For whoever watches the process.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::AppState;

/// Tells that the process lives.
///
/// Answers 200 for as long as it can answer at all.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "service",
    responses((status = 200, description = "The process lives.", body = String)),
)]
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// Tells that searches can be answered.
///
/// Answers 200 with the generation in use once an index is open, 503 before.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "service",
    responses(
        (status = 200, description = "An index is open.", body = Readiness),
        (status = 503, description = "No index is open yet.", body = Readiness),
    ),
)]
pub(crate) async fn readyz(State(state): State<AppState>) -> (StatusCode, Json<Readiness>) {
    match state.searcher() {
        Ok(searcher) => {
            let manifest = searcher.manifest();
            let readiness = Readiness {
                status: "ready",
                generation: Some(manifest.generation.clone()),
                records: Some(RecordCounts {
                    dataset: manifest.records.dataset,
                    dataservice: manifest.records.dataservice,
                }),
                trouble: state.index.trouble().map(|trouble| trouble.to_string()),
            };
            (StatusCode::OK, Json(readiness))
        }
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(Readiness {
                status: "no index",
                generation: None,
                records: None,
                trouble: state.index.trouble().map(|trouble| trouble.to_string()),
            }),
        ),
    }
}

/// Whether searches can be answered.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// `ready`, or `no index`.
    status: &'static str,
    /// The name of the generation in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    generation: Option<String>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    records: Option<RecordCounts>,
    /// Why the generation in use is not the live one, or why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    trouble: Option<String>,
}

/// How many records there are of each type.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordCounts {
    dataset: u64,
    dataservice: u64,
}
