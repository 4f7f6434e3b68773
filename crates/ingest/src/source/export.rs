//! Catalogue exports: CSV with `;`, read by the names in the header, whatever their order and number.

mod joined_rows;
mod row;

use std::collections::HashMap;

use catalogue::{Date, Record, RecordType};
use csv::{ByteRecord, StringRecord};

use self::row::Cells;
use crate::wire::{
    self, Moment, Refusal, StateDate, Text, WireDataservice, WireDataset, WireProfile,
    WireResource, WireReuse,
};

/// Columns that an export of dataservices has and one of datasets has not.
const DATASERVICE_COLUMNS: [&str; 4] = [
    "base_api_url",
    "machine_documentation_url",
    "technical_documentation_url",
    "metadata_modified_at",
];

/// Columns of exports of other things, which have ids and titles too, and the name of these things.
const OTHER_COLUMNS: [(&str, &str); 1] = [("subject", "discussions")];

/// What the rows of an export describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Datasets,
    Dataservices,
    /// Joined with datasets.
    Resources,
    /// Joined with what they own.
    Organizations,
    /// Told of the datasets that they are made with.
    Reuses,
}

impl Subject {
    /// Tells the subject by the columns that only its export has.
    fn of(has: impl Fn(&str) -> bool) -> Self {
        if has("dataset.id") {
            Self::Resources
        } else if has("remote_url") {
            Self::Reuses
        } else if has("members_count") || has("business_number_id") {
            Self::Organizations
        } else if DATASERVICE_COLUMNS.iter().any(|column| has(column)) {
            Self::Dataservices
        } else {
            Self::Datasets
        }
    }

    /// Returns the columns without which its rows say nothing.
    fn needed_columns(self) -> &'static [&'static str] {
        match self {
            Self::Datasets | Self::Dataservices => &["id", "title"],
            Self::Reuses => &["id", "title", "datasets"],
            Self::Resources => &["dataset.id", "id"],
            Self::Organizations => &["id", "name"],
        }
    }

    /// Returns whether its rows complete the records of other sources.
    pub(crate) fn is_joined(self) -> bool {
        matches!(self, Self::Resources | Self::Organizations | Self::Reuses)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Datasets => "datasets",
            Self::Dataservices => "dataservices",
            Self::Resources => "resources",
            Self::Organizations => "organizations",
            Self::Reuses => "reuses",
        }
    }
}

/// The header of an export.
#[derive(Debug)]
pub(crate) struct Columns {
    subject: Subject,
    /// The index of each column by its name.
    indices: HashMap<String, usize>,
    /// How many columns there are.
    width: usize,
}

/// A row in the API's shape.
pub(crate) enum Row {
    /// Of an export of datasets.
    Dataset(Box<WireDataset>),
    /// Of an export of dataservices.
    Dataservice(Box<WireDataservice>),
}

impl Row {
    /// Converts to the catalogue's type.
    pub(crate) fn into_record(self) -> Result<Record, Refusal> {
        match self {
            Self::Dataset(wire) => wire::dataset_record(*wire),
            Self::Dataservice(wire) => wire::dataservice_record(*wire),
        }
    }

    /// Returns the row as an API object, for a snapshot.
    pub(crate) fn to_json(&self) -> serde_json::Result<String> {
        match self {
            Self::Dataset(wire) => serde_json::to_string(wire),
            Self::Dataservice(wire) => serde_json::to_string(wire),
        }
    }
}

impl Columns {
    /// Reads a header; fails with the reason if it is not that of an export of datasets or of dataservices.
    pub(crate) fn read(header: &ByteRecord) -> Result<Self, String> {
        let header = StringRecord::from_byte_record_lossy(header.clone());
        let mut indices = HashMap::new();
        for (index, name) in header.iter().enumerate() {
            indices.entry(name.trim().to_owned()).or_insert(index);
        }
        if let Some((column, subject)) = OTHER_COLUMNS
            .iter()
            .find(|(column, _)| indices.contains_key(*column))
        {
            return Err(format!(
                "an export of {subject}, told by its column `{column}`, where one of datasets, \
                 dataservices, resources, organizations or reuses is expected"
            ));
        }
        let subject = Subject::of(|column| indices.contains_key(column));
        let missing: Vec<String> = subject
            .needed_columns()
            .iter()
            .filter(|name| !indices.contains_key(**name))
            .map(|name| format!("`{name}`"))
            .collect();
        if !missing.is_empty() {
            let beginning = header
                .iter()
                .take(8)
                .map(shorten)
                .collect::<Vec<_>>()
                .join("`, `");
            let (plural, missing) = (
                if missing.len() > 1 { "s" } else { "" },
                missing.join(" and "),
            );
            let subject = match subject {
                Subject::Datasets | Subject::Dataservices => "datasets or of dataservices",
                other => other.name(),
            };
            return Err(format!(
                "no export of {subject}: the column{plural} {missing} missing from its header, which begins with \
                 `{beginning}`"
            ));
        }
        Ok(Self {
            subject,
            indices,
            width: header.len(),
        })
    }

