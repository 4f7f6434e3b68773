//! What a source announced, and what came of it.

use crate::gap::Gap;

/// What a source announced, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    /// How many records the source says that it has; `None` where it does not say.
    pub(crate) announced: Option<u64>,
    /// How many of its records came, each counted once; `None` where only the intake can tell.
    pub(crate) fetched: Option<u64>,
    /// How many of its records did not come.
    pub(crate) missing: u64,
    /// How many of these are not explained by changes of the source while it was read.
    pub(crate) lost: u64,
    /// How many records came again and were passed over before the intake saw them.
    pub(crate) duplicates: u64,
    /// What is missing, page by page.
    pub(crate) gaps: Vec<Gap>,
}

impl Tally {
    /// Adds what another list or another source announced and gave.
    pub(crate) fn add(&mut self, other: Self) {
        self.announced = sum(self.announced, other.announced);
        self.fetched = sum(self.fetched, other.fetched);
        self.missing = self.missing.saturating_add(other.missing);
        self.lost = self.lost.saturating_add(other.lost);
        self.duplicates += other.duplicates;
        self.gaps.extend(other.gaps);
    }
}

/// Returns the sum of what is known.
fn sum(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    }
}
