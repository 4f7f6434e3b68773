//! Fetch, convert, write, publish, report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::Date;
use jiff::Timestamp;
use search_index::{BuildOptions, GenerationBuilder, Provenance, RecordCounts};
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use crate::client::{Client, ClientOptions};
use crate::empty_folders::EmptyFolders;
use crate::error::Error;
use crate::intake::{Intake, Published, SourceIntake};
use crate::preparing::Preparing;
use crate::progress::{Phase, Progress};
use crate::source::{JoinReport, Prepared, Reading, Source, Tally, remove_journals};
use crate::threads::{blocking, joined};

/// Batches that wait between a source and the converters: enough to keep both busy, few enough to hold no catalogue.
const BATCHES_WAITING: usize = 4;

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
    /// How much of each export of resources or organizations belongs to records.
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
    let client = Client::new(options.client.clone(), Arc::clone(&progress))?;
    let intake = open_intake(&options, &stamp, &progress).await?;

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
    };
    let read = feed.take_sources(&options.sources, &stamp).await;
    let taken = feed.taken;
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
    let published = publish(intake, &options.sources, started).await?;
    remove_journals(&snapshots);
    Ok(RebuildReport {
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
    })
}

/// Starts a new generation and opens the intake into it.
async fn open_intake(
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
    sources: &[Source],
    started: Instant,
) -> Result<Published, Error> {
    let sources = sources.iter().map(Source::to_string).collect();
    let fetched_at = Date::now();
    blocking(move || {
        let provenance = |rejected, duplicates| Provenance {
            sources,
            fetched_at,
            rejected,
            duplicates,
            started,
        };
        // All threads that shared it have ended.
        Arc::into_inner(intake)
            .ok_or(Error::Cancelled)?
            .publish(provenance)
    })
    .await
}

/// Waits for a moment; for ever where there is none.
async fn reached(moment: Option<tokio::time::Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// Brings the records of one source after the other to the intake.
struct Feed<'a> {
    intake: &'a Arc<Intake>,
    client: &'a Client,
    progress: &'a Arc<dyn Progress>,
    snapshots: &'a Path,
    stop: &'a CancellationToken,
    deadline: Duration,
    ends_at: Option<tokio::time::Instant>,
    /// How many records may still be missing.
    accept_missing: u64,
    /// What all sources so far announced and gave.
    taken: Tally,
}

impl Feed<'_> {
    /// Reads all sources, one after the other.
    async fn take_sources(&mut self, sources: &[Source], stamp: &str) -> Result<(), Error> {
        self.progress.phase(Phase::Reading);
        let prepared = self.prepare(sources, stamp).await?;
        for (ordinal, (source, prepared)) in sources.iter().zip(prepared).enumerate() {
            if matches!(prepared, Prepared::Joined(_)) {
                continue;
            }
            self.progress.source_started(&source.to_string());
            self.take_source(ordinal, source, prepared).await?;
        }
        if self.stop.is_cancelled() {
            return Err(Error::Cancelled);
        }
        Ok(())
    }

    /// Reads the exports that are joined with the records of other sources, and opens these.
    async fn prepare(&self, sources: &[Source], stamp: &str) -> Result<Vec<Prepared>, Error> {
        let stop = self.stop.child_token();
        let _stop_at_end = stop.clone().drop_guard();
        let (intake, stopped) = (Arc::clone(self.intake), stop.clone());
        let preparing = Preparing {
            client: self.client.clone(),
            folder: self.snapshots.to_owned(),
            stamp: stamp.to_owned(),
            reject: Arc::new(move |source, raw, refusal| intake.reject(source, raw, refusal)),
            is_stopped: Arc::new(move || stopped.is_cancelled()),
        };
        let prepared = tokio::select! {
            prepared = stop.run_until_cancelled(preparing.prepare(sources)) => prepared,
            () = reached(self.ends_at) => Some(Err(Error::Deadline {
                source_name: sources.iter().map(Source::to_string).collect::<Vec<_>>().join("`, `"),
                deadline: self.deadline,
                fetched: 0,
            })),
        };
        let (joined, prepared) = prepared.unwrap_or(Err(Error::Cancelled))?;
        self.intake.join(joined);
        Ok(prepared)
    }

    /// Reads one source to its end: one task or thread reads, as many threads as there are processors convert.
    async fn take_source(
        &mut self,
        ordinal: usize,
        source: &Source,
        prepared: Prepared,
    ) -> Result<(), Error> {
        // Stops the reading of this source: with the whole rebuild, or when one of its own threads fails.
        let stop = self.stop.child_token();
        let (sender, receiver) = mpsc::channel(BATCHES_WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        let source_intake = Arc::new(SourceIntake::new(ordinal, source));
        let n_converters = std::thread::available_parallelism().map_or(1, usize::from);
        let mut converters = Vec::with_capacity(n_converters);
        for _ in 0..n_converters {
            let (intake, source_intake) = (Arc::clone(self.intake), Arc::clone(&source_intake));
            let (receiver, stop) = (Arc::clone(&receiver), stop.clone());
            converters.push(tokio::task::spawn_blocking(move || {
                let stop_at_end = stop.clone().drop_guard();
                intake.take_all(&source_intake, &receiver, &stop)?;
                // Only a failure, or a panic, stops the others.
                stop_at_end.disarm();
                Ok(())
            }));
        }
        drop(receiver);

        let reading = Reading {
            client: self.client.clone(),
            progress: Arc::clone(self.progress),
            snapshots: self.snapshots.to_owned(),
            stop: stop.clone(),
            sender,
        };
        let read = tokio::select! {
            read = stop.run_until_cancelled(source.read(reading, prepared)) => read,
            () = reached(self.ends_at) => Some(Err(Error::Deadline {
                source_name: source.to_string(),
                deadline: self.deadline,
                fetched: source_intake.n_distinct(),
            })),
        };
        if !matches!(read, Some(Ok(_))) {
            stop.cancel();
        }
        // All threads are waited for, so that nothing works on the index once this returns; then the first failure counts.
        let taken = futures::future::join_all(converters).await;
        taken.into_iter().try_for_each(joined)?;
        let tally = read.unwrap_or(Err(Error::Cancelled))?;
        self.check(&source_intake, source, tally).await
    }

    /// Checks that a record of the source is in the index, and that no more are missing than may be.
    async fn check(
        &mut self,
        taken: &SourceIntake,
        source: &Source,
        mut tally: Tally,
    ) -> Result<(), Error> {
        if self.stop.is_cancelled() {
            return Err(Error::Cancelled);
        }
        if tally.lost > self.accept_missing {
            return Err(Error::Incomplete {
                source_name: source.to_string(),
                announced: tally.announced.unwrap_or(0),
                fetched: tally.fetched.unwrap_or(0),
                missing: tally.missing,
                gaps: tally.gaps,
            });
        }
        if taken.n_known() == 0 {
            let intake = Arc::clone(self.intake);
            let (rejected, rejected_file) = blocking(move || intake.publish_rejected()).await?;
            return Err(Error::NoRecords {
                source_name: source.to_string(),
                rejected,
                rejected_file,
            });
        }
        if tally.missing > 0 {
            let gaps: Vec<String> = tally.gaps.iter().map(ToString::to_string).collect();
            tracing::warn!(%source, announced = tally.announced, missing = tally.missing, ?gaps, "records are missing");
        }
        self.accept_missing -= tally.lost;
        self.intake.add_duplicates(tally.duplicates);
        tally.fetched = tally.fetched.or(Some(taken.n_distinct()));
        self.taken.add(tally);
        Ok(())
    }
}
