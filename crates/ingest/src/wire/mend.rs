//! Fields that have another type than they should: read if their meaning is plain, else left out.
//!
//! A record is read strictly first, since hardly any is odd. What the reader then stumbles over is mended in the JSON, and
//! the record is read again, until nothing is left to stumble over.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use serde_path_to_error::{Path, Segment};

use crate::limits::LONGEST_TEXT_BYTES;

/// How many different fields of one record are mended: there are not many more that can be odd.
const MOST_MENDED: usize = 200;

/// A record that was read after its odd fields had been mended.
pub(super) struct Mended<T> {
    pub(super) wire: T,
    /// The fields that were left out, as paths without the numbers of items: `resources[].checksum`.
    pub(super) left_out: Vec<String>,
}

/// Reads a record of which some fields are odd; fails with the path and the reason where that does not help.
pub(super) fn read<T: DeserializeOwned>(mut record: Value) -> Result<Mended<T>, String> {
    let mut left_out = Vec::new();
    leave_out_long_texts(&mut record, "", &mut left_out);
    for _ in 0..MOST_MENDED {
        let error = match serde_path_to_error::deserialize::<_, T>(&record) {
            Ok(wire) => return Ok(Mended { wire, left_out }),
            Err(error) => error,
        };
        let reason = || format!("{}: {}", error.path(), error.inner());
        let steps = steps(error.path()).ok_or_else(reason)?;
        // Who is not to see a record must not depend on a guess.
        if steps.as_slice() == [Step::Key("private".to_owned())] {
            return Err(reason());
        }
        let dates = dates(&record);
        let Some(kind) = find(&record, error.path()).map(kind) else {
            return Err(reason());
        };
        if mend_all(&mut record, "", &steps, kind, dates.as_deref()) {
            left_out.push(name(&steps));
        }
    }
    Err("too many fields have another type than they should".to_owned())
}

/// A step of a path to a field: into an object, or into all items of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Items,
}

fn steps(path: &Path) -> Option<Vec<Step>> {
    let step = |segment: &Segment| match segment {
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Seq { .. } => Some(Step::Items),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    let steps: Vec<Step> = path.iter().map(step).collect::<Option<_>>()?;
    (!steps.is_empty()).then_some(steps)
}

fn name(steps: &[Step]) -> String {
    let mut name = String::new();
    for step in steps {
        match step {
            Step::Items => name.push_str("[]"),
            Step::Key(key) if name.is_empty() => name.push_str(key),
            Step::Key(key) => {
                name.push('.');
                name.push_str(key);
            }
        }
    }
    name
}

fn find<'a>(record: &'a Value, path: &Path) -> Option<&'a Value> {
    path.iter()
        .try_fold(record, |value, segment| match segment {
            Segment::Map { key } => value.get(key),
            Segment::Seq { index } => value.get(index),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
}

/// What of its type makes a value odd: all values of one kind in one field are mended at once.
fn kind(value: &Value) -> std::mem::Discriminant<Value> {
    std::mem::discriminant(value)
}

/// Mends the values of that kind that a path leads to, from a value of that name; returns whether one was left out.
fn mend_all(
    value: &mut Value,
    name: &str,
    steps: &[Step],
    odd: std::mem::Discriminant<Value>,
    date: Option<&str>,
) -> bool {
    let (Some(step), rest) = (steps.first(), steps.get(1..).unwrap_or_default()) else {
        return false;
    };
    match (step, value) {
        (Step::Key(key), Value::Object(fields)) => {
            if !rest.is_empty() {
                return fields
                    .get_mut(key)
                    .is_some_and(|value| mend_all(value, key, rest, odd, date));
            }
            if fields.get(key).map(kind) != Some(odd) {
                return false;
            }
            match fields
                .get(key)
                .and_then(|value| plain_meaning(key, value, date))
            {
                Some(meant) => {
                    fields.insert(key.clone(), meant);
                    false
                }
                None => fields.remove(key).is_some(),
            }
        }
        (Step::Items, Value::Array(items)) => {
            let mut is_left_out = false;
            for item in items {
                if !rest.is_empty() {
                    is_left_out |= mend_all(item, name, rest, odd, date);
                } else if kind(item) == odd {
                    let meant = plain_meaning_of_item(name, item);
                    is_left_out |= meant.is_none();
                    *item = meant.unwrap_or(Value::Null);
                }
            }
            is_left_out
        }
        _ => false,
    }
}

/// Returns what a field of that name means whose value has another type than it should, if that is plain.
fn plain_meaning(key: &str, value: &Value, date: Option<&str>) -> Option<Value> {
    match (key, value) {
        // That a record was archived or deleted counts for more than when; where that cannot be read, the last date of the
        // record is the nearest.
        (
            "archived" | "deleted" | "archived_at" | "deleted_at",
            Value::Bool(_) | Value::String(_) | Value::Number(_),
        ) => Some(json!(date.unwrap_or("1970-01-01"))),
        ("tags" | "zones" | "badges", Value::String(text)) => Some(split(text)),
        ("quality", Value::Number(_)) => Some(json!({"score": value})),
        ("organization" | "schema", Value::String(text)) if !text.trim().is_empty() => {
            Some(json!({"name": text}))
        }
        // The answers in full, as data.gouv.fr gives them with `X-Get-Datasets-Full-Objects`.
        (_, Value::Object(fields)) => id_of(fields),
        (_, Value::Array(items)) => match items.as_slice() {
            [Value::String(text)] => Some(json!(text)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns what an item of a list of that name means that has another type than it should, if that is plain.
fn plain_meaning_of_item(list: &str, item: &Value) -> Option<Value> {
    match (list, item) {
        ("badges", Value::String(text)) => Some(json!({"kind": text})),
        ("datasets", Value::String(text)) => Some(json!({"id": text})),
        ("resources", Value::String(text)) if text.contains("://") => Some(json!({"url": text})),
        (_, Value::Object(fields)) => id_of(fields),
        _ => None,
    }
}

fn split(text: &str) -> Value {
    text.split(',').map(|part| json!(part.trim())).collect()
}

/// Returns what names an object: its id, or a name.
fn id_of(fields: &Map<String, Value>) -> Option<Value> {
    let named = ["id", "name", "kind"]
        .iter()
        .find_map(|key| fields.get(*key));
    named
        .filter(|value| value.is_string() || value.is_number())
        .cloned()
}

/// Returns the last of a record's dates that come with every record.
fn dates(record: &Value) -> Option<String> {
    let keys = [
        "last_modified",
        "metadata_modified_at",
        "last_update",
        "created_at",
    ];
    let date = keys.iter().find_map(|key| record.get(*key)?.as_str());
    date.filter(|date| date.parse::<catalogue::Date>().is_ok())
        .map(str::to_owned)
}

/// Leaves out the texts that are too long to be kept, wherever they stand.
pub(super) fn leave_out_long_texts(value: &mut Value, path: &str, left_out: &mut Vec<String>) {
    match value {
        Value::String(text) if text.len() > LONGEST_TEXT_BYTES => {
            left_out.push(path.to_owned());
            *value = Value::Null;
        }
        Value::Array(items) => {
            for item in items {
                leave_out_long_texts(item, &format!("{path}[]"), left_out);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                leave_out_long_texts(field, &format!("{path}{dot}{key}"), left_out);
            }
        }
        _ => {}
    }
}
