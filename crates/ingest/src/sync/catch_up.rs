//! What a rebuild takes beside its sources where sync has brought more than these hold.
//!
//! An export of this morning is older than last night's sync. So what changed since the date of the source is fetched from
//! the API that was followed, and taken in front of the source. What sync has found by other ways than the order of the
//! lists (sitemaps, all ids) is taken from the live generation, and what it has removed is passed over.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalogue::{Date, Record, RecordType};
use search_index::{Facet, Generations, SearchRequest, Searcher, SyncState};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::changes;
use super::cursor::FILE_MARGIN;
use super::gathering::{Gathered, Gathering, modified};
use super::moments::before;
use super::spool::Spool;
use super::upstream::{Upstream, followed_lists};
use crate::client::Client;
use crate::error::Error;
use crate::progress::Progress;
use crate::source::newest_in_file;
use crate::threads::blocking;

/// What a rebuild takes in front of its sources, and passes over in them.
pub(crate) struct CaughtUp {
    /// The records that changed since, as files of API objects.
    pub(crate) files: Vec<PathBuf>,
    /// From when on the changes that the live generation holds are to be kept, where no file has them.
    pub(crate) kept_since: Option<Date>,
    /// The records that are gone since.
    pub(crate) gone: Vec<(RecordType, String)>,
    /// How far the new generation follows the API.
    pub(crate) state: SyncState,
    /// What the files lie in: they go with it.
    spools: Vec<Spool>,
}

/// The files that a rebuild reads, each with its name.
pub(crate) type SourceFiles = Vec<(String, PathBuf)>;

/// Returns how far the live generation has followed an API, where it does.
pub(crate) fn followed(index: &Path) -> Option<SyncState> {
    let generations = Generations::at(index);
    let live = generations.live().ok()??;
    let state = generations.manifest_with_sync(&live).ok()?.sync?;
    // A harvest has a state too, and nobody who follows.
    state.synced_at.is_some().then_some(state)
}

/// Returns what a rebuild from these files needs beside them. The caller must hold the index's lock.
pub(crate) async fn catch_up(
    (index, state): (&Path, SyncState),
    files: SourceFiles,
    client: &Client,
    progress: &Arc<dyn Progress>,
    stop: &CancellationToken,
) -> Result<CaughtUp, Error> {
    let (source_name, dated) = date_of(files).await?;
    let removed = state.removed.clone();
    let mut caught_up = CaughtUp {
        files: Vec::new(),
        kept_since: None,
        gone: Vec::new(),
        state: SyncState {
            changed_until: dated,
            ids_checked_at: Some(dated),
            sitemaps_checked_at: None,
            sitemaps_until: None,
            sitemaps: std::collections::BTreeMap::new(),
            removed: (removed.into_iter())
                .filter(|removed| removed.removed_at >= dated)
                .collect(),
            ..state.clone()
        },
        spools: Vec::new(),
    };
    if dated >= state.changed_until {
        return Ok(caught_up);
    }
    tracing::info!(
        source = source_name,
        %dated,
        "the source is older than what sync has brought: what changed since is fetched"
    );
    let cannot = |error: Error| match error {
        Error::Cancelled => Error::Cancelled,
        error => Error::CannotCatchUp {
            source_name: source_name.clone(),
            dated,
            source: Box::new(error),
        },
    };
    let fetching = fetch(index, &state.source, dated, (client, progress, stop));
    let fetched = stop.run_until_cancelled(fetching).await;
    let (gathered, asked_at) = fetched.unwrap_or(Err(Error::Cancelled)).map_err(cannot)?;
    caught_up.state.changed_until = asked_at;
    let gone = gathered
        .gone
        .into_iter()
        .map(|gone| (gone.record_type, gone.id));
    caught_up.gone = gone.collect();
    let removed = caught_up.state.removed.iter();
    caught_up
        .gone
        .extend(removed.map(|removed| (removed.record_type.clone(), removed.id.clone())));
    for mut spool in gathered.spools.into_values() {
        if spool.n_records() > 0 {
            caught_up.files.push(spool.complete()?);
            caught_up.spools.push(spool);
        }
    }
    caught_up.kept_since = Some(dated);
    Ok(caught_up)
}

/// Returns the oldest of the files, and its date.
async fn date_of(files: SourceFiles) -> Result<(String, Date), Error> {
    blocking(move || {
        let mut oldest: Option<(String, Date)> = None;
        for (name, path) in files {
            let newest = newest_in_file(&path, &name)?;
            let dated = before(newest, FILE_MARGIN);
            if oldest.as_ref().is_none_or(|(_, date)| dated < *date) {
                oldest = Some((name, dated));
            }
        }
        oldest.ok_or(Error::NoSource)
    })
    .await
}

/// Fetches what changed at the API since that moment. Returns it with the time at which that began.
async fn fetch(
    index: &Path,
    api: &str,
    since: Date,
    (client, progress, stop): (&Client, &Arc<dyn Progress>, &CancellationToken),
) -> Result<(Gathered, Date), Error> {
    let base: Url = api.parse().map_err(|_| Error::NoSuchApi {
        url: api.to_owned(),
    })?;
    progress.source_started(base.as_str());
    let upstream = Upstream {
        base,
        client: client.clone(),
        progress: Arc::clone(progress),
        stop: stop.clone(),
    };
    let asked_at = upstream.server_time(Date::now()).await?;
    let mut gathering = Gathering::new(&upstream, None, asked_at, index)?;
    for list in followed_lists() {
        changes::gather(&mut gathering, &list, since).await?;
    }
    let n_failed = gathering.n_failed();
    if n_failed > 0 {
        return Err(Error::RecordsFailed {
            n_records: n_failed,
        });
    }
    Ok((gathering.end(), asked_at))
}

/// Hands each record of the live generation to `take` that the platform changed since that moment. Blocks.
pub(crate) fn each_changed(
    index: &Path,
    since: Date,
    stop: &CancellationToken,
    mut take: impl FnMut(Record) -> Result<(), Error>,
) -> Result<(), Error> {
    let searcher = Arc::new(Searcher::open(index)?);
    let request = SearchRequest::default().without(Facet::Archived);
    let mut records = searcher.export(&request)?;
    while let Some(record) = records.next_record()? {
        if stop.is_cancelled() {
            return Err(Error::Cancelled);
        }
        if modified(&record).is_some_and(|date| date >= since) {
            take(record)?;
        }
    }
    Ok(())
}
