//! The API's JSON exactly as sent, and its conversion to catalogue types.
//!
//! Everything may be absent or null; a value of another type than the field's is an error that names its path. This is the
//! only reader of the API's JSON. It is written elsewhere: `query::datagouv` answers in the same shapes, and
//! `query::export` writes records so that they can be read here again.

mod dataservice;
mod dataset;
mod lenient;
mod listed;
mod mend;
mod organization;
mod others;
mod parts;
mod resource;
mod reuse;
mod stamp;

use catalogue::{Record, RecordType};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) use self::dataservice::{WireDataservice, WireDataserviceMetrics, WireDatasetReference};
pub(crate) use self::dataset::{
    WireDataset, WireExport, WireMetrics, WireQuality, WireSpatial, WireTemporalCoverage,
};
pub(crate) use self::lenient::{Flag, Moment, Months, Number, StateDate, Text};
pub(crate) use self::listed::Listed;
use self::mend::Mended;
pub(crate) use self::organization::{WireOrganizationMetrics, WireProfile};
pub(crate) use self::parts::{WireBadge, WireHarvest, WireOrganization, WireUser};
pub(crate) use self::resource::{Schema, WireChecksum, WireResource, WireResourceMetrics};
pub(crate) use self::reuse::{WireReuse, WireReuseMetrics};
pub(crate) use self::stamp::{Stamp, stamps_mask};
use crate::limits::LONGEST_TEXT_BYTES;

/// One page of a list. The records stay text until a converter thread takes them.
#[derive(Debug, Deserialize)]
pub(crate) struct Page<'a> {
    /// The records of this page.
    #[serde(borrow)]
    pub(crate) data: Vec<&'a RawValue>,
    /// How many records the whole list has.
    pub(crate) total: Option<u64>,
    /// How many records a page has.
    pub(crate) page_size: Option<u64>,
    /// The address of the next page; null on the last.
    pub(crate) next_page: Option<String>,
}

/// Why a record was refused, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Refusal {
    /// The type of the record, if that could be told.
    pub(crate) record_type: Option<RecordType>,
    /// Its id, if it could be read.
    pub(crate) id: Option<String>,
    /// Why the record was refused.
    pub(crate) reason: String,
    /// The id and the slug of a public record that the platform has deleted; empty for any other record.
    pub(crate) deleted: Vec<String>,
}

impl Refusal {
    /// Returns whether the record itself is sound, and is not for the public (any more).
    pub(crate) fn is_withdrawn(&self) -> bool {
        self.reason == PRIVATE || !self.deleted.is_empty()
    }
}

/// Why a draft is refused.
const PRIVATE: &str = "private";

/// A record, and what of it could not be read.
#[derive(Debug)]
pub(crate) struct Converted {
    pub(crate) record: Record,
    /// The fields that were left out, as paths without the numbers of items: `resources[].checksum`.
    pub(crate) left_out: Vec<String>,
}

/// What a JSON object describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Described {
    /// A record of that type.
    Record(RecordType),
    /// A reuse of datasets.
    Reuse,
    /// An organization, as a list of organizations gives it.
    Organization,
}

/// Returns what a JSON object describes, by the keys that only one kind has; `None` where it has no such key.
pub(crate) fn tell_kind(json: &str) -> Option<Described> {
    if !json.starts_with('{') {
        return None;
    }
    let keys: Keys = serde_json::from_str(json).ok()?;
    let dataservice = keys.base_api_url
        || keys.machine_documentation_url
        || keys.technical_documentation_url
        || keys.metadata_modified_at
        || keys.self_api_url
        || keys.self_web_url
        || keys.rate_limiting
        || keys.availability;
    let dataset = keys.resources
        || keys.last_modified
        || keys.frequency
        || keys.spatial
        || keys.temporal_coverage
        || keys.quality
        || keys.page
        || keys.export;
    match (dataservice, dataset) {
        _ if keys.topic && keys.datasets && !keys.resources => Some(Described::Reuse),
        _ if keys.name && !keys.title && (keys.business_number_id || keys.logo) => {
            Some(Described::Organization)
        }
        (true, _) => Some(Described::Record(RecordType::Dataservice)),
        (false, true) => Some(Described::Record(RecordType::Dataset)),
        (false, false) => None,
    }
}

