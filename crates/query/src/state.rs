//! What the handlers share: the index, how the application is served, and who may work on the index now.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use search_index::{SearchRequest, SearchResults, Searcher, UnknownValue};

use crate::admission::{Admission, Limits};
use crate::error::Error;
use crate::live_index::LiveIndex;
use crate::metrics::Metrics;
use crate::places::{ClientAddress, Places};
use crate::proxies::TrustedProxies;
use crate::query_log::QueryLog;
use crate::rate_limit::RateLimit;
use crate::searches::Searches;
use crate::sync_figures::SyncFigures;
use crate::unknown_values::with_known_values;

/// Exports at the same time. Each holds some hundred kilobytes, and 12 bytes for each result.
const EXPORTS: usize = 64;

/// Requests at once through proxies, unless more or less are asked for.
const REQUESTS: usize = 4096;

/// What the handlers share.
#[derive(Clone)]
pub struct AppState {
    /// The index.
    pub(crate) index: Arc<LiveIndex>,
    /// The address.
    pub(crate) config: Arc<Config>,
    pub(crate) admission: Arc<Admission>,
    /// For exports, which readers may make last for hours.
    pub(crate) export_places: Arc<Places>,
    /// For requests of clients behind proxies.
    pub(crate) request_places: Arc<Places>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) searches: Searches,
    pub(crate) rate_limit: Option<Arc<RateLimit>>,
}

/// How the application is served.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address that users see, without a final slash; without it, links are made from each request's host.
    pub public_url: Option<String>,
    /// How much is worked on at once, and for how long.
    pub limits: Limits,
    /// The proxies whose word is taken for who asks and at which address.
    pub trusted_proxies: TrustedProxies,
    /// Requests at once through these proxies; a client may make as many as are left free.
    pub max_requests: usize,
    /// Requests of a client a minute; as many as it likes where that is `None`.
    pub requests_per_minute: Option<NonZeroU32>,
    /// When the program that answers was made: what it answers may have changed then.
    pub program_changed_at: Option<SystemTime>,
    /// A search that takes longer is logged, with its words and its plan; none where that is `None`.
    pub slow_search: Option<Duration>,
    /// Where searches are noted, without who asked; nowhere where that is `None`.
    pub query_log: Option<Arc<QueryLog>>,
    /// Whether `/metrics` is for [`admin`](crate::admin) alone.
    pub metrics_apart: bool,
    /// How the syncs of this process go; `None` where it does not sync.
    pub sync: Option<Arc<SyncFigures>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            limits: Limits::default(),
            trusted_proxies: TrustedProxies::default(),
            max_requests: REQUESTS,
            requests_per_minute: None,
            program_changed_at: None,
            slow_search: None,
            query_log: None,
            metrics_apart: false,
            sync: None,
        }
    }
}

impl AppState {
    /// Returns the state of an application that serves an index.
    #[must_use]
    pub fn new(index: Arc<LiveIndex>, config: Config) -> Self {
        let metrics = Arc::new(Metrics::new());
        Self {
            index,
            admission: Arc::new(Admission::new(config.limits, Arc::clone(&metrics))),
            searches: Searches {
                metrics: Arc::clone(&metrics),
                slow_after: config.slow_search,
                log: config.query_log.clone(),
            },
            metrics,
            export_places: Places::new(EXPORTS),
            request_places: Places::new(config.max_requests),
            rate_limit: (config.requests_per_minute).map(|n| Arc::new(RateLimit::per_minute(n))),
            config: Arc::new(config),
        }
    }

    /// Returns the open generation.
    pub(crate) fn searcher(&self) -> Result<Arc<Searcher>, Error> {
        self.index.searcher().ok_or(Error::Unavailable)
    }

    /// Does work for a processor on a thread of its own, once there is a place: it must not hold up other requests. It stops
    /// where nobody waits for it any more.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.admission.run(work).await
    }

    /// Searches for a client, and returns the search with the values that the index does not know.
    pub(crate) async fn search(
        &self,
        client: ClientAddress,
        request: SearchRequest,
    ) -> Result<(SearchRequest, Vec<UnknownValue>, SearchResults), Error> {
        let searcher = self.searcher()?;
        let searches = self.searches.clone();
        let work = move || {
            let (request, unknown) = with_known_values(&searcher, request)?;
            let results = searches.search_for(client, &searcher, &request)?;
            Ok((request, unknown, results))
        };
        self.run(work).await
    }
}
