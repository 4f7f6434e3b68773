//! The period that a record covers: declared by its producer, or read from its title.

mod title;

use jiff::civil;
use serde::{Deserialize, Serialize};

use crate::{Dataset, Date, Record, TemporalCoverage};

/// The days that a record is about. One of the ends is known at least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoveredPeriod {
    /// The first day; `None` where the title names none (`jusqu'en 2018`).
    pub start: Option<civil::Date>,
    /// The last day; `None` where the period goes on (`depuis 2010`).
    pub end: Option<civil::Date>,
    /// Whether the producer declares it as temporal coverage; else the title names it.
    pub is_declared: bool,
}

/// Declared ends from this year on mean that there is none: `2099-12-31`, `9999-12-31`.
const FIRST_YEAR_WITHOUT_END: i16 = 2090;

/// Declared starts before this year are mistyped: `0201-01-01` for 2018.
const LEAST_YEAR: i16 = 1000;

/// A title names no period that begins more than so many years after the record last changed: that is a target.
const YEARS_AHEAD: i16 = 1;

impl CoveredPeriod {
    /// Returns the period that a record covers; `None` where neither its producer nor its title says one.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        declared(record).or_else(|| Self::of_title(record))
    }

    /// Returns the period that a record's title names; `None` where it names none.
    #[must_use]
    pub fn of_title(record: &Record) -> Option<Self> {
        let (start, end) = title::period(record.title())?;
        let is_target = start
            .zip(latest_year(record))
            .is_some_and(|(start, latest)| start.year() > latest.saturating_add(YEARS_AHEAD));
        (!is_target).then_some(Self {
            start,
            end,
            is_declared: false,
        })
    }

    /// Returns the last day as far as it is known: that of the last update, where the period goes on.
    #[must_use]
    pub fn known_end(&self, record: &Record) -> Option<civil::Date> {
        self.end.or_else(|| {
            let last_update = record.last_update().or_else(|| record.created_at());
            self.start.max(last_update.map(Date::day))
        })
    }
}

/// Returns the year in which a record last changed or was created, whichever is later.
fn latest_year(record: &Record) -> Option<i16> {
    let latest = record.last_update().max(record.created_at())?;
    Some(latest.day().year())
}

/// Returns the temporal coverage of a dataset, without ends that are none.
fn declared(record: &Record) -> Option<CoveredPeriod> {
    let Record::Dataset(dataset) = record else {
        return None;
    };
    let Dataset {
        temporal_coverage: Some(TemporalCoverage { start, end }),
        ..
    } = &**dataset
    else {
        return None;
    };
    let start = start
        .map(Date::day)
        .filter(|day| day.year() >= LEAST_YEAR)?;
    let end = end
        .map(Date::day)
        .filter(|day| day.year() < FIRST_YEAR_WITHOUT_END);
    let is_in_order = end.is_none_or(|end| start <= end);
    is_in_order.then_some(CoveredPeriod {
        start: Some(start),
        end,
        is_declared: true,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn covered(title: &str, start: Option<&str>, end: Option<&str>) -> String {
        let dataset: Dataset = serde_json::from_value(json!({
            "title": title,
            "last_update": "2024-05-06",
            "temporal_coverage": {"start": start, "end": end},
        }))
        .unwrap();
        let record = Record::Dataset(Box::new(dataset));
        let day = |day: Option<civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        CoveredPeriod::of(&record).map_or_else(String::new, |period| {
            let known_end = day(period.known_end(&record));
            format!("{}/{}/{known_end}", day(period.start), day(period.end))
        })
    }

    #[test]
    fn what_is_declared_comes_before_the_title_unless_it_cannot_be() {
        for (title, start, end, expected) in [
            (
                "Bilan 2020",
                Some("2019-01-01"),
                Some("2019-12-31"),
                "2019-01-01/2019-12-31/2019-12-31",
            ),
            ("Bilan", Some("2019-01-01"), None, "2019-01-01//2024-05-06"),
            (
                "Bilan",
                Some("2019-01-01"),
                Some("2099-12-31"),
                "2019-01-01//2024-05-06",
            ),
            (
                "Délibérations 2018",
                Some("0201-01-01"),
                Some("2018-12-31"),
                "2018-01-01/2018-12-31/2018-12-31",
            ),
            ("Bilan depuis 2010", None, None, "2010-01-01//2024-05-06"),
            ("Réseau en 2040", None, None, ""),
            ("Bilan 2025", None, None, "2025-01-01/2025-12-31/2025-12-31"),
            ("Bilan", None, None, ""),
        ] {
            assert_eq!(covered(title, start, end), expected, "{title} {start:?}");
        }
    }
}
