//! The editions of series that were told before: they are read from the store once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use catalogue::Date;

use crate::error::Error;

/// An edition of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEdition {
    /// The record's id.
    pub id: String,
    /// The record's title.
    pub title: String,
    /// The last day of the period that the record's title names: of one that goes on, of the last update; `None` where it
    /// names none.
    pub period_end: Option<Date>,
}

/// Editions by the number of their series: some thousands of series at most.
#[derive(Default)]
pub(super) struct ToldEditions(Mutex<HashMap<u32, Arc<[RecordEdition]>>>);

impl ToldEditions {
    /// Returns the editions of a series, which are read where they were not told yet.
    pub fn of(
        &self,
        series: u32,
        read: impl FnOnce() -> Result<Vec<RecordEdition>, Error>,
    ) -> Result<Arc<[RecordEdition]>, Error> {
        let told = || self.0.lock().ok();
        if let Some(editions) = told().and_then(|told| told.get(&series).cloned()) {
            return Ok(editions);
        }
        let editions: Arc<[RecordEdition]> = read()?.into();
        if let Some(mut told) = told() {
            told.insert(series, Arc::clone(&editions));
        }
        Ok(editions)
    }
}
