//! A facet as one request sees it.

use std::sync::Arc;

use super::facet_column::FacetColumn;
use super::geozones::ZoneColumn;

/// A facet's column with the rules that the request sets for it.
pub(crate) struct FacetView {
    pub column: Arc<FacetColumn>,
    /// The zones, where the request finds the records about zones that contain a chosen one too.
    widened: Option<ZoneColumn>,
}

impl FacetView {
    pub fn plain(column: &Arc<FacetColumn>) -> Self {
        Self {
            column: Arc::clone(column),
            widened: None,
        }
    }

    /// Returns the view of zones: a zone finds what lies in it or, where that is wanted, only what has it as its own zone;
    /// and beside that, where that is wanted, what is about a zone that contains it.
    pub fn of_zones(zones: &ZoneColumn, is_exact: bool, include_ancestors: bool) -> Self {
        let column = if is_exact { &zones.own } else { &zones.column };
        Self {
            column: Arc::clone(column),
            widened: include_ancestors.then(|| zones.clone()),
        }
    }

    /// Returns whether [`each_value_of`](Self::each_value_of) may call several times with one value.
    pub fn values_repeat(&self) -> bool {
        self.widened.is_some()
    }

    /// Returns by set whether documents with it pass a filter that admits any of the values.
    pub fn any_of(&self, values: &[String]) -> Vec<bool> {
        let mut admitted = vec![false; self.column.n_sets()];
        for value in values {
            self.each_set_with(value, |set| admitted[set as usize] = true);
        }
        admitted
    }

    /// Returns by set whether documents with it pass a filter that requires all of the values.
    pub fn all_of(&self, values: &[String]) -> Vec<bool> {
        let mut admitted = vec![true; self.column.n_sets()];
        for value in values {
            let with_value = self.any_of(std::slice::from_ref(value));
            for (admitted, has_value) in admitted.iter_mut().zip(with_value) {
                *admitted &= has_value;
            }
        }
        admitted
    }

    fn each_set_with(&self, value: &str, mut act: impl FnMut(u32)) {
        if let Some(ordinal) = self.column.values.ordinal(value) {
            for set in self.column.holders(ordinal) {
                act(*set);
            }
        }
        if let Some(zones) = &self.widened {
            for set in zones.containing(value) {
                act(set);
            }
        }
    }

    /// Calls with the ordinal of each value that, as a filter, admits documents with the set.
    pub fn each_value_of(&self, set: u32, mut act: impl FnMut(u32)) {
        for ordinal in self.column.set(set) {
            act(*ordinal);
        }
        if let Some(zones) = &self.widened {
            for ordinal in zones.contained(set) {
                act(ordinal);
            }
        }
    }
}
