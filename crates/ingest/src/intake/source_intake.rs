//! A source while its records are taken.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::source::Source;

/// One of the sources, as the intake knows it.
pub(crate) struct SourceIntake {
    pub(super) ordinal: u16,
    pub(super) name: String,
    pub(super) is_remote: bool,
    /// Distinct records, whether taken, set aside, or had from an earlier source.
    pub(super) distinct: AtomicU64,
    /// Distinct records of this source that are in the index, taken from it or from an earlier source.
    pub(super) known: AtomicU64,
    /// Whether there is a reuse or an organization in it.
    pub(super) has_others: AtomicBool,
}

impl SourceIntake {
    pub(crate) fn new(ordinal: usize, source: &Source) -> Self {
        Self {
            ordinal: u16::try_from(ordinal).unwrap_or(u16::MAX),
            name: source.to_string(),
            is_remote: source.is_remote(),
            distinct: AtomicU64::new(0),
            known: AtomicU64::new(0),
            has_others: AtomicBool::new(false),
        }
    }

    /// Returns how many records of the source are in the index.
    pub(crate) fn n_known(&self) -> u64 {
        self.known.load(Ordering::Relaxed)
    }

    /// Returns whether there is a reuse or an organization in the source.
    pub(crate) fn has_others(&self) -> bool {
        self.has_others.load(Ordering::Relaxed)
    }

    /// Returns how many distinct records came from the source.
    pub(crate) fn n_distinct(&self) -> u64 {
        self.distinct.load(Ordering::Relaxed)
    }
}
