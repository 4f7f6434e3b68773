//! Searches that people and programs ask for: timed by phase, and told where they are slow.

use std::sync::Arc;
use std::time::Duration;

use search_index::{SearchRequest, SearchResults, Searcher};

use crate::error::Error;
use crate::metrics::Metrics;
use crate::params::to_query_string;
use crate::places::ClientAddress;
use crate::query_log::QueryLog;

/// Searches, and keeps figures of it.
#[derive(Clone)]
pub(crate) struct Searches {
    pub metrics: Arc<Metrics>,
    /// A search that takes longer is told with its words and its plan; none where that is `None`.
    pub slow_after: Option<Duration>,
    /// Where searches are noted that a person or program asks for, if they are.
    pub log: Option<Arc<QueryLog>>,
}

impl Searches {
    /// Searches.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn search(
        &self,
        searcher: &Searcher,
        request: &SearchRequest,
    ) -> Result<SearchResults, Error> {
        self.run(searcher, request)
    }

    /// Searches for a client, and notes the search where searches are noted.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn search_for(
        &self,
        client: ClientAddress,
        searcher: &Searcher,
        request: &SearchRequest,
    ) -> Result<SearchResults, Error> {
        let results = self.run(searcher, request)?;
        if let Some(log) = &self.log {
            log.note(request, &results, client);
        }
        Ok(results)
    }

    fn run(&self, searcher: &Searcher, request: &SearchRequest) -> Result<SearchResults, Error> {
        let results = searcher.search(request)?;
        self.metrics.count_search(&results.phases);
        if self.slow_after.is_some_and(|limit| results.took > limit) {
            tell_slow(request, &results);
        }
        Ok(results)
    }
}

fn tell_slow(request: &SearchRequest, results: &SearchResults) {
    let ms = |time: Duration| time.as_micros() as f64 / 1000.0;
    tracing::warn!(
        ms = ms(results.took),
        understand_ms = ms(results.phases.understand),
        find_ms = ms(results.phases.find),
        read_ms = ms(results.phases.read),
        total = results.total,
        total_with_most = results.total_with_most,
        request = to_query_string(request),
        plan = ?results.understanding,
        "a search was slow"
    );
}