/// Whether an object has each of the keys that tell its type, whatever their values.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Keys {
    #[serde(deserialize_with = "present")]
    base_api_url: bool,
    #[serde(deserialize_with = "present")]
    machine_documentation_url: bool,
    #[serde(deserialize_with = "present")]
    technical_documentation_url: bool,
    #[serde(deserialize_with = "present")]
    metadata_modified_at: bool,
    #[serde(deserialize_with = "present")]
    self_api_url: bool,
    #[serde(deserialize_with = "present")]
    self_web_url: bool,
    #[serde(deserialize_with = "present")]
    rate_limiting: bool,
    #[serde(deserialize_with = "present")]
    availability: bool,
    #[serde(deserialize_with = "present")]
    resources: bool,
    #[serde(deserialize_with = "present")]
    last_modified: bool,
    #[serde(deserialize_with = "present")]
    frequency: bool,
    #[serde(deserialize_with = "present")]
    spatial: bool,
    #[serde(deserialize_with = "present")]
    temporal_coverage: bool,
    #[serde(deserialize_with = "present")]
    quality: bool,
    #[serde(deserialize_with = "present")]
    page: bool,
    #[serde(deserialize_with = "present")]
    name: bool,
    #[serde(deserialize_with = "present")]
    title: bool,
    #[serde(deserialize_with = "present")]
    logo: bool,
    #[serde(deserialize_with = "present")]
    business_number_id: bool,
    #[serde(deserialize_with = "present")]
    topic: bool,
    #[serde(deserialize_with = "present")]
    datasets: bool,
    #[serde(rename = "_export", deserialize_with = "present")]
    export: bool,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// Returns the record within `{"record": {…}, "_host": …}`, the shape of some archives; anything else as it is.
pub(crate) fn unwrap_record(json: &str) -> &str {
    #[derive(Deserialize)]
    struct Wrapped<'a> {
        #[serde(borrow)]
        record: &'a RawValue,
    }
    // The key is looked for in the text first: reading every object twice would cost more than all else here.
    if !json.contains("\"record\"") {
        return json;
    }
    match serde_json::from_str::<Wrapped<'_>>(json) {
        Ok(wrapped) if wrapped.record.get().starts_with('{') => wrapped.record.get(),
        _ => json,
    }
}

/// Completes what a source says of a record with what others say of it.
pub(crate) trait Complete {
    fn dataset(&self, dataset: &mut WireDataset);
    fn dataservice(&self, dataservice: &mut WireDataservice);
}

/// Reads a JSON object as a record of that type, which `joined` completes.
///
/// Fields that have another type than they should are read if their meaning is plain, else left out.
pub(crate) fn read_record(
    record_type: &RecordType,
    json: &str,
    joined: &impl Complete,
) -> Result<Converted, Refusal> {
    // serde would read a list as the fields in order.
    if !json.starts_with('{') {
        let reason = "not a JSON object".to_owned();
        return Err(Refusal {
            record_type: Some(record_type.clone()),
            reason,
            ..Refusal::default()
        });
    }
    let mut converted = match record_type {
        RecordType::Dataservice => convert(read(record_type, json)?, |mut wire| {
            joined.dataservice(&mut wire);
            dataservice_record(wire)
        })?,
        _ => convert(read(record_type, json)?, |mut wire| {
            joined.dataset(&mut wire);
            dataset_record(wire)
        })?,
    };
    let mut others = Value::Object(others::others(record_type, json));
    mend::leave_out_long_texts(&mut others, "", &mut converted.left_out);
    if let Value::Object(others) = others {
        *converted.record.others_mut() = others;
    }
    Ok(converted)
}

