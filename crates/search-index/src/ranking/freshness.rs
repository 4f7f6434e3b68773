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
    pub fn new(columns: &Columns) -> Self {
        let now = Date::now().as_microseconds();
        let segments = columns.segments.iter().enumerate();
        let updates = segments.flat_map(|(at, segment)| {
            let deleted = columns.deleted.documents(at);
            let documents = 0..segment.n_documents();
            let alive = documents
                .filter(|document| deleted.is_empty() || deleted.binary_search(document).is_err());
            alive.filter_map(|document| segment.number(NumberField::LastUpdate, document))
        });
        // A date in the future is a mistake.
        let past = updates.filter(|update| *update <= now);
        Self {
            latest_update: past.max().unwrap_or(now),
        }
    }

    /// Returns the age of a segment's document in years; `None` where it does not say when it was updated.
    pub fn in_years(&self, columns: &SegmentColumns, document: u32) -> Option<f32> {
        const YEAR: f32 = 365.25 * 24.0 * 3600.0 * 1e6;
        let update = columns.number(NumberField::LastUpdate, document)?;
        Some((self.latest_update - update).max(0) as f32 / YEAR)
    }
}
