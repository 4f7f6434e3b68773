//! The intake: it converts the records of all sources and adds each to the new generation once.

mod source_intake;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use catalogue::{Record, RecordType};
use search_index::{GenerationBuilder, Manifest, Provenance};
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub(crate) use self::source_intake::SourceIntake;
use crate::convert::convert;
use crate::error::Error;
use crate::left_out::LeftOut;
use crate::part_file::remove_leftovers;
use crate::progress::Progress;
use crate::rejected::RejectedLog;
use crate::reuses::AllReuses;
use crate::snapshot::Snapshot;
use crate::source::{Body, JoinReport, Joined, Organizations, RawRecord, Source};
use crate::wire::{Refusal, WireProfile};

/// Takes records from several threads at once.
pub(crate) struct Intake {
    builder: GenerationBuilder,
    progress: Arc<dyn Progress>,
    /// By its key, the ordinal of the source that the record was taken from: the first source that has it.
    seen: Mutex<HashMap<RecordKey, u16>>,
    /// The keys of the records that no source may bring back.
    passed_over: Mutex<HashSet<RecordKey>>,
    /// By type and id, the id and the slug of each record that a source says was deleted.
    deleted: Mutex<HashMap<(RecordType, String), Vec<String>>>,
    rejected: Mutex<RejectedLog>,
    snapshot: Option<Mutex<Snapshot>>,
    duplicates: AtomicU64,
    /// What the records are completed with.
    joined: OnceLock<Joined>,
    /// What is made with the records.
    reuses: AllReuses,
    /// What is told of organizations beside the records, in the API's shape.
    organizations: Mutex<Organizations>,
    left_out: LeftOut,
}

/// A record's type and id in 16 bytes, the beginning of their checksum: two of a million records have the same once in 10^27
/// catalogues.
type RecordKey = [u8; 16];

fn record_key(record_type: &RecordType, id: &str) -> RecordKey {
    let checksum = Sha256::digest(format!("{record_type}:{id}"));
    let mut key = RecordKey::default();
    key.copy_from_slice(&checksum[..16]);
    key
}

/// A published generation, and what lies beside it.
pub(crate) struct Published {
    pub(crate) manifest: Manifest,
    pub(crate) rejected: u64,
    pub(crate) duplicates: u64,
    pub(crate) left_out: BTreeMap<String, u64>,
    pub(crate) joined: Vec<JoinReport>,
    pub(crate) rejected_file: Option<PathBuf>,
    pub(crate) snapshot: Option<PathBuf>,
}

impl Intake {
    /// Opens an intake into a new generation, with a snapshot if one of the sources is read over the network.
    pub(crate) fn new(
        builder: GenerationBuilder,
        index: &Path,
        stamp: &str,
        sources: &[Source],
        progress: Arc<dyn Progress>,
    ) -> Result<Self, Error> {
        remove_leftovers(&index.join("snapshots"));
        remove_leftovers(&index.join("rejected"));
        let snapshot = if sources.iter().any(Source::is_remote) {
            Some(Mutex::new(Snapshot::create(index, stamp)?))
        } else {
            None
        };
        Ok(Self {
            builder,
            progress,
            seen: Mutex::default(),
            passed_over: Mutex::default(),
            deleted: Mutex::default(),
            rejected: Mutex::new(RejectedLog::new(index, stamp)),
            snapshot,
            duplicates: AtomicU64::new(0),
            joined: OnceLock::new(),
            reuses: AllReuses::default(),
            organizations: Mutex::default(),
            left_out: LeftOut::default(),
        })
    }

    /// Completes all records from here on.
    pub(crate) fn join(&self, mut joined: Joined) {
        self.reuses.extend(joined.take_reuses());
        // Sources are prepared once.
        let _ = self.joined.set(joined);
    }

    fn joined(&self) -> &Joined {
        self.joined.get_or_init(Joined::default)
    }

    /// Sets a row aside that is no record.
    pub(crate) fn reject(
        &self,
        source: &str,
        raw: &RawRecord,
        refusal: &Refusal,
    ) -> Result<(), Error> {
        lock(&self.rejected).push(source, raw, refusal)
    }

