#![doc = include_str!("../README.md")]

mod api;
mod assets;
mod error;
mod french;
mod health;
mod live_index;
mod middleware;
mod pages;
pub mod params;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use search_index::{SearchRequest, SearchResults, Searcher};

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
    let routes = Router::new()
        .route("/", get(pages::search))
        .route("/datasets/{id_or_slug}", get(pages::dataset))
        .route("/dataservices/{id_or_slug}", get(pages::dataservice))
        .route("/api/search", get(api::search))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/static/{version}/{file}", get(assets::file))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(assets::robots))
        .fallback(pages::not_found);
    middleware::wrap(routes, &state.config).with_state(state)
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
