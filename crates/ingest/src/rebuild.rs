//! Fetch, convert, write, publish, report.

mod feed;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::Date;
use jiff::Timestamp;
use search_index::{BuildOptions, GenerationBuilder, Provenance, RecordCounts};
use tokio_util::sync::CancellationToken;

use self::feed::Feed;
use crate::client::{Client, ClientOptions};
use crate::empty_folders::EmptyFolders;
use crate::error::Error;
use crate::intake::{Intake, Published};
use crate::progress::{Phase, Progress};
use crate::source::{JoinReport, Source, Tally, remove_journals};
use crate::sync::followed;
use crate::threads::blocking;

/// What to rebuild from, and how.
#[derive(Debug, Clone)]
pub struct RebuildOptions {
    /// The index's directory; created if it is missing.
    pub index: PathBuf,
    /// Read one after the other. A record that several have is taken from the first.
    pub sources: Vec<Source>,
    /// How an API or a file is fetched: page size, retries, time-outs.
    pub client: ClientOptions,
    /// How long all sources together may take to be read.
    pub deadline: Duration,
    /// How many records of the sources may be missing, beyond what is explained by changes of a source while it was read.
    pub accept_missing: u64,
    /// How the generation is built.
    pub build: BuildOptions,
}

/// The deadline unless another one is asked for: a harvest of the whole catalogue takes half an hour, and one of which each
/// request is tried again several times some hours.
pub const DEFAULT_DEADLINE: Duration = Duration::from_hours(6);

/// What a rebuild has done.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RebuildReport {
    /// The name of the new generation, live now.
    pub generation: String,
    /// How many records it holds.
    pub records: RecordCounts,
    /// How many records the sources that say so announced; `None` where none does.
    pub announced: Option<u64>,
    /// How many distinct records came, summed over the sources.
    pub fetched: u64,
    /// How many announced records did not come.
    pub missing: u64,
    /// How many records were set aside because they could not be read.
    pub rejected: u64,
    /// How many records were passed over because they had come before.
    pub duplicates: u64,
    /// By its path (`resources[].checksum`), in how many records a field could not be read and was left out.
    pub left_out: BTreeMap<String, u64>,
    /// How much of each export of resources, organizations or reuses belongs to records.
    pub joined: Vec<JoinReport>,
    /// How long all of it took.
    pub seconds: f64,
    /// Where the rejected records are, with their reasons, if there are any.
    pub rejected_file: Option<PathBuf>,
    /// Where the records are kept as fetched, if any came from the network.
    pub snapshot: Option<PathBuf>,
}

/// Builds a new generation from the sources and makes it the live one.
///
/// # Errors
///
/// Fails, with the index as it was before, when a source cannot be read to its end or holds no records, when the new
/// generation does not pass the index's checks, when another rebuild is running, or when `cancel` says so. A single
/// record that cannot be read is set aside and counted, and is no error.
pub async fn rebuild(
    options: RebuildOptions,
    progress: Arc<dyn Progress>,
    cancel: CancellationToken,
) -> Result<RebuildReport, Error> {
    let started = Instant::now();
    if options.sources.is_empty() {
        return Err(Error::NoSource);
    }
    // Dropped after all that may write there.
    let _empty_folders = EmptyFolders::of(&options.index);
    // Whatever ends this function, the threads that it has started end too.
    let stop = cancel.child_token();
    let _stop_at_end = stop.clone().drop_guard();

    let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%S%.3fZ").to_string();
    let began_at = Date::now();
    let client = Client::new(options.client.clone(), Arc::clone(&progress))?;
    let intake = open_intake(&options, &stamp, &progress, &stop).await?;

    let snapshots = options.index.join("snapshots");
    let mut feed = Feed {
        intake: &intake,
        client: &client,
        progress: &progress,
        snapshots: &snapshots,
        stop: &stop,
        deadline: options.deadline,
        // A deadline beyond all time is none.
        ends_at: tokio::time::Instant::now().checked_add(options.deadline),
        accept_missing: options.accept_missing,
        taken: Tally::default(),
        is_catching_up: false,
        has_records: false,
        sync: None,
    };
    let read = feed
        .take_all(&options.index, &options.sources, &stamp, began_at)
        .await;
    let (taken, sync) = (feed.taken, feed.sync);
    if let Err(error) = read {
        // What has been written is given up, for which the threads that write are waited for.
        blocking(move || {
            drop(intake);
            Ok(())
        })
        .await?;
        return Err(error);
    }

    progress.phase(Phase::Publishing);
    let provenance = move |rejected, duplicates| Provenance {
        sources: options.sources.iter().map(Source::to_string).collect(),
        fetched_at: began_at,
        missing: taken.missing,
        rejected,
        duplicates,
        sync,
        started,
    };
    let published = publish(intake, provenance).await?;
    remove_journals(&snapshots);
    Ok(report(published, &taken, started))
}

/// Returns what a rebuild tells of the generation that it published.
fn report(published: Published, taken: &Tally, started: Instant) -> RebuildReport {
    RebuildReport {
        generation: published.manifest.generation,
        records: published.manifest.records,
        announced: taken.announced,
        fetched: taken.fetched.unwrap_or(0),
        missing: taken.missing,
        rejected: published.rejected,
        duplicates: published.duplicates,
        left_out: published.left_out,
        joined: published.joined,
        seconds: started.elapsed().as_secs_f64(),
        rejected_file: published.rejected_file,
        snapshot: published.snapshot,
    }
}

/// How long a rebuild waits for a sync that is publishing, where the index is followed.
const SYNC_PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Starts a new generation and opens the intake into it; where a sync may be publishing, once that is done.
async fn open_intake(
    options: &RebuildOptions,
    stamp: &str,
    progress: &Arc<dyn Progress>,
    stop: &CancellationToken,
) -> Result<Arc<Intake>, Error> {
    let is_followed = followed(&options.index).is_some();
    let started = Instant::now();
    loop {
        match try_to_open_intake(options, stamp, progress).await {
            Err(Error::Index(search_index::Error::Locked(_)))
                if is_followed && started.elapsed() < SYNC_PATIENCE => {}
            outcome => return outcome,
        }
        let waited = stop.run_until_cancelled(tokio::time::sleep(BETWEEN_LOOKS));
        waited.await.ok_or(Error::Cancelled)?;
    }
}

async fn try_to_open_intake(
    options: &RebuildOptions,
    stamp: &str,
    progress: &Arc<dyn Progress>,
) -> Result<Arc<Intake>, Error> {
    let (options, stamp, progress) = (options.clone(), stamp.to_owned(), Arc::clone(progress));
    blocking(move || {
        let builder = GenerationBuilder::start(&options.index, options.build)?;
        let intake = Intake::new(builder, &options.index, &stamp, &options.sources, progress)?;
        Ok(Arc::new(intake))
    })
    .await
}

/// Publishes what the intake has taken from the sources.
async fn publish(
    intake: Arc<Intake>,
    provenance: impl FnOnce(u64, u64) -> Provenance + Send + 'static,
) -> Result<Published, Error> {
    blocking(move || {
        // All threads that shared it have ended.
        Arc::into_inner(intake)
            .ok_or(Error::Cancelled)?
            .publish(provenance)
    })
    .await
}