    /// Returns what the rows describe.
    pub(crate) fn subject(&self) -> Subject {
        self.subject
    }

    /// Returns the id of the dataset that a resource's row belongs to.
    pub(crate) fn dataset_id<'a>(&self, row: &'a ByteRecord) -> Option<&'a [u8]> {
        let cell = self
            .indices
            .get("dataset.id")
            .and_then(|index| row.get(*index))?;
        Some(cell.trim_ascii()).filter(|id| !id.is_empty())
    }

    /// Returns a row of resources in the API's shape.
    pub(crate) fn resource(&self, row: &ByteRecord) -> WireResource {
        let fields = StringRecord::from_byte_record_lossy(row.clone());
        self.cells(&fields).resource()
    }

    /// Returns a row of organizations in the API's shape.
    pub(crate) fn organization(&self, row: &ByteRecord) -> Result<WireProfile, Refusal> {
        self.check_width(row)?;
        let fields = StringRecord::from_byte_record_lossy(row.clone());
        Ok(self.cells(&fields).profile())
    }

    /// Returns a row of reuses in the API's shape.
    pub(crate) fn reuse(&self, row: &ByteRecord) -> Result<WireReuse, Refusal> {
        self.check_width(row)?;
        let fields = StringRecord::from_byte_record_lossy(row.clone());
        Ok(self.cells(&fields).reuse())
    }

    fn cells<'a>(&'a self, fields: &'a StringRecord) -> Cells<'a> {
        Cells {
            indices: &self.indices,
            fields,
        }
    }

    /// Refuses a row that has more or fewer cells than the header.
    pub(crate) fn check_width(&self, row: &ByteRecord) -> Result<(), Refusal> {
        if row.len() == self.width {
            return Ok(());
        }
        let id = self.indices.get("id").and_then(|index| row.get(*index));
        Err(Refusal {
            record_type: match self.subject {
                Subject::Datasets => Some(RecordType::Dataset),
                Subject::Dataservices => Some(RecordType::Dataservice),
                Subject::Resources | Subject::Organizations | Subject::Reuses => None,
            },
            id: id.and_then(|id| Text::new(String::from_utf8_lossy(id)).0),
            reason: format!("{} columns where the header has {}", row.len(), self.width),
            ..Refusal::default()
        })
    }

    /// Returns how many columns there are.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Returns whether a row has all cells, with an id that can be one.
    pub(crate) fn is_whole(&self, row: &ByteRecord) -> bool {
        let id = self.indices.get("id").and_then(|index| row.get(*index));
        let is_id = |id: &[u8]| {
            !id.is_empty()
                && id
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        };
        row.len() == self.width && id.is_some_and(is_id)
    }

    /// Returns the date in a cell of a row, if there is one.
    pub(crate) fn date(&self, row: &ByteRecord, column: &str) -> Option<Date> {
        let cell = row.get(*self.indices.get(column)?)?;
        Moment::read(std::str::from_utf8(cell).ok()?).0
    }

    /// Returns a row in the API's shape.
    pub(crate) fn read_row(&self, row: &ByteRecord) -> Result<Row, Refusal> {
        self.check_width(row)?;
        // Bytes that are no UTF-8 become U+FFFD: a few wrong letters are no reason to lose a record.
        let fields = StringRecord::from_byte_record_lossy(row.clone());
        let cells = self.cells(&fields);
        let archived = StateDate::read(cells.get("archived"))
            .unwrap_or_else(|_| StateDate(Some(cells.last_date())));
        match self.subject {
            Subject::Datasets => Ok(Row::Dataset(Box::new(cells.dataset(archived)))),
            Subject::Dataservices => Ok(Row::Dataservice(Box::new(cells.dataservice(archived)))),
            Subject::Resources | Subject::Organizations | Subject::Reuses => Err(Refusal {
                reason: format!("a row of {}", self.subject.name()),
                ..Refusal::default()
            }),
        }
    }
}

fn shorten(name: &str) -> &str {
    name.char_indices()
        .nth(40)
        .map_or(name, |(end, _)| &name[..end])
}

#[cfg(test)]
mod tests {
    use catalogue::License;

    use super::*;

    fn columns(header: &[&str]) -> Result<Columns, String> {
        Columns::read(&ByteRecord::from(header.to_vec()))
    }

    fn dataset(header: &[&str], row: &[&str]) -> catalogue::Dataset {
        let row = columns(header)
            .unwrap()
            .read_row(&ByteRecord::from(row.to_vec()))
            .unwrap();
        match row.into_record().unwrap() {
            Record::Dataset(dataset) => *dataset,
            Record::Dataservice(_) => panic!("the header was of datasets"),
        }
    }

