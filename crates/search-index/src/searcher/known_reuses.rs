//! The reuses of a generation, by the datasets that they are made with.

use std::cmp::Reverse;
use std::collections::HashMap;

use catalogue::Reuse;

/// The reuses of a generation, by the ids of their datasets.
#[derive(Default)]
pub(super) struct Reuses {
    /// The most viewed ones first.
    all: Vec<Reuse>,
    by_dataset: HashMap<String, Vec<u32>>,
}

impl Reuses {
    pub fn new(mut all: Vec<Reuse>) -> Self {
        all.sort_by(|a, b| {
            let rank = |reuse: &Reuse| Reverse(reuse.views.unwrap_or(0));
            rank(a).cmp(&rank(b)).then_with(|| a.id.cmp(&b.id))
        });
        let mut by_dataset: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, reuse) in all.iter().enumerate() {
            for dataset in &reuse.datasets {
                let of_dataset = by_dataset.entry(dataset.clone()).or_default();
                if of_dataset.last() != Some(&(at as u32)) {
                    of_dataset.push(at as u32);
                }
            }
        }
        Self { all, by_dataset }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the reuses of a dataset, the most viewed ones first.
    pub fn of<'a>(&'a self, dataset: &str) -> impl ExactSizeIterator<Item = &'a Reuse> + use<'a> {
        let known = self.by_dataset.get(dataset);
        let places: &[u32] = known.map_or(&[], Vec::as_slice);
        places.iter().map(|at| &self.all[*at as usize])
    }
}
