//! The results of searches without words and filters: everybody's first page, and the dearest one to count.

use std::sync::{Arc, Mutex};

use jiff::civil;

use crate::covering::Covering;
use crate::facet::FacetCounts;
use crate::ranking::RankedHit;
use crate::request::SearchRequest;

/// At most so many searches are cached: they differ in order, facets and folding.
const MAX_SEARCHES: usize = 16;

/// Searches that reach beyond so many hits are not cached.
const MAX_HITS: usize = 200;

/// Results, ready to be shown but for the hits' texts.
pub(super) struct CachedResults {
    pub total: u64,
    pub complete_total: u64,
    pub total_with_most: u64,
    pub mentions_total: u64,
    pub total_records: u64,
    pub hits: Vec<RankedHit>,
    pub facets: Vec<FacetCounts>,
    pub covering: Option<Covering>,
}

/// The cached searches, the latest last. They belong to a day, because the counts of the last update do, and live as
/// long as the generation is open.
#[derive(Default)]
pub(super) struct ResultCache(Mutex<Vec<(civil::Date, SearchRequest, Arc<CachedResults>)>>);

impl ResultCache {
    /// Returns the results of this search on that day.
    pub fn get(&self, today: civil::Date, search: &SearchRequest) -> Option<Arc<CachedResults>> {
        let searches = self.0.lock().ok()?;
        let mut of_today = searches.iter().filter(|(day, ..)| *day == today);
        let found = of_today.find(|(_, known, _)| known == search);
        found.map(|(.., found)| Arc::clone(found))
    }

    /// Keeps the results of a search; the oldest ones make room.
    pub fn keep(&self, today: civil::Date, search: SearchRequest, found: &Arc<CachedResults>) {
        if let Ok(mut searches) = self.0.lock() {
            searches.retain(|(day, known, _)| *day == today && *known != search);
            if searches.len() == MAX_SEARCHES {
                searches.remove(0);
            }
            searches.push((today, search, Arc::clone(found)));
        }
    }
}

/// Returns the search to cache in the place of this one, `None` where it is not cached: the same one, with all hits of
/// the first pages, so that these are one search.
pub(super) fn cached_search(request: &SearchRequest) -> Option<SearchRequest> {
    let default = SearchRequest::default();
    let n_hits = request.page.saturating_mul(request.page_size);
    let is_plain = request.query.trim().is_empty()
        && request.ids.is_empty()
        && request.filters == default.filters
        && request.all_of.is_empty()
        && request.temporal_coverage.is_none()
        && request.covers.is_none()
        && request.updated_since.is_none()
        && request.created_since.is_none()
        && request.sample.is_none()
        && request.copies_of.is_none()
        && request.series.is_none()
        && request.among.is_none();
    (is_plain && n_hits <= MAX_HITS).then(|| SearchRequest {
        query: String::new(),
        required_words: None,
        mentions: None,
        page: 1,
        page_size: MAX_HITS,
        highlights: true,
        ..request.clone()
    })
}
