//! The counts of one facet in the making.

use tantivy::DocId;

use crate::columns::FacetView;

/// Counts the sets of values that documents have; the values' own counts follow from them at the end.
pub(super) struct Tally<'a> {
    view: &'a FacetView,
    /// By set: how many documents or groups have it.
    by_set: Vec<u32>,
    /// By ordinal: what groups of several sets add.
    by_value: Vec<u64>,
    /// By ordinal: the number of the last thing counted that had the value.
    last_seen: Vec<u32>,
    n_seen: u32,
}

impl<'a> Tally<'a> {
    pub fn new(view: &'a FacetView) -> Self {
        Self {
            view,
            by_set: vec![0; view.column.n_sets()],
            by_value: vec![0; view.column.values.len()],
            last_seen: Vec::new(),
            n_seen: 0,
        }
    }

    /// Counts documents of a segment.
    pub fn add(&mut self, segment: usize, documents: &[DocId]) {
        let sets = self.view.column.documents(segment);
        for document in documents {
            self.by_set[sets[*document as usize] as usize] += 1;
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
            self.by_set[first as usize] += 1;
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
    fn see(&mut self, set: u32, n: u64) {
        let Self {
            view,
            by_value,
            last_seen,
            n_seen,
            ..
        } = self;
        last_seen.resize(by_value.len(), 0);
        view.each_value_of(set, |ordinal| {
            let last_seen = &mut last_seen[ordinal as usize];
            if std::mem::replace(last_seen, *n_seen) != *n_seen {
                by_value[ordinal as usize] += n;
            }
        });
    }

    /// Returns the count of each value, by ordinal.
    pub fn finish(mut self) -> Vec<u64> {
        for set in 0..self.by_set.len() as u32 {
            let n = u64::from(self.by_set[set as usize]);
            if n > 0 && self.view.values_repeat() {
                self.n_seen += 1;
                self.see(set, n);
            } else if n > 0 {
                for ordinal in self.view.column.set(set) {
                    self.by_value[*ordinal as usize] += n;
                }
            }
        }
        self.by_value
    }
}
