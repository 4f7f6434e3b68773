//! What a record's age weighs, whatever the query is: computed when a generation is opened, since a power for each document
//! of each search costs more than all the rest of its score.

use super::freshness::Ages;
use super::weights::Weights;
use crate::columns::Columns;

/// The factors of one document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AgeFactors {
    /// For the time since the last update.
    pub freshness: f32,
    /// For the time since the period that the title names.
    pub period: f32,
}

impl AgeFactors {
    /// Those of a document whose age does not matter.
    pub const NONE: Self = Self {
        freshness: 1.0,
        period: 1.0,
    };
}

/// The factors of every document.
pub(crate) struct RecordAges {
    /// By segment, by document.
    segments: Vec<Vec<AgeFactors>>,
}

impl RecordAges {
    pub fn new(columns: &Columns, weights: &Weights, ages: &Ages) -> Self {
        let of_segment = |segment: usize| {
            let of_segment = &columns.segments[segment];
            let documents = 0..of_segment.n_documents();
            let factors = documents.map(|document| {
                let age = ages.in_years(of_segment, document);
                // Of a series, the newest edition stands for all, and the pass puts the others behind it.
                let is_superseded = columns.series.n_newer(segment, document) > 0;
                let since_period = ages.years_since_period(of_segment, document);
                let since_period = since_period.filter(|_| !is_superseded);
                AgeFactors {
                    freshness: age.map_or(1.0, |years| weights.of_age(years)),
                    period: since_period.map_or(1.0, |years| weights.of_period_age(years)),
                }
            });
            factors.collect()
        };
        Self {
            segments: (0..columns.segments.len()).map(of_segment).collect(),
        }
    }

    /// Returns the factors of a document.
    pub fn get(&self, segment: usize, document: u32) -> AgeFactors {
        self.segments[segment][document as usize]
    }
}
