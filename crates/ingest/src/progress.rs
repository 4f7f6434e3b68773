//! How a rebuild tells how far it has come.

use std::time::Duration;

/// What a rebuild is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// Reading records and adding them to the new generation.
    Reading,
    /// All records are in: checking the new generation and making it the live one.
    Publishing,
}

/// Is told how far a rebuild has come; from several threads at once, so calls should return quickly.
pub trait Progress: Send + Sync {
    /// A source is about to be read.
    fn source_started(&self, source: &str) {
        let _ = source;
    }

    /// The source has so many records. May be called again as a list grows; of a file it is an estimate until its end.
    fn total(&self, records: Option<u64>) {
        let _ = records;
    }

    /// So many more records of the source were dealt with: taken, set aside, or passed over as duplicates.
    fn advanced(&self, records: u64) {
        let _ = records;
    }

    /// Another phase begins.
    fn phase(&self, phase: Phase) {
        let _ = phase;
    }

    /// A request failed and will be made again after the wait.
    fn retrying(&self, reason: &str, wait: Duration) {
        let _ = (reason, wait);
    }
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {}
