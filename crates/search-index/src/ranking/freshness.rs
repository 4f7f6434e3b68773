//! How old the records are: how long before the youngest record each was updated.

use catalogue::Date;

use crate::columns::{Columns, SegmentColumns};
use crate::schema::NumberField;

/// The moment from which ages count. It is that of the youngest record and not today's, so that the scores of a
/// generation do not change from one day to the next.
pub(crate) struct Ages {
    /// In microseconds.
    latest_update: i64,
}

impl Ages {
    /// Returns ages until a moment in microseconds.
    #[cfg(test)]
    pub fn until(latest_update: i64) -> Self {
        Self { latest_update }
    }

    pub fn new(columns: &Columns) -> Self {
        let now = Date::now().as_microseconds();
        let segments = columns.segments.iter().enumerate();
        let updates = segments.flat_map(|(at, segment)| {
            let documents = 0..segment.n_documents();
            let alive =
                documents.filter(move |document| !columns.deleted.is_deleted(at, *document));
            alive.filter_map(|document| segment.ranked_update(document))
        });
        // A date in the future is a mistake.
        let past = updates.filter(|update| *update <= now);
        Self {
            latest_update: past.max().unwrap_or(now),
        }
    }

    /// Returns the age of a segment's document in years; `None` where it does not say when it was updated.
    pub fn in_years(&self, columns: &SegmentColumns, document: u32) -> Option<f32> {
        let update = columns.ranked_update(document)?;
        Some(self.years_since(update))
    }

    /// Returns how many years ago the period ended that a document's title names; `None` where it names none.
    pub fn years_since_period(&self, columns: &SegmentColumns, document: u32) -> Option<f32> {
        let end = columns.number(NumberField::EditionLast, document)?;
        Some(self.years_since(end))
    }

    /// Returns whether a moment in microseconds lies before the last update of the youngest record.
    pub fn is_past(&self, moment: i64) -> bool {
        moment < self.latest_update
    }

    /// Returns the years since a moment in microseconds; 0 for one to come.
    pub fn years_since(&self, moment: i64) -> f32 {
        const YEAR: f32 = 365.25 * 24.0 * 3600.0 * 1e6;
        self.latest_update.saturating_sub(moment).max(0) as f32 / YEAR
    }
}
