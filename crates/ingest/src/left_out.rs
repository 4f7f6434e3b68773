//! The fields of records that could not be read, counted.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How many fields are counted one by one.
const FIELDS_COUNTED: usize = 100;

/// By its path, in how many records a field could not be read and was left out.
#[derive(Default)]
pub(crate) struct LeftOut(Mutex<BTreeMap<String, u64>>);

impl LeftOut {
    /// Counts the fields of a record.
    pub(crate) fn count(&self, fields: Vec<String>) {
        if fields.is_empty() {
            return;
        }
        let mut left_out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for field in fields {
            // Free keys (`extras`) could make any number of paths.
            let is_new = !left_out.contains_key(&field);
            let field = if is_new && left_out.len() >= FIELDS_COUNTED {
                "others".to_owned()
            } else {
                field
            };
            *left_out.entry(field).or_default() += 1;
        }
    }

    /// Returns the counts.
    pub(crate) fn into_counts(self) -> BTreeMap<String, u64> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