fn convert<T>(
    mended: Mended<T>,
    to_record: impl FnOnce(T) -> Result<Record, Refusal>,
) -> Result<Converted, Refusal> {
    Ok(Converted {
        record: to_record(mended.wire)?,
        left_out: mended.left_out,
    })
}

/// Converts a dataset, unless it has no id or no title or is not public.
pub(crate) fn dataset_record(wire: WireDataset) -> Result<Record, Refusal> {
    check(
        RecordType::Dataset,
        [&wire.id, &wire.slug],
        &wire.title,
        wire.private,
        wire.deleted,
    )?;
    Ok(Record::Dataset(Box::new(wire.into_dataset())))
}

/// Converts a dataservice, unless it has no id or no title or is not public.
pub(crate) fn dataservice_record(wire: WireDataservice) -> Result<Record, Refusal> {
    check(
        RecordType::Dataservice,
        [&wire.id, &wire.slug],
        &wire.title,
        wire.private,
        wire.deleted_at,
    )?;
    Ok(Record::Dataservice(Box::new(wire.into_dataservice())))
}

fn check(
    record_type: RecordType,
    [id, slug]: [&Text; 2],
    title: &Text,
    private: Flag,
    deleted: StateDate,
) -> Result<(), Refusal> {
    let mut names = Vec::new();
    let reason = if id.0.is_none() {
        "no id"
    } else if title.0.is_none() {
        "no title"
    } else if private.0 == Some(true) {
        PRIVATE
    } else if deleted.0.is_some() {
        names.extend([id, slug].into_iter().filter_map(|name| name.0.clone()));
        "deleted"
    } else {
        return Ok(());
    };
    Err(Refusal {
        record_type: Some(record_type),
        id: id.0.clone(),
        reason: reason.to_owned(),
        deleted: names,
    })
}

fn read<T: DeserializeOwned>(record_type: &RecordType, json: &str) -> Result<Mended<T>, Refusal> {
    // Hardly any record is odd or has texts that are too long: only those are read as values first.
    if json.len() <= LONGEST_TEXT_BYTES
        && let Ok(wire) = serde_json::from_str(json)
    {
        let left_out = Vec::new();
        return Ok(Mended { wire, left_out });
    }
    let read = serde_json::from_str(json).map_err(|error| describe(&error));
    read.and_then(mend::read).map_err(|reason| Refusal {
        record_type: Some(record_type.clone()),
        id: find_id(json),
        reason,
        ..Refusal::default()
    })
}

/// Reads an API object that is told beside the records.
fn read_beside<T: DeserializeOwned>(json: &str) -> Result<T, Refusal> {
    let strict = serde_json::from_str(json);
    let read = strict.or_else(|_| {
        let value = serde_json::from_str(json).map_err(|error| describe(&error))?;
        mend::read(value).map(|mended| mended.wire)
    });
    read.map_err(|reason: String| Refusal {
        id: find_id(json),
        reason,
        ..Refusal::default()
    })
}

/// Returns what is wrong with the JSON. Of the place only the column is told, where there is no path to tell it: a record
/// is one line of its source.
fn describe(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&place) {
        Some(message) if error.is_data() => message.to_owned(),
        Some(message) => format!("{message} at column {}", error.column()),
        None => message,
    }
}

