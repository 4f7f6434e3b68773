//! What a server that syncs in its own process knows of it.

use std::sync::atomic::{AtomicU64, Ordering};

/// How the syncs of this process went.
#[derive(Debug, Default)]
pub struct SyncFigures {
    n_succeeded: AtomicU64,
    n_failed: AtomicU64,
}

impl SyncFigures {
    /// Counts a sync that succeeded.
    pub fn succeeded(&self) {
        self.n_succeeded.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a sync that failed.
    pub fn failed(&self) {
        self.n_failed.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn n_succeeded(&self) -> u64 {
        self.n_succeeded.load(Ordering::Relaxed)
    }

    pub(crate) fn n_failed(&self) -> u64 {
        self.n_failed.load(Ordering::Relaxed)
    }
}
