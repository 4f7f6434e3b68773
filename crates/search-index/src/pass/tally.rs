//! The counts of one facet in the making.

use tantivy::DocId;

use crate::columns::{FacetCounters, FacetView};

/// Counts the sets of values that documents have; the values' own counts follow from them at the end.
pub(super) struct Tally<'a> {
    view: &'a FacetView,
    /// By set, how many documents or groups have it; by value, what groups of several sets add.
    counters: FacetCounters,
    /// By ordinal: the number of the last thing counted that had the value.
    last_seen: Vec<u32>,
    n_seen: u32,
}

impl<'a> Tally<'a> {
    pub fn new(view: &'a FacetView) -> Self {
        let mut counters = view.column.counters.take();
        counters.by_set.resize(view.column.n_sets());
        counters.by_value.resize(view.column.values.len());
        Self {
            view,
            counters,
            last_seen: Vec::new(),
            n_seen: 0,
        }
    }

    /// Counts documents of a segment.
    pub fn add(&mut self, segment: usize, documents: &[DocId]) {
        let sets = self.view.column.documents(segment);
        for document in documents {
            self.counters.by_set.add(sets[*document as usize], 1);
        }
    }

    /// Counts documents of any segments as one: once in each value that any of them has.
    pub fn add_group(&mut self, members: impl Iterator<Item = (usize, DocId)> + Clone) {
        let column = &self.view.column;
        let mut sets =
            members.map(|(segment, document)| column.documents(segment)[document as usize]);
        let Some(first) = sets.clone().next() else {
            return;
        };
        if sets.clone().all(|set| set == first) {
            self.counters.by_set.add(first, 1);
            return;
        }
        let mut previous = None;
        self.n_seen += 1;
        for set in sets.by_ref() {
            if previous.replace(set) != Some(set) {
                self.see(set, 1);
            }
        }
    }

    /// Adds to each value of the set that this thing had not shown before.
    fn see(&mut self, set: u32, n: u32) {
        let Self {
            view,
            counters,
            last_seen,
            n_seen,
        } = self;
        last_seen.resize(view.column.values.len(), 0);
        view.each_value_of(set, |ordinal| {
            let last_seen = &mut last_seen[ordinal as usize];
            if std::mem::replace(last_seen, *n_seen) != *n_seen {
                counters.by_value.add(ordinal, n);
            }
        });
    }

    /// Returns the values that occur and their counts, in no order.
    pub fn finish(mut self) -> Vec<(u32, u64)> {
        let mut by_set = std::mem::take(&mut self.counters.by_set);
        by_set.drain(|set, n| {
            if self.view.values_repeat() {
                self.n_seen += 1;
                self.see(set, n);
            } else {
                for ordinal in self.view.column.set(set) {
                    self.counters.by_value.add(*ordinal, n);
                }
            }
        });
        self.counters.by_set = by_set;
        let mut counts = Vec::new();
        let by_value = &mut self.counters.by_value;
        by_value.drain(|ordinal, n| counts.push((ordinal, u64::from(n))));
        self.view.column.counters.put_back(self.counters);
        counts
    }
}