/// Returns the id of a record, whether or not its other fields can be read.
pub(crate) fn find_id(json: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Id {
        id: Text,
    }
    serde_json::from_str::<Id>(json).ok()?.id.0
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::Joined;

    #[test]
    fn the_type_is_told_by_keys_even_where_their_values_are_null() {
        for (json, expected) in [
            (
                json!({"id": "1", "base_api_url": null}),
                Some(Described::Record(RecordType::Dataservice)),
            ),
            (
                json!({"id": "1", "metadata_modified_at": "2024-06-06", "quality": {}}),
                Some(Described::Record(RecordType::Dataservice)),
            ),
            (
                json!({"id": "1", "topic": null, "datasets": [], "last_modified": "2024-06-06", "page": null}),
                Some(Described::Reuse),
            ),
            (
                json!({"id": "1", "name": "Ville", "logo": null, "page": "x", "last_modified": "2024-06-06"}),
                Some(Described::Organization),
            ),
            (
                json!({"id": "1", "name": "Ville", "business_number_id": "213502388"}),
                Some(Described::Organization),
            ),
            (
                json!({"id": "1", "title": "Eau", "name": "eau", "logo": null, "resources": []}),
                Some(Described::Record(RecordType::Dataset)),
            ),
            (
                json!({"id": "1", "base_api_url": null, "datasets": []}),
                Some(Described::Record(RecordType::Dataservice)),
            ),
            (
                json!({"id": "1", "resources": []}),
                Some(Described::Record(RecordType::Dataset)),
            ),
            (
                json!({"id": "1", "_export": {}}),
                Some(Described::Record(RecordType::Dataset)),
            ),
            (json!({"id": "1", "title": "Eau"}), None),
            (json!([1]), None),
        ] {
            assert_eq!(tell_kind(&json.to_string()), expected, "{json}");
        }
    }

    #[test]
    fn a_wrapped_record_is_unwrapped_and_nothing_else_is() {
        for (json, expected) in [
            (r#"{"_host": "x", "record": {"id": "1"}}"#, r#"{"id": "1"}"#),
            (
                r#"{"id": "1", "tags": ["record"]}"#,
                r#"{"id": "1", "tags": ["record"]}"#,
            ),
            (r#"{"id": "1", "record": 3}"#, r#"{"id": "1", "record": 3}"#),
            (r#"{"record": "#, r#"{"record": "#),
        ] {
            assert_eq!(unwrap_record(json), expected);
        }
    }

    #[test]
    fn a_refusal_names_the_reason_and_the_id() {
        for (json, reason) in [
            (
                json!({"id": "1", "title": "Eau", "private": {"since": "hier"}}),
                "private: invalid type: map, expected a text",
            ),
            (json!({"id": "1", "title": " "}), "no title"),
            (json!({"id": "1", "title": "\u{0}\u{1}"}), "no title"),
            (
                json!({"id": "1", "title": "Eau", "private": true}),
                "private",
            ),
            (
                json!({"id": "1", "title": "Eau", "deleted": "2024-01-01"}),
                "deleted",
            ),
        ] {
            let refusal = read_record(&RecordType::Dataset, &json.to_string(), &Joined::default())
                .unwrap_err();
            assert_eq!(refusal.reason, reason, "{json}");
            assert_eq!(refusal.id.as_deref(), Some("1"), "{json}");
        }
    }

    #[test]
    fn an_odd_field_is_read_if_its_meaning_is_plain_and_else_left_out() {
        for (field, value, meant, left_out) in [
            ("tags", json!("eau, air"), json!(["eau", "air"]), vec![]),
            ("tags", json!([{"name": "eau"}]), json!(["eau"]), vec![]),
            ("tags", json!({"a": []}), json!(null), vec!["tags"]),
            ("badges", json!(["spd"]), json!([{"kind": "spd"}]), vec![]),
            (
                "badges",
                json!("spd,hvd"),
                json!([{"kind": "spd"}, {"kind": "hvd"}]),
                vec![],
            ),
            (
                "badges",
                json!([3, {"kind": "spd"}]),
                json!([{"kind": "spd"}]),
                vec!["badges[]"],
            ),
            ("quality", json!(0.5), json!({"score": 0.5}), vec![]),
            ("quality", json!("bonne"), json!(null), vec!["quality"]),
            (
                "license",
                json!({"id": "lov2", "title": "Licence Ouverte"}),
                json!("lov2"),
                vec![],
            ),
            ("license", json!(["lov2"]), json!("lov2"), vec![]),
            (
                "frequency",
                json!({"id": "annual", "label": "Annuelle"}),
                json!("annual"),
                vec![],
            ),
            (
                "spatial",
                json!({"zones": [{"id": "fr:region:53", "name": "Bretagne"}], "granularity": {"id": "fr:region"}}),
                json!({"zones": ["fr:region:53"], "granularity": "fr:region"}),
                vec![],
            ),
            (
                "organization",
                json!("Ville"),
                json!({"name": "Ville"}),
                vec![],
            ),
            ("archived", json!(true), json!("2024-02-01"), vec![]),
            ("archived", json!("hier"), json!("2024-02-01"), vec![]),
            (
                "description",
                json!({"fr": "Eau"}),
                json!(null),
                vec!["description"],
            ),
            ("extras", json!([]), json!(null), vec!["extras"]),
            (
                "resources",
                json!([{"title": "a", "checksum": 3}, {"checksum": 4}, "https://a.test/b.csv"]),
                json!([{"title": "a"}, {}, {"url": "https://a.test/b.csv"}]),
                vec!["resources[].checksum"],
            ),
        ] {
            let record = |value: &serde_json::Value| {
                let mut json = json!({"id": "1", "title": "Eau", "last_modified": "2024-02-01"});
                json[field] = value.clone();
                read_record(&RecordType::Dataset, &json.to_string(), &Joined::default()).unwrap()
            };
            let (odd, plain) = (record(&value), record(&meant));
            assert_eq!(odd.record, plain.record, "{field}: {value}");
            assert_eq!(odd.left_out, left_out, "{field}: {value}");
        }
    }

    #[test]
    fn many_odd_items_are_mended_at_once() {
        let resources: Vec<_> = (0..5_000)
            .map(|n| json!({"id": n, "checksum": n, "schema": n}))
            .collect();
        let json = json!({"id": "1", "title": "Eau", "resources": resources}).to_string();
        let converted = read_record(&RecordType::Dataset, &json, &Joined::default()).unwrap();
        assert_eq!(
            converted.left_out,
            ["resources[].checksum", "resources[].schema"]
        );
    }

    #[test]
    fn a_text_that_is_too_long_is_left_out() {
        let json =
            json!({"id": "1", "title": "Eau", "extras": {"a": "b".repeat(LONGEST_TEXT_BYTES + 1)}});
        let converted =
            read_record(&RecordType::Dataset, &json.to_string(), &Joined::default()).unwrap();
        assert_eq!(converted.left_out, ["extras.a"]);
    }

    #[test]
    fn a_refusal_names_what_was_deleted_unless_it_was_a_draft() {
        let mut json = json!({"id": "1", "slug": "eau", "title": "Eau", "deleted": "2024-01-01"});
        let refusal = |json: &serde_json::Value| {
            read_record(&RecordType::Dataset, &json.to_string(), &Joined::default()).unwrap_err()
        };
        assert_eq!(refusal(&json).deleted, ["1", "eau"]);
        json["private"] = json!(true);
        assert!(refusal(&json).deleted.is_empty());
    }

    #[test]
    fn what_is_no_object_or_has_no_id_is_refused() {
        for (json, reason) in [
            ("{}", "no id"),
            (r#"{"id": null, "title": "Eau"}"#, "no id"),
            (r#"{"id": "", "title": "Eau"}"#, "no id"),
            ("3", "not a JSON object"),
            (r#"["1", "Eau"]"#, "not a JSON object"),
            ("{\"id\": \"1\"", "EOF while parsing an object at column 10"),
            (
                "{\"id\": \"1\", \"title\": \"Eau\"} tail",
                "trailing characters",
            ),
        ] {
            for record_type in RecordType::all() {
                let refusal = read_record(record_type, json, &Joined::default()).unwrap_err();
                assert!(
                    refusal.reason.contains(reason),
                    "{} for {json}",
                    refusal.reason
                );
            }
        }
    }
}
