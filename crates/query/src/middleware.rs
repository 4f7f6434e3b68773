//! What every request passes through.

use axum::Router;
use axum::middleware::from_fn_with_state;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

use crate::caller;
use crate::conditional::revalidate;
use crate::headers;
use crate::observe::observe;
use crate::state::AppState;

/// No request has a body that matters.
const MAX_BODY_BYTES: usize = 65_536;

/// Puts the middleware around the routes; the first one listed sees a request first.
pub(crate) fn wrap(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    routes.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(state.clone(), caller::identify))
            .layer(from_fn_with_state(state.clone(), headers::add))
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(from_fn_with_state(state.clone(), observe))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(from_fn_with_state(state.clone(), caller::admit))
            .layer(from_fn_with_state(state.clone(), revalidate))
            .layer(CompressionLayer::new())
            .layer(CatchPanicLayer::new())
            .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES)),
    )
}
