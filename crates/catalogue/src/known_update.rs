//! When a record last changed, as far as that is known beside its own date of last update.

use serde::{Deserialize, Serialize};

use crate::{CoveredPeriod, Date, Record};

/// So many records of one producer that were updated on one day were stamped by a program, not updated.
pub const LEAST_STAMPED: usize = 20;

/// A date of last update that is no update: a program gave it to many records of one producer at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The date that the record states.
    pub date: Date,
    /// The best date that is known otherwise.
    pub known: Option<KnownUpdate>,
}

/// A date that a record's last update has where its own is the stamp of a harvester.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownUpdate {
    /// The date.
    pub date: Date,
    /// What says so.
    pub source: UpdateSource,
}

/// What says when a record last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateSource {
    /// Its newest file.
    Files,
    /// The catalogue that it was harvested from.
    Harvest,
    /// The period that its title names, which ends then.
    Title,
    /// Its creation: nothing is known of later changes.
    Creation,
}

impl UpdateSource {
    /// Returns its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Harvest => "harvest",
            Self::Title => "title",
            Self::Creation => "creation",
        }
    }
}

impl KnownUpdate {
    /// Returns the best date of a record's last update beside its own, which is taken for a stamp: none of the same day, and
    /// none after it, but for the creation. `None` where nothing else is known.
    #[must_use]
    pub fn beside_stamp(record: &Record) -> Option<Self> {
        let stamp = record.last_update()?;
        let is_before = |date: &Date| date.day() < stamp.day();
        let sources = [
            (UpdateSource::Files, newest_file(record, is_before)),
            (UpdateSource::Harvest, harvested(record).filter(is_before)),
            (UpdateSource::Title, end_of_title(record).filter(is_before)),
            (
                UpdateSource::Creation,
                record.created_at().filter(|date| date.day() <= stamp.day()),
            ),
        ];
        let mut known = sources
            .into_iter()
            .filter_map(|(source, date)| date.map(|date| Self { date, source }));
        known.next()
    }
}

fn newest_file(record: &Record, is_before: impl Fn(&Date) -> bool) -> Option<Date> {
    let Record::Dataset(dataset) = record else {
        return None;
    };
    let files = dataset.resources.iter().flatten();
    let dates = files.filter_map(|file| file.last_modified);
    dates.filter(is_before).max()
}

fn harvested(record: &Record) -> Option<Date> {
    match record {
        Record::Dataset(dataset) => dataset.harvest.as_ref()?.modified_at,
        Record::Dataservice(_) => None,
    }
}

/// Returns the last day of the period that a title names.
fn end_of_title(record: &Record) -> Option<Date> {
    let period = CoveredPeriod::of_title(record)?;
    period.end.map(Date::midnight_of)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn known(fields: &Value) -> String {
        let record = Record::Dataset(Box::new(serde_json::from_value(fields.clone()).unwrap()));
        KnownUpdate::beside_stamp(&record).map_or_else(String::new, |known| {
            format!("{} {}", known.source.name(), known.date.day())
        })
    }

    #[test]
    fn the_best_date_beside_a_stamp_is_of_files_then_harvest_then_title_then_creation() {
        let mut fields = json!({
            "title": "Budget 2020",
            "created_at": "2019-03-04",
            "last_update": "2024-11-15T10:00:00",
            "harvest": {"modified_at": "2021-05-06"},
            "resources": [{"last_modified": "2022-02-03"}, {"last_modified": "2024-11-15T09:00:00"}, {}],
        });
        for (field, expected) in [
            ("", "files 2022-02-03"),
            ("resources", "harvest 2021-05-06"),
            ("harvest", "title 2020-12-31"),
            ("title", "creation 2019-03-04"),
            ("created_at", ""),
        ] {
            fields.as_object_mut().unwrap().remove(field);
            assert_eq!(known(&fields), expected, "without {field}");
        }
        let of_one_day = json!({"created_at": "2024-11-15", "last_update": "2024-11-15"});
        assert_eq!(known(&of_one_day), "creation 2024-11-15");
    }
}