    /// Takes all batches of a source, until there are no more or `stop` says so. Blocks; several threads may call it side
    /// by side.
    pub(crate) fn take_all(
        &self,
        source: &SourceIntake,
        batches: &tokio::sync::Mutex<mpsc::Receiver<Vec<RawRecord>>>,
        stop: &CancellationToken,
    ) -> Result<(), Error> {
        loop {
            let next = stop.run_until_cancelled(async { batches.lock().await.recv().await });
            let Some(Some(batch)) = Handle::current().block_on(next) else {
                return Ok(());
            };
            let n_records = batch.len() as u64;
            for raw in batch {
                if stop.is_cancelled() {
                    return Ok(());
                }
                self.take(source, &raw)?;
            }
            self.progress.advanced(n_records);
        }
    }

    fn take(&self, source: &SourceIntake, raw: &RawRecord) -> Result<(), Error> {
        if let Body::Reuse(json) | Body::Organization(json) = &raw.body {
            return self.take_other(source, raw, json);
        }
        let record = match convert(raw, self.joined()) {
            Ok(converted) => {
                self.left_out.count(converted.left_out);
                converted.record
            }
            Err(refusal) => {
                source.distinct.fetch_add(1, Ordering::Relaxed);
                self.keep(source, raw)?;
                if let (Some(record_type), [id, ..]) =
                    (&refusal.record_type, refusal.deleted.as_slice())
                {
                    let key = (record_type.clone(), id.clone());
                    lock(&self.deleted).insert(key, refusal.deleted.clone());
                }
                return lock(&self.rejected).push(&source.name, raw, &refusal);
            }
        };
        let key = record_key(&record.record_type(), record.id());
        if lock(&self.passed_over).contains(&key) {
            source.distinct.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        let taken_from = match lock(&self.seen).entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(source.ordinal);
                None
            }
            Entry::Occupied(entry) => Some(*entry.get()),
        };
        // The first source that has a record wins, and within a source the first page that shows it.
        if let Some(ordinal) = taken_from {
            self.duplicates.fetch_add(1, Ordering::Relaxed);
            if ordinal != source.ordinal {
                source.distinct.fetch_add(1, Ordering::Relaxed);
                source.known.fetch_add(1, Ordering::Relaxed);
            }
            return Ok(());
        }
        source.distinct.fetch_add(1, Ordering::Relaxed);
        source.known.fetch_add(1, Ordering::Relaxed);
        self.keep(source, raw)?;
        self.builder.add(&record)?;
        Ok(())
    }

    /// Takes what is told beside the records: a reuse or an organization.
    fn take_other(&self, source: &SourceIntake, raw: &RawRecord, json: &str) -> Result<(), Error> {
        source.has_others.store(true, Ordering::Relaxed);
        let taken = match &raw.body {
            Body::Organization(_) => {
                self.keep(source, raw)?;
                WireProfile::read(json).and_then(|told| lock(&self.organizations).add(told))
            }
            _ => self.reuses.add(&source.name, source.is_remote, json),
        };
        match taken {
            Ok(()) => Ok(()),
            Err(refusal) => lock(&self.rejected).push(&source.name, raw, &refusal),
        }
    }

    /// Passes over these records from now on, whatever source has them.
    pub(crate) fn pass_over(&self, records: impl Iterator<Item = (RecordType, String)>) {
        let keys = records.map(|(record_type, id)| record_key(&record_type, &id));
        lock(&self.passed_over).extend(keys);
    }

    /// Adds a record in front of all sources that are still to come, unless it was taken or is passed over.
    pub(crate) fn add(&self, record: &Record, ordinal: usize) -> Result<(), Error> {
        let key = record_key(&record.record_type(), record.id());
        if lock(&self.passed_over).contains(&key) {
            return Ok(());
        }
        if let Entry::Vacant(entry) = lock(&self.seen).entry(key) {
            entry.insert(u16::try_from(ordinal).unwrap_or(u16::MAX));
        } else {
            return Ok(());
        }
        Ok(self.builder.add(record)?)
    }

    /// Counts records that their source gave again and that were passed over before they came here.
    pub(crate) fn add_duplicates(&self, n_records: u64) {
        self.duplicates.fetch_add(n_records, Ordering::Relaxed);
    }

    /// Adds a raw record to the snapshot, if it came from the network.
    fn keep(&self, source: &SourceIntake, raw: &RawRecord) -> Result<(), Error> {
        let Some(snapshot) = self.snapshot.as_ref().filter(|_| source.is_remote) else {
            return Ok(());
        };
        match &raw.body {
            Body::Json(_, json) | Body::Organization(json) => lock(snapshot).push(json),
            Body::Row(columns, row) => {
                // A row that cannot be read as one has no shape to be kept in; it is among the rejected.
                let Ok(mut row) = columns.read_row(row) else {
                    return Ok(());
                };
                self.joined().complete(&mut row);
                let Ok(json) = row.to_json() else {
                    return Ok(());
                };
                lock(snapshot).push(&json)
            }
            // They are kept at the end, all together.
            Body::Reuse(_) | Body::Broken(..) => Ok(()),
        }
    }
}

