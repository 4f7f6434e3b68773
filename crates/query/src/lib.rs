#![doc = include_str!("../README.md")]

mod api;
mod assets;
mod datagouv;
mod error;
mod export;
mod facets;
mod feed;
mod health;
mod json_ld;
mod language;
mod live_index;
mod middleware;
mod openapi;
mod opensearch;
mod pages;
pub mod params;
mod sitemap;
mod suggest;
mod xml;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use search_index::{SearchRequest, SearchResults, Searcher};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use api::SearchAnswer;
pub use error::Error;
pub use live_index::LiveIndex;

/// What the handlers share.
#[derive(Clone)]
pub struct AppState {
    /// The index.
    pub index: Arc<LiveIndex>,
    /// The limits and the address.
    pub config: Arc<Config>,
}

/// How the application is served.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address that users see, without a final slash; without it, links are made from each request's host.
    pub public_url: Option<String>,
    /// A request that takes longer is answered with 503.
    pub request_timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            request_timeout: Duration::from_secs(10),
        }
    }
}

/// Returns the application: every route, with its middleware.
pub fn app(state: AppState) -> Router {
    let routes = Router::from(described_routes())
        // What pages load and what robots ask for: nothing that a program would call.
        .route("/static/{version}/{file}", get(assets::file))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(sitemap::robots))
        .fallback(pages::not_found);
    middleware::wrap(routes, &state.config).with_state(state)
}

/// Returns the routes with their description: a handler brings its path along, so that neither can lack the other.
fn described_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::Description::openapi())
        .routes(routes!(pages::search))
        .routes(routes!(pages::facet))
        .routes(routes!(pages::dataset))
        .routes(routes!(pages::dataservice))
        .routes(routes!(api::search))
        .routes(routes!(facets::facet))
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
}

impl AppState {
    fn searcher(&self) -> Result<Arc<Searcher>, Error> {
        self.index.searcher().ok_or(Error::Unavailable)
    }

    /// Searches on a thread of its own: a search is work for a processor, and must not hold up other requests.
    async fn search(
        &self,
        request: SearchRequest,
    ) -> Result<(SearchRequest, SearchResults), Error> {
        let searcher = self.searcher()?;
        blocking(move || {
            let results = searcher.search(&request)?;
            Ok((request, results))
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Internal(Box::new(error)))?
}
