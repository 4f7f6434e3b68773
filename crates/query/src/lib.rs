#![cfg_attr(test, allow(clippy::too_many_lines, reason = "a test may be a table"))]
#![doc = include_str!("../README.md")]

mod addresses;
mod admission;
mod api;
mod assets;
mod caller;
mod conditional;
mod copied_addresses;
mod datagouv;
mod error;
mod export;
mod facets;
mod feed;
mod fields;
mod figures;
#[doc(hidden)]
pub mod fuzzing;
mod headers;
mod health;
mod json_ld;
mod language;
mod live_index;
mod mask;
mod metrics;
mod middleware;
mod observe;
mod openapi;
mod opensearch;
mod pages;
pub mod params;
mod places;
mod problem;
mod proxies;
mod query_log;
mod queue;
mod rate_limit;
mod rdf;
mod searches;
mod sitemap;
mod state;
mod suggest;
mod sync_figures;
mod unknown_values;
mod xml;

use axum::routing::get;
use axum::{Extension, Router};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use middleware::Readers;
use openapi::Document;

pub use admission::Limits;
pub use api::SearchAnswer;
pub use error::Error;
pub use headers::security_headers;
pub use live_index::LiveIndex;
pub use places::{ClientAddress, Place, Places};
pub use proxies::{PeerAddress, TrustedProxies};
pub use query_log::{LoggedSearch, QueryLog};
pub use state::{AppState, Config};
pub use sync_figures::SyncFigures;

/// Returns the application: every route, with its middleware.
pub fn app(state: AppState) -> Router {
    assets::prepare();
    let (routes, description) = described_routes().split_for_parts();
    let routes = routes
        .layer(Extension(Document::new(description)))
        // What pages load and what robots ask for: nothing that a program would call.
        .route("/static/{version}/{file}", get(assets::file))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(sitemap::robots))
        .method_not_allowed_fallback(pages::method_not_allowed)
        .fallback(pages::not_found);
    middleware::wrap(routes, &state, Readers::World).with_state(state)
}

/// Returns what is served apart from the world, where that is asked for ([`Config::metrics_apart`]): health and figures.
pub fn admin(state: AppState) -> Router {
    let (routes, _) = OpenApiRouter::new()
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(figures::metrics))
        .split_for_parts();
    let routes = routes
        .layer(Extension(figures::Apart))
        .fallback(pages::not_found);
    middleware::wrap(routes, &state, Readers::Operator).with_state(state)
}

/// Returns the routes with their description: a handler brings its path along, so that neither can lack the other.
fn described_routes() -> OpenApiRouter<AppState> {
    let mut description = openapi::Description::openapi();
    description.merge(facets::crossed::CsvPath::openapi());
    OpenApiRouter::with_openapi(description)
        .routes(routes!(pages::search))
        .routes(routes!(pages::facet))
        .routes(routes!(pages::dataset))
        .routes(routes!(pages::dataservice))
        .routes(routes!(pages::organization))
        .routes(routes!(api::entry::entry))
        .routes(routes!(api::search))
        .routes(routes!(api::changes::changes))
        .routes(routes!(api::facet_list::facets))
        .routes(routes!(facets::facet))
        .routes(routes!(facets::crossed::crossed))
        .routes(routes!(api::record::dataset))
        .routes(routes!(api::record::dataservice))
        .routes(routes!(feed::atom))
        .routes(routes!(export::csv))
        .routes(routes!(export::jsonl))
        .routes(routes!(sitemap::index))
        .routes(routes!(sitemap::sitemap))
        .routes(routes!(opensearch::description))
        .routes(routes!(suggest::suggest))
        .merge(datagouv::routes())
        .routes(routes!(openapi::openapi))
        .routes(routes!(pages::docs))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(figures::metrics))
}

/// Returns the description of all routes.
#[cfg(test)]
fn document() -> Document {
    Document::new(described_routes().into_openapi())
}
