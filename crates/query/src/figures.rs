//! Figures for whoever watches the process, in the text format of `OpenMetrics`, which Prometheus reads.

mod moment;

use std::fmt;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderName, header};
use prometheus_client::encoding::text::{encode_eof, encode_registry};

use crate::error::Error;
use crate::pages::PageError;
use crate::state::AppState;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Gives figures of the server and of the index in use.
///
/// In the text format of `OpenMetrics`, for Prometheus. `trouvaille_serves_live_generation` is 0 where the live generation is damaged
/// or lost, and an older one is served for it, or none. Where the index follows a source, `trouvaille_sync_lag_seconds` tells how
/// far it is behind, and a server that syncs counts in `trouvaille_syncs_total` how that went.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "service",
    responses(
        (status = 200, description = "The figures.", body = String, content_type = "application/openmetrics-text"),
        (status = 404, description = "They are told at another address (`serve --admin-listen`).", body = String, content_type = "text/html"),
    ),
)]
pub(crate) async fn metrics(
    State(state): State<AppState>,
    apart: Option<Extension<Apart>>,
) -> Result<([(HeaderName, &'static str); 1], String), PageError> {
    if state.config.metrics_apart && apart.is_none() {
        return Err(PageError(Error::NotFound));
    }
    let text = text(&state).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text))
}

/// Says that a request came to the address that is for whoever watches the process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Apart;

fn text(state: &AppState) -> Result<String, fmt::Error> {
    let mut text = String::new();
    encode_registry(&mut text, state.metrics.registry())?;
    encode_registry(&mut text, &moment::figures(state))?;
    encode_eof(&mut text)?;
    Ok(text)
}
