//! From when on a generation is behind its source, and which API tells what came since.

use catalogue::Date;
use jiff::SignedDuration;
use search_index::{Direction, Manifest, SearchRequest, Searcher, Sort, SortField, SyncState};
use url::Url;

use super::moments::before;
use crate::error::Error;
use crate::source::{DEFAULT_API, Source};

/// How much older than its newest record a file may be: dates are days in some of them, and producers round up.
pub(super) const FILE_MARGIN: SignedDuration = SignedDuration::from_hours(24);

/// How many records are looked at for one that is not dated in the future.
const MOST_LOOKED_AT: usize = 10_000;
const PAGE: usize = 1_000;

/// Returns how far the generation has followed its source, and the API to follow: the one that is asked for, else the one
/// that was followed last, else the one that the generation was built from.
pub(super) fn state(
    manifest: &Manifest,
    searcher: &Searcher,
    asked: Option<&Url>,
) -> Result<(SyncState, Url), Error> {
    let sources: Vec<Source> = (manifest.sources.iter())
        .filter_map(|source| source.parse().ok())
        .collect();
    let built_from = sources.iter().find_map(|source| match source {
        Source::Api(url) => Some(url.clone()),
        _ => None,
    });
    let followed = manifest
        .sync
        .as_ref()
        .and_then(|sync| sync.source.parse().ok());
    let api = asked.cloned().or(followed).or_else(|| built_from.clone());
    let api = match api {
        Some(api) => api,
        None => DEFAULT_API.parse().map_err(|_| Error::NoSource)?,
    };
    if let Some(state) = &manifest.sync
        && state.source == api.as_str()
    {
        return Ok((state.clone(), api));
    }
    // What another API told says nothing of this one.
    let began_at = if built_from.as_ref() == Some(&api) {
        manifest.fetched_at
    } else {
        let newest = newest(searcher, manifest.fetched_at)?;
        before(newest.unwrap_or(manifest.fetched_at), FILE_MARGIN)
    };
    let state = SyncState {
        source: api.to_string(),
        changed_until: began_at,
        ids_checked_at: Some(began_at),
        sitemaps_checked_at: None,
        sitemaps_until: None,
        sitemaps: std::collections::BTreeMap::new(),
        removed: (manifest.sync.as_ref()).map_or_else(Vec::new, |sync| sync.removed.clone()),
        synced_at: None,
    };
    Ok((state, api))
}

/// Returns the latest date of a record that is not later than that moment: the source is no older than that.
fn newest(searcher: &Searcher, at_most: Date) -> Result<Option<Date>, Error> {
    let mut request = SearchRequest {
        sort: Sort::By(SortField::LastUpdate, Direction::Descending),
        page_size: PAGE,
        facets: Vec::new(),
        ..SearchRequest::default()
    };
    for page in 1..=MOST_LOOKED_AT / PAGE {
        request.page = page;
        let found = searcher.search(&request)?;
        let dates = found.hits.iter().filter_map(|found| found.hit.last_update);
        if let Some(date) = dates.filter(|date| *date <= at_most).max() {
            return Ok(Some(date));
        }
        if found.hits.len() < PAGE {
            break;
        }
    }
    Ok(None)
}
