//! Brings the records of all sources to the intake, and before them what sync has brought since the sources were written.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use catalogue::Date;
use search_index::SyncState;
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use crate::client::Client;
use crate::error::Error;
use crate::intake::{Intake, SourceIntake};
use crate::preparing::Preparing;
use crate::progress::{Phase, Progress};
use crate::source::{Prepared, Reading, Source, Tally};
use crate::sync::{CaughtUp, SourceFiles, catch_up, each_changed, followed};
use crate::threads::{blocking, joined};

/// Batches that wait between a source and the converters: enough to keep both busy, few enough to hold no catalogue.
const BATCHES_WAITING: usize = 4;

/// Waits for a moment; for ever where there is none.
async fn reached(moment: Option<tokio::time::Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// Returns the name of a source and where its records lie; `None` where it has none of its own.
fn file_of(source: &Source, prepared: &Prepared) -> Option<(String, PathBuf)> {
    let path = match prepared {
        Prepared::Joined(_) => None,
        Prepared::Fetched(file) => Some(file.path()),
        Prepared::Not | Prepared::Opened(_) => source.path(),
    };
    path.map(|path| (source.to_string(), path.to_owned()))
}

/// Brings the records of one source after the other to the intake.
pub(super) struct Feed<'a> {
    pub(super) intake: &'a Arc<Intake>,
    pub(super) client: &'a Client,
    pub(super) progress: &'a Arc<dyn Progress>,
    pub(super) snapshots: &'a Path,
    pub(super) stop: &'a CancellationToken,
    pub(super) deadline: Duration,
    pub(super) ends_at: Option<tokio::time::Instant>,
    /// How many records may still be missing.
    pub(super) accept_missing: u64,
    /// What all sources so far announced and gave.
    pub(super) taken: Tally,
    /// Whether what is read now is what sync has brought.
    pub(super) is_catching_up: bool,
    /// Whether a source had a record.
    pub(super) has_records: bool,
    /// How far an API is followed with what was read.
    pub(super) sync: Option<SyncState>,
}

impl Feed<'_> {
    /// Reads all sources, and before them what sync has brought since they were written.
    pub(super) async fn take_all(
        &mut self,
        index: &Path,
        sources: &[Source],
        stamp: &str,
        began_at: Date,
    ) -> Result<(), Error> {
        let api = sources.iter().find_map(|source| match source {
            Source::Api(url) => Some(url),
            _ => None,
        });
        let is_file = |source: &Source| !matches!(source, Source::Sample);
        let state = followed(index);
        let catches_up = state.is_some() && sources.iter().all(is_file);
        self.progress.phase(Phase::Reading);
        let prepared = self.prepare(sources, stamp, catches_up).await?;
        if let Some(api) = api {
            self.take_sources(sources, prepared).await?;
            // The records are dated by the clock of the server.
            let told = self.client.first_date().unwrap_or(began_at);
            self.sync = Some(SyncState::new(api.as_str(), began_at.min(told), state));
            return Ok(());
        }
        if let Some(state) = state.filter(|_| catches_up) {
            let files = sources.iter().zip(&prepared);
            let files = files.filter_map(|(source, prepared)| file_of(source, prepared));
            self.catch_up(index, files.collect(), sources.len(), state)
                .await?;
        }
        self.take_sources(sources, prepared).await
    }

    /// Reads the exports that are joined with the records of other sources, and opens these.
    async fn prepare(
        &self,
        sources: &[Source],
        stamp: &str,
        copies: bool,
    ) -> Result<Vec<Prepared>, Error> {
        let stop = self.stop.child_token();
        let _stop_at_end = stop.clone().drop_guard();
        let (intake, stopped) = (Arc::clone(self.intake), stop.clone());
        let preparing = Preparing {
            client: self.client.clone(),
            progress: Arc::clone(self.progress),
            folder: self.snapshots.to_owned(),
            stamp: stamp.to_owned(),
            copies,
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

    /// Takes what sync has brought since the sources were written, if it has brought anything.
    async fn catch_up(
        &mut self,
        index: &Path,
        files: SourceFiles,
        n_sources: usize,
        state: SyncState,
    ) -> Result<(), Error> {
        let (live, api) = ((index, state.clone()), state.source);
        let caught_up = tokio::select! {
            caught_up = catch_up(live, files, self.client, self.progress, self.stop) => caught_up?,
            () = reached(self.ends_at) => return Err(Error::Deadline {
                source_name: api,
                deadline: self.deadline,
                fetched: 0,
            }),
        };
        let CaughtUp {
            files,
            kept_since,
            gone,
            state,
            ..
        } = &caught_up;
        self.sync = Some(state.clone());
        self.intake.pass_over(gone.iter().cloned());
        self.is_catching_up = true;
        for (at, path) in files.iter().enumerate() {
            let source = Source::File(path.clone());
            self.take_source(n_sources + at, &source, Prepared::Not)
                .await?;
        }
        if let Some(since) = *kept_since {
            let (intake, index, stop) =
                (Arc::clone(self.intake), index.to_owned(), self.stop.clone());
            let ordinal = n_sources + files.len();
            let add =
                move || each_changed(&index, since, &stop, |record| intake.add(&record, ordinal));
            blocking(add).await?;
        }
        self.is_catching_up = false;
        // These are no part of what the sources announced and gave.
        self.taken = Tally::default();
        Ok(())
    }

    /// Reads all sources, one after the other.
    async fn take_sources(
        &mut self,
        sources: &[Source],
        prepared: Vec<Prepared>,
    ) -> Result<(), Error> {
        self.progress.phase(Phase::Reading);
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
        if let ([source, ..], false) = (sources, self.has_records) {
            return Err(Error::only_completes(source, "reuses or organizations"));
        }
        Ok(())
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
        // What changed since may be nothing that can be taken.
        self.has_records |= taken.n_known() > 0 && !self.is_catching_up;
        if taken.n_known() == 0 && !taken.has_others() && !self.is_catching_up {
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
