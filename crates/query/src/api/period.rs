//! The period that a record covers, as JSON.

use catalogue::CoveredPeriod;
use serde::Serialize;
use utoipa::ToSchema;

/// The days that a record is about.
#[derive(Serialize, ToSchema)]
pub(crate) struct PeriodAnswer {
    /// The first day; null where the title says none (`jusqu'en 2018`).
    #[schema(format = Date)]
    start: Option<String>,
    /// The last day; null where the period goes on (`depuis 2010`). A filter takes it to go on until the last update.
    #[schema(format = Date)]
    end: Option<String>,
    /// Where that is said: `temporal_coverage` or `title`.
    source: &'static str,
}

impl From<CoveredPeriod> for PeriodAnswer {
    fn from(period: CoveredPeriod) -> Self {
        Self {
            start: period.start.map(|day| day.to_string()),
            end: period.end.map(|day| day.to_string()),
            source: if period.is_declared {
                "temporal_coverage"
            } else {
                "title"
            },
        }
    }
}
