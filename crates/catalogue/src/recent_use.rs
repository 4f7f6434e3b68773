//! What use records found within the last year, from their counts by month.

use std::collections::BTreeMap;

use crate::record::Record;

impl Record {
    /// Returns how many people began to follow it within the last twelve months that are counted whole, and since; `None`
    /// where its source does not count by month.
    #[must_use]
    pub fn recent_followers(&self) -> Option<u64> {
        match self {
            Self::Dataset(dataset) => of_last_year(dataset.metrics.followers_by_months.as_ref()?),
            Self::Dataservice(dataservice) => {
                of_last_year(dataservice.metrics.followers_by_months.as_ref()?)
            }
        }
    }

    /// Returns how many reuses were built on it in that time; `None` where its source does not count them by month.
    #[must_use]
    pub fn recent_reuses(&self) -> Option<u64> {
        match self {
            Self::Dataset(dataset) => of_last_year(dataset.metrics.reuses_by_months.as_ref()?),
            Self::Dataservice(_) => None,
        }
    }
}

/// Returns the sum of the counts from the month a year before the newest one on; `None` where there is no month.
fn of_last_year(counts: &BTreeMap<String, u64>) -> Option<u64> {
    let dated = counts.iter();
    let dated: Vec<(i32, u64)> = dated
        .filter_map(|(month, count)| Some((month_number(month)?, *count)))
        .collect();
    let newest = dated.iter().map(|(month, _)| *month).max()?;
    let recent = dated.iter().filter(|(month, _)| newest - month <= 12);
    Some(recent.fold(0, |sum, (_, count)| sum.saturating_add(*count)))
}

/// Returns the number of a month that is written like `2024-05`, counted from the year 0.
fn month_number(month: &str) -> Option<i32> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
    let is_sound = (0..=9999).contains(&year) && (1..=12).contains(&month);
    is_sound.then_some(year * 12 + month - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(months: &[(&str, u64)]) -> BTreeMap<String, u64> {
        let months = months.iter();
        months
            .map(|(month, count)| ((*month).to_owned(), *count))
            .collect()
    }

    #[test]
    fn a_year_before_the_newest_month_counts_and_what_is_older_does_not() {
        for (months, expected) in [
            (&[][..], None),
            (&[("nonsense", 3), ("2024-13", 2), ("-4-05", 9)], None),
            (&[("2025-12", 3)], Some(3)),
            (&[("2024-12", 1), ("2025-01", 2), ("2026-01", 4)], Some(6)),
            (&[("2019-05", 40), ("2025-11", 0), ("2025-12", 0)], Some(0)),
            (&[("2025-01", u64::MAX), ("2025-02", 1)], Some(u64::MAX)),
        ] {
            assert_eq!(of_last_year(&counts(months)), expected, "{months:?}");
        }
    }
}
