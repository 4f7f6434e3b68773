//! The reuses that sources have, told beside the datasets that they are made with.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use catalogue::Reuse;

use crate::limits::ALL_REUSES_BYTES;
use crate::wire::{Refusal, WireReuse};

/// The reuses of a source, as far as they may be told and kept in memory.
pub(crate) struct Reuses {
    source_name: String,
    is_remote: bool,
    n_rows: u64,
    known: Vec<Reuse>,
    n_bytes: usize,
}

impl Reuses {
    /// Returns those of a source that has none yet.
    pub(crate) fn of(source_name: &str, is_remote: bool) -> Self {
        Self {
            source_name: source_name.to_owned(),
            is_remote,
            n_rows: 0,
            known: Vec::new(),
            n_bytes: 0,
        }
    }

    /// Adds a reuse; refuses one without id or title, and all beyond what may be kept in memory.
    pub(crate) fn add(&mut self, wire: WireReuse) -> Result<(), Refusal> {
        self.n_rows += 1;
        let Some(reuse) = wire.into_reuse()? else {
            return Ok(());
        };
        let texts = [&reuse.url, &reuse.page, &reuse.description, &reuse.owner];
        let texts = texts.into_iter().flatten();
        let texts = texts.chain([&reuse.id, &reuse.title]).chain(&reuse.tags);
        let n_bytes: usize = texts.chain(&reuse.datasets).map(String::len).sum();
        if self.n_bytes + n_bytes > ALL_REUSES_BYTES {
            return Err(Refusal {
                id: Some(reuse.id),
                reason: "too many reuses".to_owned(),
                ..Refusal::default()
            });
        }
        self.n_bytes += n_bytes;
        self.known.push(reuse);
        Ok(())
    }
}

/// The reuses of all sources. Any thread may add some.
#[derive(Default)]
pub(crate) struct AllReuses(Mutex<Vec<Reuses>>);

/// How many reuses a source has.
pub(crate) struct ReuseCounts {
    pub(crate) source_name: String,
    pub(crate) n_rows: u64,
    /// How many of those that may be told are made with no dataset that is known.
    pub(crate) n_without_record: u64,
}

impl AllReuses {
    /// Adds those of sources that were read to their end.
    pub(crate) fn extend(&self, reuses: Vec<Reuses>) {
        self.lock().extend(reuses);
    }

    /// Adds an API object of a source.
    pub(crate) fn add(
        &self,
        source_name: &str,
        is_remote: bool,
        json: &str,
    ) -> Result<(), Refusal> {
        let wire = WireReuse::read(json)?;
        let mut all = self.lock();
        let known = all.iter().position(|it| it.source_name == source_name);
        let at = known.unwrap_or_else(|| {
            all.push(Reuses::of(source_name, is_remote));
            all.len() - 1
        });
        all[at].add(wire)
    }

    /// Returns how many there are, by source.
    pub(crate) fn counts(&self, is_known: impl Fn(&str) -> bool) -> Vec<ReuseCounts> {
        let without = |reuse: &&Reuse| !reuse.datasets.iter().any(|id| is_known(id));
        let all = self.lock();
        let counts = all.iter().map(|reuses| ReuseCounts {
            source_name: reuses.source_name.clone(),
            n_rows: reuses.n_rows,
            n_without_record: reuses.known.iter().filter(without).count() as u64,
        });
        counts.collect()
    }

    /// Calls with each one that came from the network, as an API object.
    pub(crate) fn each_fetched<E>(
        &self,
        mut act: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let all = self.lock();
        for reuse in all
            .iter()
            .filter(|it| it.is_remote)
            .flat_map(|it| &it.known)
        {
            // A type of texts can always be written.
            if let Ok(json) = serde_json::to_string(&WireReuse::from(reuse)) {
                act(&json)?;
            }
        }
        Ok(())
    }

    /// Takes all of them. Of several with one id the first counts.
    pub(crate) fn take(&self) -> Vec<Reuse> {
        let all = std::mem::take(&mut *self.lock());
        let mut ids = HashSet::new();
        let known = all.into_iter().flat_map(|reuses| reuses.known);
        known.filter(|reuse| ids.insert(reuse.id.clone())).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Reuses>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
