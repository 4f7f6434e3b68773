//! For whoever watches the process.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::AppState;

/// Answers 200 for as long as the process can answer at all.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// Answers 200 with the generation in use once an index is open, 503 before.
pub(crate) async fn readyz(State(state): State<AppState>) -> Response {
    match state.searcher() {
        Ok(searcher) => {
            let manifest = searcher.manifest();
            let body = json!({ "status": "ready", "generation": manifest.generation, "records": manifest.records });
            Json(body).into_response()
        }
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({ "status": "no index" })),
        )
            .into_response(),
    }
}
