//! The memory that a facet is counted in, kept from one search to the next.
//!
//! Most searches count few of the hundred thousand tags. Setting those back to 0 costs less than allocating counters
//! for all.

use std::sync::Mutex;

/// Counters by ordinal, and which of them are not 0.
#[derive(Default)]
pub(crate) struct Counters {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Counters {
    pub fn resize(&mut self, n: usize) {
        self.counts.resize(n, 0);
    }

    #[inline]
    pub fn add(&mut self, ordinal: u32, n: u32) {
        let count = &mut self.counts[ordinal as usize];
        if *count == 0 {
            self.touched.push(ordinal);
        }
        *count += n;
    }

    /// Calls with each ordinal that was counted and its count, and sets all to 0.
    pub fn drain(&mut self, mut act: impl FnMut(u32, u32)) {
        for ordinal in self.touched.drain(..) {
            act(ordinal, std::mem::take(&mut self.counts[ordinal as usize]));
        }
    }
}

/// What one search counts a facet with.
#[derive(Default)]
pub(crate) struct FacetCounters {
    pub by_set: Counters,
    pub by_value: Counters,
    pub seen: LastSeen,
}

/// Which of the things that are counted had a value last, so that each counts once for it.
#[derive(Default)]
pub(crate) struct LastSeen {
    /// By value: the number of the last thing that had it.
    by_value: Vec<u32>,
    n_things: u32,
}

impl LastSeen {
    /// Begins with the next thing, which may have the values below `n_values`.
    pub fn begin(&mut self, n_values: usize) {
        if self.n_things == u32::MAX {
            self.by_value.fill(0);
            self.n_things = 0;
        }
        self.by_value.resize(n_values, 0);
        self.n_things += 1;
    }

    /// Returns whether the thing has not shown this value before.
    pub fn is_new(&mut self, value: u32) -> bool {
        let last = &mut self.by_value[value as usize];
        std::mem::replace(last, self.n_things) != self.n_things
    }
}

/// Idle counters of one facet.
#[derive(Default)]
pub(crate) struct CounterPool(Mutex<Vec<FacetCounters>>);

/// More searches than this at a time are rare; the counters of further ones are dropped.
const MAX_IDLE: usize = 8;

impl CounterPool {
    pub fn take(&self) -> FacetCounters {
        let idle = self.0.lock().ok().and_then(|mut idle| idle.pop());
        idle.unwrap_or_default()
    }

    /// Takes back counters that are all 0.
    pub fn put_back(&self, counters: FacetCounters) {
        if let Ok(mut idle) = self.0.lock()
            && idle.len() < MAX_IDLE
        {
            idle.push(counters);
        }
    }
}
