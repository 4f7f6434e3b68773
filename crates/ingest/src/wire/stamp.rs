//! Records by their ids and dates alone.

use catalogue::{Date, RecordType};
use serde::Deserialize;

use super::{Moment, Text};

const DATASET_FIELDS: &str = "id,slug,last_modified,last_update,internal,archived";
const DATASERVICE_FIELDS: &str = "id,slug,created_at,metadata_modified_at,archived_at";

/// Returns the mask of a page of which only the ids and dates are wanted.
pub(crate) fn stamps_mask(record_type: &RecordType) -> String {
    let fields = match record_type {
        RecordType::Dataservice => DATASERVICE_FIELDS,
        _ => DATASET_FIELDS,
    };
    format!("data{{{fields}}},total,next_page")
}

/// The names and the dates of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Stamp {
    pub(crate) id: String,
    pub(crate) slug: Option<String>,
    /// When the platform last changed the record, if it says so. Of all dates it alone is nobody's claim.
    pub(crate) modified: Option<Date>,
    /// When the platform created it, if it says so.
    pub(crate) created: Option<Date>,
    /// When its metadata changed, by the portal that it was harvested from where there is one.
    pub(crate) last_modified: Option<Date>,
    /// When its data changed, by the same: what `-last_update` sorts by.
    pub(crate) last_update: Option<Date>,
    pub(crate) is_archived: bool,
}

impl Stamp {
    /// Reads the stamp of a record; `None` where it has no id.
    pub(crate) fn read(record_type: &RecordType, json: &str) -> Option<Self> {
        let wire: WireStamp = serde_json::from_str(json).ok()?;
        let id = wire.id.0?;
        let internal = wire.internal.unwrap_or_default();
        let is_dataservice = *record_type == RecordType::Dataservice;
        let modified = if is_dataservice {
            wire.metadata_modified_at.0
        } else {
            internal.last_modified_internal.0
        };
        Some(Self {
            id,
            slug: wire.slug.0,
            modified,
            created: internal.created_at_internal.0,
            last_modified: wire.last_modified.0.or(wire.metadata_modified_at.0),
            last_update: wire.last_update.0.or(wire.metadata_modified_at.0),
            is_archived: wire.archived.0.is_some() || wire.archived_at.0.is_some(),
        })
    }

    /// Returns the latest of its dates. One that lies behind `now` is a claim about the future, and counts only where
    /// there is no other.
    pub(crate) fn newest(&self, now: Date) -> Option<Date> {
        let dates = [self.modified, self.last_modified, self.last_update];
        let dates = dates.into_iter().flatten();
        dates
            .clone()
            .filter(|date| *date <= now)
            .max()
            .or(dates.max())
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireStamp {
    id: Text,
    slug: Text,
    last_modified: Moment,
    last_update: Moment,
    metadata_modified_at: Moment,
    internal: Option<WireInternal>,
    archived: Moment,
    archived_at: Moment,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireInternal {
    created_at_internal: Moment,
    last_modified_internal: Moment,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_newest_date_is_no_claim_about_the_future_where_there_is_another() {
        let now: Date = "2026-01-16T08:00:00Z".parse().unwrap();
        for (json, expected) in [
            (
                json!({"id": "1", "last_update": "2050-01-01", "internal": {"last_modified_internal": "2026-01-02"}}),
                Some("2026-01-02"),
            ),
            (
                json!({"id": "1", "last_update": "2050-01-01"}),
                Some("2050-01-01"),
            ),
            (
                json!({"id": "1", "last_update": "2025-05-01", "last_modified": "2025-06-01", "internal": null}),
                Some("2025-06-01"),
            ),
            (json!({"id": "1", "last_update": null}), None),
        ] {
            let stamp = Stamp::read(&RecordType::Dataset, &json.to_string()).unwrap();
            let expected = expected.map(|date| date.parse().unwrap());
            assert_eq!(stamp.newest(now), expected, "{json}");
        }
    }

    #[test]
    fn a_record_without_an_id_has_no_stamp() {
        assert_eq!(Stamp::read(&RecordType::Dataset, "{}"), None);
        let json =
            json!({"id": "1", "metadata_modified_at": "2026-01-02", "archived_at": "2026-01-03"});
        let stamp = Stamp::read(&RecordType::Dataservice, &json.to_string()).unwrap();
        assert_eq!(stamp.modified, Some("2026-01-02".parse().unwrap()));
        assert!(stamp.is_archived);
    }
}
