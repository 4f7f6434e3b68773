//! What was gathered becomes part of the index.

use std::path::Path;
use std::time::Instant;

use catalogue::Date;
use search_index::{
    BuildOptions, Change, GenerationUpdate, Manifest, RemovedRecord, SyncState, UpdateProvenance,
};
use tokio_util::sync::CancellationToken;

use super::gathering::{Gathered, Gone, Held};
use crate::error::Error;
use crate::source::Joined;
use crate::wire::{Refusal, read_record};

/// What became of the records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) new: u64,
    pub(super) changed: u64,
    pub(super) unchanged: u64,
    pub(super) removed: u64,
    pub(super) rejected: u64,
}

/// The update of the index, and what it has done.
struct Publishing<'a> {
    update: GenerationUpdate,
    state: SyncState,
    outcome: Outcome,
    /// When the API was asked.
    asked_at: Date,
    gone: Vec<Gone>,
    stop: &'a CancellationToken,
}

/// Puts what was gathered into a new generation beside the live one, which must still be the one that was looked at, and
/// publishes it. Blocks.
pub(super) fn publish(
    (index, build): (&Path, BuildOptions),
    held: &Held,
    gathered: Gathered,
    (state, asked_at): (SyncState, Date),
    stop: &CancellationToken,
) -> Result<(Manifest, Outcome), Error> {
    let started = Instant::now();
    let update = GenerationUpdate::start(index, build)?;
    if update.base().generation != held.manifest.generation {
        return Err(Error::IndexChanged);
    }
    let mut publishing = Publishing {
        update,
        state,
        outcome: Outcome {
            rejected: gathered.n_too_long,
            ..Outcome::default()
        },
        asked_at,
        gone: gathered.gone,
        stop,
    };
    // What the API says of a record is whole.
    let joined = Joined::default();
    for mut spool in gathered.spools.into_values() {
        let record_type = spool.record_type.clone();
        spool.replay(|json| match read_record(&record_type, &json, &joined) {
            Ok(converted) => publishing.put(&converted.record),
            Err(refusal) => {
                publishing.refuse(refusal);
                Ok(())
            }
        })?;
    }
    publishing.remove_gone()?;
    publishing.check_stop()?;
    let Publishing {
        update,
        state,
        outcome,
        ..
    } = publishing;
    let manifest = update.finish(UpdateProvenance {
        sync: state,
        rejected: outcome.rejected,
        started,
    })?;
    Ok((manifest, outcome))
}

impl Publishing<'_> {
    fn put(&mut self, record: &catalogue::Record) -> Result<(), Error> {
        self.check_stop()?;
        match self.update.put(record)? {
            Change::Added => self.outcome.new += 1,
            Change::Replaced => self.outcome.changed += 1,
            Change::Removed | Change::None => self.outcome.unchanged += 1,
        }
        let record_type = record.record_type();
        let is_back = |removed: &RemovedRecord| {
            removed.id == record.id() && removed.record_type == record_type
        };
        self.state.removed.retain(|removed| !is_back(removed));
        Ok(())
    }

    /// Notes a record that cannot be taken: one that was withdrawn is gone.
    fn refuse(&mut self, refusal: Refusal) {
        let is_withdrawn = refusal.is_withdrawn();
        match (refusal.record_type, refusal.id) {
            (Some(record_type), Some(id)) if is_withdrawn => self.gone.push(Gone {
                record_type,
                id,
                is_deleted: !refusal.deleted.is_empty(),
            }),
            (_, id) => {
                self.outcome.rejected += 1;
                tracing::warn!(id, "a record is not taken: {}", refusal.reason);
            }
        }
    }

    fn remove_gone(&mut self) -> Result<(), Error> {
        for gone in std::mem::take(&mut self.gone) {
            self.check_stop()?;
            let Gone {
                record_type,
                id,
                is_deleted,
            } = gone;
            if self.update.remove(&record_type, &id, is_deleted)? != Change::Removed {
                continue;
            }
            self.outcome.removed += 1;
            self.state.removed.push(RemovedRecord {
                record_type,
                id,
                removed_at: self.asked_at,
            });
        }
        Ok(())
    }

    fn check_stop(&self) -> Result<(), Error> {
        if self.stop.is_cancelled() {
            return Err(Error::Cancelled);
        }
        Ok(())
    }
}