impl Intake {
    /// Returns how many records were set aside so far, and publishes the file that they are in.
    pub(crate) fn publish_rejected(&self) -> Result<(u64, Option<PathBuf>), Error> {
        let mut rejected = lock(&self.rejected);
        Ok((rejected.count(), rejected.publish()?))
    }

    /// Tells the new generation which records were deleted: those that a source calls deleted and no source still has.
    fn tell_deleted(&self) {
        let seen = lock(&self.seen);
        for (key, names) in lock(&self.deleted).iter() {
            if !seen.contains_key(&record_key(&key.0, &key.1)) {
                for name in names {
                    self.builder.add_deleted(&key.0, name);
                }
            }
        }
    }

    /// Gives the new generation the reuses, and the snapshot those from the network; returns how many there are of each source.
    fn tell_reuses(&self) -> Result<Vec<JoinReport>, Error> {
        let seen = lock(&self.seen);
        let is_known = |id: &str| seen.contains_key(&record_key(&RecordType::Dataset, id));
        let counts = self.reuses.counts(is_known).into_iter();
        if let Some(snapshot) = &self.snapshot {
            self.reuses.each_fetched(|json| lock(snapshot).push(json))?;
        }
        self.builder.set_reuses(self.reuses.take());
        Ok(counts.map(JoinReport::from).collect())
    }

    /// Publishes the file of rejected records, the new generation, and then the snapshot. Blocks.
    pub(crate) fn publish(
        self,
        provenance: impl FnOnce(u64, u64) -> Provenance,
    ) -> Result<Published, Error> {
        self.tell_deleted();
        let reuses = self.tell_reuses()?;
        let joined = self.joined.into_inner().unwrap_or_default();
        if let Some(snapshot) = &self.snapshot {
            joined.each_fetched_organization(|json| lock(snapshot).push(json))?;
        }
        let mut report = joined.report();
        report.extend(reuses);
        for table in &report {
            if table.without_record > 0 {
                tracing::warn!(
                    source = table.source,
                    "{} of {} rows belong to no record",
                    table.without_record,
                    table.rows
                );
            }
        }
        let beside = self.organizations.into_inner();
        let beside = beside.unwrap_or_else(PoisonError::into_inner);
        self.builder.set_organizations(joined.into_profiles(beside));
        // What merges the index needs the memory.
        drop((self.seen, self.deleted));
        let mut snapshot = self.snapshot.map(|snapshot| {
            snapshot
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner)
        });
        // A full disk is better met before the generation is live than after.
        if let Some(snapshot) = &mut snapshot {
            snapshot.complete()?;
        }
        let mut log = self
            .rejected
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let (rejected, rejected_file) = (log.count(), log.publish()?);
        let duplicates = self.duplicates.into_inner();
        let left_out = self.left_out.into_counts();
        let manifest = self.builder.finish(provenance(rejected, duplicates))?;
        // From here on the generation is live: a snapshot that cannot get its name is no failure of the rebuild.
        let snapshot = snapshot.and_then(|snapshot| match snapshot.publish() {
            Ok(path) => Some(path),
            Err(error) => {
                tracing::warn!("the snapshot is lost: {error}");
                None
            }
        });
        Ok(Published {
            manifest,
            rejected,
            duplicates,
            left_out,
            joined: report,
            rejected_file,
            snapshot,
        })
    }
}

/// Locks a mutex, poisoned or not: a thread that panicked while it held the lock ends the rebuild anyhow.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
