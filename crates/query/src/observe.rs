//! One line of the log for each request, and its part in the figures.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::caller::REQUEST_ID;
use crate::state::AppState;

/// What no route answers.
const NO_ROUTE: &str = "none";

/// Routes that something asks for every few seconds: each a line, where more than usual is logged.
const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Counts, times and logs a request: by its route, since an address has what somebody looks for, and without whose it is.
pub(crate) async fn observe(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or(NO_ROUTE, |path| match path.as_str() {
        "/" => "/",
        path => path.trim_end_matches('/'),
    });
    let route = route.to_owned();
    let id = request.headers().get(REQUEST_ID);
    let id = id
        .and_then(|id| id.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let span = tracing::error_span!("request", id);
    let response = next.run(request).instrument(span).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    // What is no method of HTTP's own would make as many labels as somebody likes.
    let method = match method.as_str() {
        known @ ("GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "DELETE" | "PATCH") => known,
        _ => "other",
    };
    state.metrics.count_request(method, &route, status, took);
    let ms = took.as_micros() as f64 / 1000.0;
    if PROBES.contains(&route.as_str()) {
        tracing::debug!(method, route, status, ms, request_id = id, "answered");
    } else {
        tracing::info!(method, route, status, ms, request_id = id, "answered");
    }
    response
}
