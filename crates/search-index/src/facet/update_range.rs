//! How long ago a record last changed, in the platform's three ranges.

use catalogue::Date;
use jiff::Span;
use jiff::civil;

/// A range of days up to today. Each holds those before it in the list: what changed in the last 30 days also changed in
/// the last 12 months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UpdateRange {
    Last30Days,
    Last12Months,
    Last3Years,
}

impl UpdateRange {
    /// All ranges, the shortest first.
    pub const ALL: [Self; 3] = [Self::Last30Days, Self::Last12Months, Self::Last3Years];

    pub fn name(self) -> &'static str {
        match self {
            Self::Last30Days => "last_30_days",
            Self::Last12Months => "last_12_months",
            Self::Last3Years => "last_3_years",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Last30Days => "Les 30 derniers jours",
            Self::Last12Months => "Les 12 derniers mois",
            Self::Last3Years => "Les 3 dernières années",
        }
    }

    /// Returns the label of the range of that name; a name that is none is its own.
    pub fn label_of(name: &str) -> &str {
        let range = Self::ALL.into_iter().find(|range| range.name() == name);
        range.map_or(name, |range| range.label())
    }

    /// Returns the moment from which on a change falls in the range, as microseconds since 1970: midnight, UTC, of the
    /// day that lies that far back (the platform's `now-30d/d`).
    pub fn begins_at(self, today: civil::Date) -> i64 {
        let span = match self {
            Self::Last30Days => Span::new().days(30),
            Self::Last12Months => Span::new().months(12),
            Self::Last3Years => Span::new().years(3),
        };
        let first_day = today.saturating_sub(span);
        Date::midnight_of(first_day).as_microseconds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_begins_at_midnight_that_far_back() {
        let today: civil::Date = "2024-02-29".parse().unwrap();
        for (range, first_day) in [
            (UpdateRange::Last30Days, "2024-01-30"),
            (UpdateRange::Last12Months, "2023-02-28"),
            (UpdateRange::Last3Years, "2021-02-28"),
        ] {
            let expected: Date = first_day.parse().unwrap();
            assert_eq!(range.begins_at(today), expected.as_microseconds());
        }
    }
}
