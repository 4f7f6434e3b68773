//! Series, found by comparing all records with each other.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Date, Edition, Owner, Record};
use jiff::civil;

/// What makes a record an edition, and of what.
pub struct NaiveEdition {
    /// What all editions of a series have.
    series: String,
    edition: Edition,
    /// Folded.
    title: String,
    /// The last day of its period, as far as it is known.
    last: Option<civil::Date>,
    /// In microseconds.
    last_update: Option<i64>,
}

impl NaiveEdition {
    /// Reads the edition of a record with this folded title; `None` where it can be none.
    pub fn of(record: &Record, title: String) -> Option<Self> {
        let edition = Edition::of_title(record.title());
        let owner = record.owner()?;
        let producer = match owner {
            Owner::Organization(organization) => organization.id.clone(),
            Owner::User(_) => None,
        };
        let producer = producer.unwrap_or_else(|| owner.name());
        let has_words = edition.series.chars().any(char::is_alphabetic);
        let known = record.last_update().or(record.created_at());
        let known = known.filter(|_| edition.goes_on).map(Date::day);
        has_words.then(|| Self {
            title,
            last: known.max(edition.last),
            series: format!(
                "{} {producer} {}",
                record.record_type(),
                edition.series_key()
            ),
            edition,
            last_update: record.last_update().map(Date::as_microseconds),
        })
    }

    /// Returns what orders the edition among those of its series.
    fn order(&self, has_dates: bool) -> (Option<i64>, u32) {
        let number = self.edition.number.unwrap_or(0);
        let last = self
            .last
            .map(|day| Date::midnight_of(day).as_microseconds());
        let updated = self.last_update.filter(|_| number == 0);
        // Of undated editions the numbers alone tell.
        (last.or(updated).filter(|_| has_dates), number)
    }
}

/// Returns by record the number of its series; `None` where it belongs to none.
pub fn series(editions: &[Option<NaiveEdition>]) -> Vec<Option<u32>> {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, edition) in editions.iter().enumerate() {
        if let Some(edition) = edition {
            members.entry(&edition.series).or_default().push(at);
        }
    }
    let mut numbers = vec![None; editions.len()];
    for (number, members) in (0..).zip(members.values()) {
        let of_series = members.iter().filter_map(|at| editions[*at].as_ref());
        let of_series: Vec<&NaiveEdition> = of_series.collect();
        let has_dates = of_series.iter().any(|it| it.edition.last.is_some());
        let has_numbers = of_series.iter().any(|it| it.edition.number > Some(0));
        let orders: BTreeSet<_> = of_series.iter().map(|it| it.order(has_dates)).collect();
        let titles: BTreeSet<&str> = of_series.iter().map(|it| it.title.as_str()).collect();
        if orders.len() > 1 && titles.len() > 1 && (has_dates || has_numbers) {
            for at in members {
                numbers[*at] = Some(number);
            }
        }
    }
    numbers
}
