//! Follows an API: fetches what changed there since the live generation, and publishes a generation with it.
//!
//! ```text
//! changes    newest first, by change and by creation, as far back as the generation is up to date     at each sync
//! sitemap    edits that move a record in no list                                                       where it is due
//! ids        all of them, with their dates: what is gone, and what the others have missed              where it is due
//! gathering  which records are wanted, and whole records on disk (spool)
//! publishing the records go into a generation beside the live one
//! cursor     from when on all this is needed
//! catch_up   the same for a rebuild whose source is older than what sync has brought
//! ```
//!
//! Nothing holds the index's lock while it is fetched. Where another generation became live meanwhile, a sync begins anew.

mod catch_up;
mod changes;
mod cursor;
mod gathering;
mod ids;
mod moments;
mod publishing;
mod sitemap;
mod spool;
mod upstream;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::Date;
use search_index::{
    BuildOptions, Facet, GenerationUpdate, Manifest, SearchRequest, Searcher, SyncState,
};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use url::Url;

pub(crate) use self::catch_up::{CaughtUp, SourceFiles, catch_up, each_changed, followed};
use self::gathering::{Gathered, Gathering, Held};
use self::moments::OVERLAP;
use self::publishing::{Outcome, publish};
use self::sitemap::SitemapsRead;
use self::upstream::{Upstream, followed_lists};
use crate::client::{Client, ClientOptions};
use crate::empty_folders::EmptyFolders;
use crate::error::Error;
use crate::part_file::remove_leftovers;
use crate::progress::{Phase, Progress};
use crate::threads::blocking;

/// How often a sync begins anew where the index was changed meanwhile.
const ATTEMPTS: usize = 3;

/// What to follow, and how.
#[derive(Debug, Clone)]
pub struct SyncOptions {
    /// The index's directory.
    pub index: PathBuf,
    /// The base of the API; unless it is given, the one that was followed last or that the generation was built from.
    pub api: Option<Url>,
    /// How the API is asked.
    pub client: ClientOptions,
    /// How long the fetching may take.
    pub deadline: Duration,
    /// How often all ids are walked.
    pub ids_every: Duration,
    /// How often the sitemaps are looked at.
    pub sitemaps_every: Duration,
    /// How the generation is built.
    pub build: BuildOptions,
}

/// How often all ids are walked unless it is said.
pub const DEFAULT_IDS_EVERY: Duration = Duration::from_hours(24);

/// How often the sitemaps are looked at unless it is said.
pub const DEFAULT_SITEMAPS_EVERY: Duration = Duration::from_hours(1);

/// Whether all ids were walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IdsWalk {
    /// It was not due.
    NotDue,
    /// All of them.
    Complete,
    /// Pages did not come: nothing was removed because it was not seen.
    WithHoles,
}

/// What a sync has done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SyncReport {
    /// The live generation.
    pub generation: String,
    /// Whether it is a new one.
    pub published: bool,
    /// How many records were looked at because they may have changed.
    pub found: u64,
    /// How many had changed.
    pub changed: u64,
    /// How many the index did not have.
    pub new: u64,
    /// How many are gone.
    pub removed: u64,
    /// How many were as the index has them.
    pub unchanged: u64,
    /// How many could not be read; the index keeps what it had.
    pub rejected: u64,
    /// How many did not come, for all the retries; the next sync asks for them.
    pub failed: u64,
    /// Whether all ids were walked.
    pub ids: IdsWalk,
    /// How many requests were made.
    pub requests: u64,
    /// How long it took.
    pub seconds: f64,
    /// All that changed at the API before this moment is in the generation.
    pub cursor: Date,
}

