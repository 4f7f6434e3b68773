//! What a record says beyond the fields that this module reads: kept as it is, so that nothing a source says is lost.
//!
//! The JSON is walked beside the table of the known fields (`FIELDS`). What is kept has the shape of the record: unknown
//! keys at their place. Kept too is what a known field says where it says nothing: a blank text, an object without values.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use catalogue::RecordType;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{dataservice, dataset};

/// Fields, each with those within it; `None` for one that is taken whole.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<&'static str, Option<Known>>);

static DATASET: LazyLock<Known> = LazyLock::new(|| Known::read(dataset::FIELDS));
static DATASERVICE: LazyLock<Known> = LazyLock::new(|| Known::read(dataservice::FIELDS));

/// Returns what a record says beyond the known fields, in the shape of the record.
///
/// What is no JSON object says nothing. Keys of the record that begin with `_` are left out: no API has them, archives
/// write their notes there.
pub(super) fn others(record_type: &RecordType, json: &str) -> Map<String, Value> {
    let known: &Known = match record_type {
        RecordType::Dataservice => &DATASERVICE,
        _ => &DATASET,
    };
    let mut reader = serde_json::Deserializer::from_str(json);
    let said = Fields(Some(known)).deserialize(&mut reader);
    match said {
        Ok(Said::More(Value::Object(mut others))) => {
            others.retain(|key, _| !key.starts_with('_'));
            others
        }
        _ => Map::new(),
    }
}

impl Known {
    /// Reads a table: `id,organization{id,name}`.
    fn read(table: &'static str) -> Self {
        Self::read_fields(&mut table.split_inclusive(['{', '}', ',']))
    }

    fn read_fields(tokens: &mut impl Iterator<Item = &'static str>) -> Self {
        let mut fields = HashMap::new();
        while let Some(token) = tokens.next() {
            let name = token.trim_end_matches(['{', '}', ',']).trim();
            let within = token.ends_with('{').then(|| Self::read_fields(tokens));
            if !name.is_empty() {
                fields.insert(name, within);
            }
            if token.ends_with('}') {
                break;
            }
        }
        Self(fields)
    }
}

/// What a field says.
enum Said {
    /// Nothing: null.
    Null,
    /// Nothing, in other words: a blank text, an object of fields that say nothing.
    Nothing(Value),
    /// What its known fields hold, or it has a value.
    Known,
    /// More than that, with it.
    More(Value),
}

/// Reads a value beside its known fields; `None` for one that is taken whole.
#[derive(Clone, Copy)]
struct Fields<'a>(Option<&'a Known>);

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = Said;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Said, E> {
        Ok(Said::Null)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Said, E> {
        if text.trim().is_empty() {
            return Ok(Said::Nothing(Value::from(text)));
        }
        Ok(Said::Known)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Said, E> {
        Ok(Said::Known)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Said, E> {
        Ok(Said::Known)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Said, E> {
        Ok(Said::Known)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Said, E> {
        Ok(Said::Known)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Said, A::Error> {
        let Self(Some(_)) = self else {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Said::Known);
        };
        let (mut items, mut n_needed) = (Vec::new(), 0);
        while let Some(item) = list.next_element_seed(self)? {
            match item {
                // The record's lists are without their nulls.
                Said::Null => {}
                Said::Known => items.push(Value::Null),
                // An object in a list stays one, be it empty.
                Said::Nothing(Value::Object(fields)) if fields.is_empty() => {
                    items.push(Value::Null);
                }
                Said::Nothing(value) | Said::More(value) => {
                    items.push(value);
                    n_needed = items.len();
                }
            }
        }
        items.truncate(n_needed);
        Ok(if items.is_empty() {
            Said::Known
        } else {
            Said::More(Value::Array(items))
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Said, A::Error> {
        let Self(Some(known)) = self else {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Said::Known);
        };
        let (mut others, mut says_nothing, mut has_nulls) = (Map::new(), true, false);
        while let Some(key) = object.next_key::<String>()? {
            let Some(within) = known.0.get(key.as_str()) else {
                others.insert(key, object.next_value_seed(Whole)?);
                says_nothing = false;
                continue;
            };
            match object.next_value_seed(Fields(within.as_ref()))? {
                Said::Null => has_nulls = true,
                // A record always has its metrics, each null where it is unknown.
                Said::Nothing(_) if key == "metrics" => has_nulls = true,
                Said::Nothing(value) => {
                    others.insert(key, value);
                }
                Said::Known => says_nothing = false,
                Said::More(value) => {
                    others.insert(key, value);
                    says_nothing = false;
                }
            }
        }
        Ok(if says_nothing && !(has_nulls && others.is_empty()) {
            Said::Nothing(Value::Object(others))
        } else if others.is_empty() {
            Said::Known
        } else {
            Said::More(Value::Object(others))
        })
    }
}

/// Reads a value of which nothing is known.
struct Whole;

impl<'de> DeserializeSeed<'de> for Whole {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::*;
    use crate::wire::{WireDataservice, WireDataset};

    #[test]
    fn what_no_field_reads_is_kept_at_its_place() {
        for (record, expected) in [
            (
                json!({"id": "1", "title": "Eau", "extras": {"a": 1}}),
                json!({}),
            ),
            (
                json!({"id": "1", "demain": {"a": [1]}}),
                json!({"demain": {"a": [1]}}),
            ),
            (
                json!({"id": "1", "harvest": {"uri": "u", "ods_url": "o"}, "metrics": {"views": 1, "nb_hits": 2}}),
                json!({"harvest": {"ods_url": "o"}, "metrics": {"nb_hits": 2}}),
            ),
            (
                json!({"id": "1", "resources": [null, {"id": "a"}, {"id": "b", "published": "p"}, {"id": "c"}]}),
                json!({"resources": [null, {"published": "p"}]}),
            ),
            (
                json!({"id": "1", "acronym": "", "quality": {}, "schema": {"name": null}, "spatial": null}),
                json!({"acronym": "", "quality": {}}),
            ),
            (
                json!({"id": "1", "_host": "x", "type": "dataset"}),
                json!({}),
            ),
            (json!([1]), json!({})),
        ] {
            let found = others(&RecordType::Dataset, &record.to_string());
            assert_eq!(Value::Object(found), expected, "{record}");
        }
    }

    /// The fields that a record is read from, none of which may count as unknown.
    #[test]
    fn every_field_that_is_read_is_known() {
        fn keys(wire: &impl Serialize) -> Vec<String> {
            let Value::Object(fields) = serde_json::to_value(wire).unwrap() else {
                panic!("no object")
            };
            fields.into_iter().map(|(key, _)| key).collect()
        }
        for (known, keys) in [
            (&*DATASET, keys(&WireDataset::default())),
            (&*DATASERVICE, keys(&WireDataservice::default())),
        ] {
            for key in keys {
                assert!(known.0.contains_key(key.as_str()), "{key}");
            }
        }
    }
}
