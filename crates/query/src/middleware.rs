//! What every request passes through.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use axum::middleware::from_fn_with_state;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer, Vary};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

use crate::caller::{self, REQUEST_ID};
use crate::conditional::revalidate;
use crate::copied_addresses;
use crate::headers;
use crate::observe::observe;
use crate::problem;
use crate::state::AppState;

/// No request has a body that matters.
const MAX_BODY_BYTES: usize = 65_536;

/// The longest time that a browser remembers what a page may ask.
const PREFLIGHT_KEPT: Duration = Duration::from_hours(24);

/// Whom an application is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Readers {
    /// Everybody, the pages of others in a browser among them.
    World,
    /// Whoever watches the process.
    Operator,
}

/// Lets pages of other origins read: all is public, and nothing is sent that tells who asks.
fn open_to_pages() -> CorsLayer {
    let asked = ["x-fields", "x-get-datasets-full-objects", REQUEST_ID];
    let told = [
        "x-total-with-most",
        "x-mentions-total",
        "x-total",
        "x-values-left-out",
        "x-by-values-left-out",
        "x-records-left-out",
        REQUEST_ID,
    ];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers(
            [
                header::ACCEPT,
                header::CONTENT_TYPE,
                header::IF_NONE_MATCH,
                header::IF_MODIFIED_SINCE,
            ]
            .into_iter()
            .chain(asked.map(HeaderName::from_static))
            .collect::<Vec<_>>(),
        )
        .expose_headers(
            [
                header::ETAG,
                header::RETRY_AFTER,
                header::CONTENT_DISPOSITION,
            ]
            .into_iter()
            .chain(told.map(HeaderName::from_static))
            .collect::<Vec<_>>(),
        )
        .max_age(PREFLIGHT_KEPT)
        // Every origin gets the same.
        .vary(Vary::list([]))
}

/// Puts the middleware around the routes; the first one listed sees a request first.
pub(crate) fn wrap(
    routes: Router<AppState>,
    state: &AppState,
    readers: Readers,
) -> Router<AppState> {
    routes.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(state.clone(), caller::identify))
            .layer(from_fn_with_state(state.clone(), headers::add))
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(from_fn_with_state(state.clone(), observe))
            .layer(PropagateRequestIdLayer::x_request_id())
            .option_layer(matches!(readers, Readers::World).then(open_to_pages))
            .layer(from_fn_with_state(state.clone(), caller::admit))
            .layer(from_fn_with_state(state.clone(), revalidate))
            .layer(from_fn_with_state(state.clone(), copied_addresses::follow))
            .layer(CompressionLayer::new())
            .layer(CatchPanicLayer::new())
            .layer(from_fn_with_state(state.clone(), problem::describe))
            .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES)),
    )
}
