//! What the searches without words and filters found: everybody's first page, and the dearest one to count.

use std::sync::{Arc, Mutex};

use jiff::civil;

use crate::facet::FacetCounts;
use crate::ranking::RankedHit;
use crate::request::SearchRequest;

/// At most so many searches are remembered: they differ in order, facets and folding.
const MAX_SEARCHES: usize = 16;

/// Searches that reach beyond so many hits are not remembered.
const MAX_HITS: usize = 200;

/// Results, ready to be shown but for the hits' texts.
pub(super) struct Remembered {
    pub total: u64,
    pub total_records: u64,
    pub hits: Vec<RankedHit>,
    pub facets: Vec<FacetCounts>,
}

/// The searches remembered, the latest last. They belong to a day, because the ranges of days do, and live as long as
/// the generation is open.
#[derive(Default)]
pub(super) struct Memo(Mutex<Vec<(civil::Date, SearchRequest, Arc<Remembered>)>>);

impl Memo {
    /// Returns what this search found on that day.
    pub fn get(&self, today: civil::Date, search: &SearchRequest) -> Option<Arc<Remembered>> {
        let searches = self.0.lock().ok()?;
        let mut of_today = searches.iter().filter(|(day, ..)| *day == today);
        let found = of_today.find(|(_, known, _)| known == search);
        found.map(|(.., found)| Arc::clone(found))
    }

    /// Keeps what a search found.
    pub fn keep(&self, today: civil::Date, search: SearchRequest, found: &Arc<Remembered>) {
        if let Ok(mut searches) = self.0.lock() {
            searches.retain(|(day, known, _)| *day == today && *known != search);
            if searches.len() == MAX_SEARCHES {
                searches.remove(0);
            }
            searches.push((today, search, Arc::clone(found)));
        }
    }
}

/// Returns the search to remember in the place of this one; `None` for those that are not remembered. It has the first
/// hits, so that the first pages are one search.
pub(super) fn remembered(request: &SearchRequest) -> Option<SearchRequest> {
    let default = SearchRequest::default();
    let n_hits = request.page.saturating_mul(request.page_size);
    let is_plain = request.query.trim().is_empty()
        && request.filters == default.filters
        && request.all_of.is_empty()
        && request.temporal_coverage.is_none()
        && request.copies_of.is_none()
        && request.among.is_none();
    (is_plain && n_hits <= MAX_HITS).then(|| SearchRequest {
        query: String::new(),
        page: 1,
        page_size: MAX_HITS,
        ..request.clone()
    })
}