/// Brings the live generation up to date with an API.
///
/// # Errors
///
/// Fails, with the index as it was before, where the API does not answer or gives something else, where far more records
/// are gone than may be, where another build holds the index, or when `cancel` says so.
pub async fn sync(
    options: SyncOptions,
    progress: Arc<dyn Progress>,
    cancel: CancellationToken,
) -> Result<SyncReport, Error> {
    // Dropped after all that may write there.
    let _empty_folders = EmptyFolders::of(&options.index);
    let mut attempt = 1;
    loop {
        let stop = cancel.child_token();
        let _stop_at_end = stop.clone().drop_guard();
        match sync_once(&options, &progress, &stop).await {
            Err(Error::IndexChanged) if attempt < ATTEMPTS => {
                tracing::info!("the index was changed meanwhile: the sync begins anew");
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

async fn sync_once(
    options: &SyncOptions,
    progress: &Arc<dyn Progress>,
    stop: &CancellationToken,
) -> Result<SyncReport, Error> {
    let started = Instant::now();
    let (index, build) = (options.index.clone(), options.build.clone());
    let held = blocking(move || look(&index, build)).await?;
    if held.manifest.is_sample() {
        return Err(Error::FollowsNothing);
    }
    let (state, api) = cursor::state(&held.manifest, &held.searcher, options.api.as_ref())?;
    let upstream = Upstream {
        base: api,
        client: Client::new(options.client.clone(), Arc::clone(progress))?,
        progress: Arc::clone(progress),
        stop: stop.clone(),
    };
    progress.phase(Phase::Reading);
    progress.source_started(upstream.base.as_str());
    let fetching = fetch(options, &upstream, &held, state);
    let fetched = tokio::select! {
        fetched = fetching => fetched?,
        () = stop.cancelled() => return Err(Error::Cancelled),
        () = tokio::time::sleep(options.deadline) => return Err(Error::SyncDeadline {
            source_name: upstream.base.to_string(),
            deadline: options.deadline,
        }),
    };
    progress.phase(Phase::Publishing);
    let Fetched {
        gathered,
        state,
        ids,
        asked_at,
    } = fetched;
    let (index, build) = (options.index.clone(), options.build.clone());
    let (failed, stop) = (gathered.n_failed, stop.clone());
    let before = held.manifest.generation.clone();
    let (manifest, outcome) =
        blocking(move || publish((&index, build), &held, gathered, (state, asked_at), &stop))
            .await?;
    let requests = upstream.client.n_requests();
    Ok(report(
        &before,
        manifest,
        outcome,
        (failed, ids),
        (requests, started),
    ))
}

fn report(
    before: &str,
    manifest: Manifest,
    outcome: Outcome,
    (failed, ids): (u64, IdsWalk),
    (requests, started): (u64, Instant),
) -> SyncReport {
    let Outcome {
        new,
        changed,
        unchanged,
        removed,
        rejected,
    } = outcome;
    SyncReport {
        published: manifest.generation != before,
        found: new + changed + unchanged + removed + rejected + failed,
        changed,
        new,
        removed,
        unchanged,
        rejected,
        failed,
        ids,
        requests,
        seconds: (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
        cursor: (manifest.sync.as_ref()).map_or(manifest.fetched_at, |sync| sync.changed_until),
        generation: manifest.generation,
    }
}

/// Looks at what the live generation holds. Blocks.
fn look(index: &Path, build: BuildOptions) -> Result<Held, Error> {
    let update = GenerationUpdate::start(index, build)?;
    // It holds the lock: no rebuild is writing there.
    remove_leftovers(&index.join("snapshots"));
    let (manifest, known) = (update.base().clone(), update.known()?);
    drop(update);
    let searcher = Searcher::open(index)?;
    if searcher.manifest().generation != manifest.generation {
        return Err(Error::IndexChanged);
    }
    let archived = archived(&searcher)?;
    Ok(Held {
        manifest,
        known: known.into_keys().collect(),
        archived,
        searcher: Arc::new(searcher),
    })
}

/// Returns the archived records.
fn archived(searcher: &Searcher) -> Result<HashSet<(catalogue::RecordType, String)>, Error> {
    let mut request = SearchRequest::default()
        .without(Facet::Archived)
        .filter(Facet::Archived, "true");
    request.facets = Vec::new();
    request.page_size = 1_000;
    let mut archived = HashSet::new();
    for page in 1.. {
        request.page = page;
        let found = searcher.search(&request)?;
        let n_hits = found.hits.len();
        archived
            .extend((found.hits.into_iter()).map(|found| (found.hit.record_type, found.hit.id)));
        if n_hits < request.page_size {
            break;
        }
    }
    Ok(archived)
}

/// What was fetched, and how far the generation follows the API with it.
struct Fetched {
    gathered: Gathered,
    state: SyncState,
    ids: IdsWalk,
    /// When the first request was answered, by the server's clock.
    asked_at: Date,
}

/// Fetches all that has changed.
async fn fetch(
    options: &SyncOptions,
    upstream: &Upstream,
    held: &Held,
    state: SyncState,
) -> Result<Fetched, Error> {
    let began_at = Date::now();
    let asked_at = upstream.server_time(began_at).await?;
    let mut gathering = Gathering::new(upstream, Some(held), asked_at, &options.index)?;
    for list in followed_lists() {
        changes::gather(&mut gathering, &list, state.changed_until).await?;
    }
    let mut next = state.clone();
    let mut ids = IdsWalk::NotDue;
    // Nothing that sitemaps tell is missed by a walk of all ids, nor by a harvest.
    let looked_at = state.sitemaps_checked_at.or(state.ids_checked_at);
    if is_due(state.ids_checked_at, options.ids_every, asked_at) {
        let since = state.ids_checked_at.unwrap_or(state.changed_until);
        let max_shrink = if options.build.force {
            1.0
        } else {
            options.build.max_shrink
        };
        let mut is_whole = true;
        for list in followed_lists() {
            let how = (options.index.as_path(), max_shrink);
            is_whole &= ids::gather(&mut gathering, held, &list, since, how).await?;
        }
        ids = if is_whole {
            IdsWalk::Complete
        } else {
            IdsWalk::WithHoles
        };
    } else if is_due(looked_at, options.sitemaps_every, asked_at) {
        follow_sitemaps(&mut gathering, &state, &mut next).await?;
        next.sitemaps_checked_at = Some(asked_at);
    }
    // What did not come is asked for again: nothing counts as followed.
    if gathering.n_failed() == 0 {
        next.changed_until = state.changed_until.max(asked_at);
        if ids == IdsWalk::Complete {
            next.ids_checked_at = Some(asked_at);
        }
    } else {
        next = state;
    }
    next.synced_at = Some(began_at);
    Ok(Fetched {
        gathered: gathering.end(),
        state: next,
        ids,
        asked_at,
    })
}

/// Follows the sitemaps. Where they cannot be read, the walk of all ids finds what they would have told.
async fn follow_sitemaps(
    gathering: &mut Gathering<'_>,
    state: &SyncState,
    next: &mut SyncState,
) -> Result<(), Error> {
    let before = SitemapsRead {
        versions: state.sitemaps.clone(),
        until: state.sitemaps_until,
    };
    let since = state.sitemaps_until.unwrap_or(state.changed_until);
    match sitemap::gather(gathering, before, since).await {
        Ok(read) => {
            next.sitemaps = read.versions;
            next.sitemaps_until = read.until.or(state.sitemaps_until);
        }
        Err(Error::Fetch { url, source, .. }) if !source.wants_no_more() => {
            tracing::warn!(url, "the sitemaps cannot be read: {source}");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Returns whether what was last done then is due again.
fn is_due(last: Option<Date>, every: Duration, now: Date) -> bool {
    let Some(last) = last else { return true };
    let since = now.timestamp().duration_since(last.timestamp());
    // Two clocks never agree to the second, but one that was set back by more than that makes it due.
    let is_before = since.is_negative() && since.unsigned_abs() < OVERLAP.unsigned_abs();
    !is_before && (since.is_negative() || since.unsigned_abs() >= every)
}