    #[test]
    fn the_header_tells_what_the_rows_describe() {
        for (header, expected) in [
            (vec!["id", "title"], Ok(Subject::Datasets)),
            (
                vec!["quality_score", " title ", "id"],
                Ok(Subject::Datasets),
            ),
            (
                vec!["id", "title", "technical_documentation_url"],
                Ok(Subject::Dataservices),
            ),
            (
                vec!["id", "title", "datasets", "remote_url"],
                Ok(Subject::Reuses),
            ),
            (
                vec!["id", "title", "remote_url"],
                Err("no export of reuses: the column `datasets` missing"),
            ),
            (
                vec!["id", "title", "subject"],
                Err("an export of discussions"),
            ),
            (vec!["extras", "dataset.id", "id"], Ok(Subject::Resources)),
            (
                vec!["id", "name", "members_count"],
                Ok(Subject::Organizations),
            ),
            (
                vec!["dataset.id", "url"],
                Err("no export of resources: the column `id` missing"),
            ),
            (
                vec!["id", "name"],
                Err("no export of datasets or of dataservices: the column `title` missing"),
            ),
            (
                vec!["id,title,slug"],
                Err(
                    "no export of datasets or of dataservices: the columns `id` and `title` missing",
                ),
            ),
        ] {
            let found = columns(&header).map(|columns| columns.subject);
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{header:?}"),
                (Err(found), Err(expected)) => {
                    assert!(found.starts_with(expected), "{header:?}: {found}");
                }
                (found, expected) => panic!("{header:?}: {found:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn a_row_becomes_a_dataset() {
        let dataset = dataset(
            &[
                "id",
                "title",
                "license",
                "archived",
                "featured",
                "tags",
                "owner",
                "owner_id",
                "organization",
                "organization_id",
                "metric.reuses_by_months",
                "metric.followers_by_months",
                "quality_score",
                "resources_count",
                "resources_formats",
                "temporal_coverage.start",
                "created_at",
                "harvest.domain",
            ],
            &[
                "5aaaaaaaaaaaaaaaaaaaaaaa",
                "Eau",
                "Open Data Commons Open Database License (ODbL)",
                "2026-01-07T09:41:23.311000",
                "True",
                "eau,,sante",
                "jeanne-dupond",
                "5b",
                "",
                "",
                "{'2025-01': 0, '2025-02': 3}",
                "0",
                "0.56",
                "6",
                "esri shapefile (shp),csv",
                "2024-01-01",
                "0003-02-05T00:00:00",
                "eau.test",
            ],
        );
        assert_eq!(dataset.license, Some(License::from("odc-odbl")));
        assert!(dataset.archived.is_some());
        assert_eq!(dataset.featured, Some(true));
        assert_eq!(dataset.tags.unwrap(), ["eau", "sante"]);
        assert_eq!(
            dataset
                .owner
                .as_ref()
                .map(catalogue::Owner::name)
                .as_deref(),
            Some("jeanne-dupond")
        );
        assert_eq!(
            dataset.metrics.reuses_by_months.unwrap().get("2025-02"),
            Some(&3)
        );
        assert_eq!(dataset.metrics.followers_by_months, None);
        assert_eq!(
            dataset.quality.and_then(|quality| quality.score),
            Some(0.56)
        );
        let summary = dataset.resource_summary.unwrap();
        assert_eq!((summary.count, summary.main_count), (Some(6), None));
        assert_eq!(summary.formats.unwrap(), ["esri shapefile (shp)", "csv"]);
        assert!(dataset.temporal_coverage.unwrap().end.is_none());
        assert_eq!(
            dataset.created_at.unwrap().to_string(),
            "0003-02-05T00:00:00+00:00"
        );
        assert_eq!(dataset.harvest.unwrap().domain.as_deref(), Some("eau.test"));
        // Not in this header, so not known.
        assert_eq!(
            (dataset.badges, dataset.spatial, dataset.page),
            (None, None, None)
        );
    }

    #[test]
    fn an_unknown_licence_keeps_its_title() {
        let dataset = dataset(&["id", "title", "license"], &["1", "Eau", "CC BY-NC 4.0"]);
        assert_eq!(dataset.license.unwrap().id(), "CC BY-NC 4.0");
    }

    #[test]
    fn a_dataset_that_was_archived_nobody_knows_when_is_archived() {
        let header = ["id", "title", "archived", "last_modified"];
        let archived = |row: [&str; 4]| dataset(&header, &row).archived.unwrap().to_string();
        assert!(archived(["1", "Eau", "True", "2024-02-01"]).starts_with("2024-02-01"));
        assert!(archived(["1", "Eau", "oui", ""]).starts_with("1970-01-01"));
    }

    #[test]
    fn a_row_that_cannot_be_read_says_why() {
        let columns = columns(&["id", "title", "archived"]).unwrap();
        for (row, reason) in [
            (vec!["1", "Eau"], "2 columns where the header has 3"),
            (
                vec!["1", "Eau", "False", "x"],
                "4 columns where the header has 3",
            ),
            (vec!["", "Eau", "False"], "no id"),
            (vec!["1", "", "False"], "no title"),
        ] {
            let record = columns
                .read_row(&ByteRecord::from(row.clone()))
                .and_then(Row::into_record);
            assert_eq!(record.unwrap_err().reason, reason, "{row:?}");
        }
    }
}
