//! A record: a dataset or a dataservice, which is what a search finds.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::format::{distinct_formats, distinct_raw_formats};
use crate::{
    AccessAudience, AccessType, Badge, ContactPoint, Dataservice, DataserviceMetrics, Dataset,
    DatasetMetrics, Date, Description, Harvest, License, Owner, RecordType,
};

/// A dataset or a dataservice, with what both have in common under one name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Record {
    /// A dataset.
    Dataset(Box<Dataset>),
    /// A dataservice.
    Dataservice(Box<Dataservice>),
}

/// Reads one field that both kinds of record have under the same name.
macro_rules! shared {
    ($record:expr, $field:ident) => {
        match $record {
            Record::Dataset(dataset) => &dataset.$field,
            Record::Dataservice(dataservice) => &dataservice.$field,
        }
    };
}

impl Record {
    /// Returns its type.
    #[must_use]
    pub fn record_type(&self) -> RecordType {
        match self {
            Self::Dataset(_) => RecordType::Dataset,
            Self::Dataservice(_) => RecordType::Dataservice,
        }
    }

    /// Returns its id: 24 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> &str {
        shared!(self, id)
    }

    /// Returns the same record without the figures of its use, which change every day and which nobody wrote.
    #[must_use]
    pub fn without_use(&self) -> Self {
        let mut record = self.clone();
        match &mut record {
            Self::Dataset(dataset) => {
                dataset.metrics = DatasetMetrics::default();
                for resource in dataset.resources.iter_mut().flatten() {
                    resource.downloads = None;
                }
            }
            Self::Dataservice(dataservice) => dataservice.metrics = DataserviceMetrics::default(),
        }
        record
    }

    /// Returns its title.
    #[must_use]
    pub fn title(&self) -> &str {
        shared!(self, title)
    }

    /// Returns its acronym.
    #[must_use]
    pub fn acronym(&self) -> Option<&str> {
        shared!(self, acronym).as_deref()
    }

    /// Returns the last part of its page's address; the id where it has none.
    #[must_use]
    pub fn slug(&self) -> &str {
        shared!(self, slug)
            .as_deref()
            .filter(|slug| !slug.is_empty())
            .unwrap_or(self.id())
    }

    /// Returns its description.
    #[must_use]
    pub fn description(&self) -> &Description {
        shared!(self, description)
    }

    /// Returns its tags; none where the source does not give them.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        shared!(self, tags).as_deref().unwrap_or_default()
    }

    /// Returns its free keys; none where the source does not give them.
    pub fn extras(&self) -> impl Iterator<Item = (&str, &Value)> {
        let extras = shared!(self, extras).iter().flatten();
        extras.map(|(key, value)| (key.as_str(), value))
    }

    /// Returns the audiences that may get it under a condition; none where the source does not give them.
    #[must_use]
    pub fn access_audiences(&self) -> &[AccessAudience] {
        shared!(self, access_audiences)
            .as_deref()
            .unwrap_or_default()
    }

    /// Returns whom to ask about it; nobody where the source does not say.
    #[must_use]
    pub fn contact_points(&self) -> &[ContactPoint] {
        shared!(self, contact_points).as_deref().unwrap_or_default()
    }

    /// Returns what its source says beyond the fields of this crate, in the shape of the API.
    #[must_use]
    pub fn others(&self) -> &Map<String, Value> {
        shared!(self, others)
    }

    /// Returns the same, to be changed.
    pub fn others_mut(&mut self) -> &mut Map<String, Value> {
        match self {
            Self::Dataset(dataset) => &mut dataset.others,
            Self::Dataservice(dataservice) => &mut dataservice.others,
        }
    }

    /// Returns whether its source gives its tags, be they none.
    #[must_use]
    pub fn has_known_tags(&self) -> bool {
        shared!(self, tags).is_some()
    }

    /// Returns whether its source gives its badges, be they none.
    #[must_use]
    pub fn has_known_badges(&self) -> bool {
        shared!(self, badges).is_some()
    }

    /// Returns its badges; none where the source does not give them.
    #[must_use]
    pub fn badges(&self) -> &[Badge] {
        shared!(self, badges).as_deref().unwrap_or_default()
    }

    /// Returns its licence.
    #[must_use]
    pub fn license(&self) -> Option<&License> {
        shared!(self, license).as_ref()
    }

    /// Returns who may get it.
    #[must_use]
    pub fn access_type(&self) -> Option<&AccessType> {
        shared!(self, access_type).as_ref()
    }

    /// Returns the organization or the person that it belongs to.
    #[must_use]
    pub fn owner(&self) -> Option<&Owner> {
        shared!(self, owner).as_ref()
    }

    /// Returns whether the platform features it, where the source says so.
    #[must_use]
    pub fn featured(&self) -> Option<bool> {
        *shared!(self, featured)
    }

    /// Returns when it was created.
    #[must_use]
    pub fn created_at(&self) -> Option<Date> {
        *shared!(self, created_at)
    }

    /// Returns when it last changed: a dataset's data, a dataservice's description.
    ///
    /// Where the source does not say when a dataset's data changed (the exports do not), the platform's own rule for
    /// a dataset without dated resources applies: the date of its metadata.
    #[must_use]
    pub fn last_update(&self) -> Option<Date> {
        match self {
            Self::Dataset(dataset) => dataset.last_update.or_else(|| {
                let harvested = dataset
                    .harvest
                    .as_ref()
                    .and_then(|harvest| harvest.modified_at);
                harvested.or(dataset.last_modified)
            }),
            Self::Dataservice(dataservice) => dataservice.metadata_modified_at,
        }
    }

    /// Returns when it was archived, if it was.
    #[must_use]
    pub fn archived_at(&self) -> Option<Date> {
        match self {
            Self::Dataset(dataset) => dataset.archived,
            Self::Dataservice(dataservice) => dataservice.archived_at,
        }
    }

    /// Returns where it was harvested from, if it was.
    #[must_use]
    pub fn harvest(&self) -> Option<&Harvest> {
        shared!(self, harvest).as_ref()
    }

    /// Returns whether the public may see it: not a draft, not deleted.
    #[must_use]
    pub fn is_public(&self) -> bool {
        let deleted = match self {
            Self::Dataset(dataset) => dataset.deleted,
            Self::Dataservice(dataservice) => dataservice.deleted_at,
        };
        *shared!(self, private) != Some(true) && deleted.is_none()
    }

    /// Returns its page on the platform.
    #[must_use]
    pub fn page(&self) -> Option<&str> {
        match self {
            Self::Dataset(dataset) => dataset.page.as_deref(),
            Self::Dataservice(dataservice) => dataservice.self_web_url.as_deref(),
        }
    }

    /// Returns its distinct formats, canonical: those of a dataset's resources, or the dataservice's own.
    #[must_use]
    pub fn formats(&self) -> Vec<String> {
        match self {
            Self::Dataset(dataset) => dataset.formats(),
            Self::Dataservice(dataservice) => {
                distinct_formats(dataservice.format.as_deref().into_iter())
            }
        }
    }

    /// Returns the distinct spellings of its formats, normalized, without those that [`formats`](Self::formats) returns.
    #[must_use]
    pub fn raw_formats(&self) -> Vec<String> {
        match self {
            Self::Dataset(dataset) => dataset.raw_formats(),
            Self::Dataservice(dataservice) => {
                distinct_raw_formats(dataservice.format.as_deref().into_iter())
            }
        }
    }

    /// Returns whether its source says which formats it has.
    #[must_use]
    pub fn has_known_formats(&self) -> bool {
        match self {
            Self::Dataset(dataset) => {
                let summary = dataset.resource_summary.as_ref();
                dataset.resources.is_some()
                    || summary.is_some_and(|summary| summary.formats.is_some())
            }
            Self::Dataservice(dataservice) => dataservice.format.is_some(),
        }
    }

    /// Returns whether its source says which geozones it declares, be they none.
    #[must_use]
    pub fn has_known_geozones(&self) -> bool {
        match self {
            Self::Dataset(dataset) => dataset
                .spatial
                .as_ref()
                .is_some_and(|spatial| spatial.zones.is_some()),
            Self::Dataservice(_) => false,
        }
    }

    /// Returns the ids of the geozones that it declares.
    #[must_use]
    pub fn geozones(&self) -> &[String] {
        match self {
            Self::Dataset(dataset) => dataset
                .spatial
                .as_ref()
                .and_then(|spatial| spatial.zones.as_deref()),
            Self::Dataservice(_) => None,
        }
        .unwrap_or_default()
    }

    /// Returns how often its page was viewed.
    #[must_use]
    pub fn views(&self) -> Option<u64> {
        match self {
            Self::Dataset(dataset) => dataset.metrics.views,
            Self::Dataservice(dataservice) => dataservice.metrics.views,
        }
    }

    /// Returns how many people follow it.
    #[must_use]
    pub fn followers(&self) -> Option<u64> {
        match self {
            Self::Dataset(dataset) => dataset.metrics.followers,
            Self::Dataservice(dataservice) => dataservice.metrics.followers,
        }
    }

    /// Returns how many reuses were built on it.
    #[must_use]
    pub fn reuses(&self) -> Option<u64> {
        match self {
            Self::Dataset(dataset) => dataset.metrics.reuses,
            Self::Dataservice(dataservice) => dataservice.metrics.reuses,
        }
    }

    /// Returns how often its resources were downloaded; a dataservice has none.
    #[must_use]
    pub fn resources_downloads(&self) -> Option<u64> {
        match self {
            Self::Dataset(dataset) => dataset.metrics.resources_downloads,
            Self::Dataservice(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dataset(json: serde_json::Value) -> Record {
        Record::Dataset(Box::new(serde_json::from_value(json).unwrap()))
    }

    fn dataservice(json: serde_json::Value) -> Record {
        Record::Dataservice(Box::new(serde_json::from_value(json).unwrap()))
    }

    #[test]
    fn a_record_says_its_type_in_json() {
        for (record, record_type) in [
            (dataset(json!({"id": "a"})), "dataset"),
            (dataservice(json!({"id": "b"})), "dataservice"),
        ] {
            let json = serde_json::to_value(&record).unwrap();
            assert_eq!(json["type"], record_type);
            assert_eq!(record.record_type().id(), record_type);
            assert_eq!(serde_json::from_value::<Record>(json).unwrap(), record);
        }
    }

    #[test]
    fn the_id_stands_in_for_a_missing_slug() {
        for (json, expected) in [
            (json!({"id": "53699934", "slug": "bornes"}), "bornes"),
            (json!({"id": "53699934", "slug": ""}), "53699934"),
            (json!({"id": "53699934"}), "53699934"),
        ] {
            assert_eq!(dataset(json.clone()).slug(), expected);
            assert_eq!(dataservice(json).slug(), expected);
        }
    }

    #[test]
    fn the_last_update_is_the_first_date_known_of_data_origin_and_metadata() {
        let day = |record: Record| record.last_update().map(|date| date.day().to_string());
        let all = json!({
            "last_update": "2023-03-03", "harvest": {"modified_at": "2022-02-02"}, "last_modified": "2021-01-01"
        });
        for (absent, expected) in [
            (&[][..], Some("2023-03-03")),
            (&["last_update"], Some("2022-02-02")),
            (&["last_update", "harvest"], Some("2021-01-01")),
            (&["last_update", "harvest", "last_modified"], None),
        ] {
            let mut json = all.clone();
            for field in absent {
                json[field] = serde_json::Value::Null;
            }
            assert_eq!(
                day(dataset(json)).as_deref(),
                expected,
                "without {absent:?}"
            );
        }
        let described = json!({"created_at": "2019-09-09", "metadata_modified_at": "2020-10-10"});
        assert_eq!(day(dataservice(described)).as_deref(), Some("2020-10-10"));
    }

    #[test]
    fn drafts_and_deleted_records_are_not_public_but_archived_ones_are() {
        assert!(dataset(json!({})).is_public());
        assert!(dataset(json!({"private": false, "archived": "2024-01-01"})).is_public());
        assert!(!dataset(json!({"private": true})).is_public());
        assert!(!dataset(json!({"deleted": "2024-01-01"})).is_public());
        assert!(dataservice(json!({"archived_at": "2024-01-01"})).is_public());
        assert!(!dataservice(json!({"private": true})).is_public());
        assert!(!dataservice(json!({"deleted_at": "2024-01-01"})).is_public());
    }

    #[test]
    fn formats_are_those_of_the_resources_or_the_dataservices_own() {
        let files = json!({"resources": [{"format": "CSV"}, {"format": "csv"}]});
        assert_eq!(dataset(files).formats(), ["csv"]);
        let service = dataservice(json!({"format": "REST"}));
        assert_eq!(service.formats(), ["api"]);
        assert_eq!(service.raw_formats(), ["rest"]);
        assert!(dataservice(json!({})).formats().is_empty());
    }

    #[test]
    fn what_only_the_other_kind_has_is_absent() {
        let record = dataservice(json!({"metrics": {"views": 3}}));
        assert_eq!(record.views(), Some(3));
        assert_eq!(record.resources_downloads(), None);
        assert!(record.geozones().is_empty());
        let record = dataset(json!({"spatial": {"zones": ["country:fr"]}}));
        assert_eq!(record.geozones(), ["country:fr"]);
    }
}
