//! What the handlers share: the index, and how the application is served.

use std::sync::Arc;
use std::time::Duration;

use search_index::{SearchRequest, SearchResults, Searcher};

use crate::error::Error;
use crate::live_index::LiveIndex;
use crate::sync_figures::SyncFigures;

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
    /// How the syncs of this process go; `None` where it does not sync.
    pub sync: Option<Arc<SyncFigures>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            request_timeout: Duration::from_secs(10),
            sync: None,
        }
    }
}

impl AppState {
    /// Returns the open generation.
    pub(crate) fn searcher(&self) -> Result<Arc<Searcher>, Error> {
        self.index.searcher().ok_or(Error::Unavailable)
    }

    /// Searches on a thread of its own: a search is work for a processor, and must not hold up other requests.
    pub(crate) async fn search(
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

/// Does work for a processor on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Internal(Box::new(error)))?
}
