//! Answers with the members that `fields` names, and which members there are: those of the description of the API.

use std::collections::BTreeMap;

use axum::Json;
use axum::response::{IntoResponse, Response};
use search_index::nearest;
use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::mask::Mask;
use crate::openapi::Document;
use crate::params::{Fields, ParamErrors};

/// The members that records of an answer may have.
pub(crate) struct Members<'a> {
    document: &'a Value,
    /// The names of the schemas that describe the records.
    schemas: &'a [&'static str],
    /// Members that these do not describe, or not as they are here; whatever lies in them may be named.
    others: &'a [&'static str],
}

impl<'a> Members<'a> {
    /// Returns the members of records that these schemas of the description describe.
    pub fn of(document: &'a Document, schemas: &'a [&'static str]) -> Self {
        Self {
            document: document.json(),
            schemas,
            others: &[],
        }
    }

    /// Adds members that no schema describes as they are.
    pub fn and(self, others: &'a [&'static str]) -> Self {
        Self { others, ..self }
    }

    /// Checks that there is every member that is named.
    ///
    /// # Errors
    ///
    /// The first member that there is not, with those that may have been meant.
    pub fn check(&self, fields: &Fields) -> Result<(), ParamErrors> {
        let Some(mask) = &fields.mask else {
            return Ok(());
        };
        let schemas = self.schemas.iter();
        let schemas = schemas.map(|name| &self.document["components"]["schemas"][name]);
        let mut known = BTreeMap::new();
        for schema in schemas {
            self.add_members(schema, &mut known);
        }
        for other in self.others {
            known.insert(*other, Vec::new());
        }
        self.check_in(mask, &known, "").map_err(of_fields)
    }

    fn check_in(
        &self,
        mask: &Mask,
        known: &BTreeMap<&str, Vec<&'a Value>>,
        around: &str,
    ) -> Result<(), String> {
        for (name, nested) in mask.fields() {
            let path = format!("{around}{name}");
            let Some(schemas) = known.get(name) else {
                return Err(unknown(&path, name, around, known.keys().copied()));
            };
            let Some(nested) = nested else {
                continue;
            };
            let mut within = BTreeMap::new();
            for schema in schemas {
                self.add_members(schema, &mut within);
            }
            if !within.is_empty() {
                self.check_in(nested, &within, &format!("{path}."))?;
            } else if !schemas.iter().any(|schema| self.is_free(schema)) && !schemas.is_empty() {
                return Err(format!("`{path}` has no members"));
            }
        }
        Ok(())
    }

    /// Adds the members of an object or of the objects of a list, with the schemas of each.
    fn add_members<'m>(&self, schema: &'a Value, members: &mut BTreeMap<&'m str, Vec<&'a Value>>)
    where
        'a: 'm,
    {
        let schema = self.resolved(schema);
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            members.entry(name).or_default().push(member);
        }
        for part in parts(schema) {
            self.add_members(part, members);
        }
    }

    /// Returns whether a schema describes objects without naming their members.
    fn is_free(&self, schema: &'a Value) -> bool {
        let schema = self.resolved(schema);
        let kind = &schema["type"];
        let is_object = |kind: &Value| kind == "object";
        let kinds = kind.as_array().into_iter().flatten();
        let says_nothing = kind.is_null() && parts(schema).next().is_none();
        says_nothing
            || is_object(kind)
            || kinds.into_iter().any(is_object)
            || parts(schema).any(|part| self.is_free(part))
    }

    fn resolved(&self, schema: &'a Value) -> &'a Value {
        let named = schema["$ref"].as_str();
        let named = named.and_then(|it| self.document.pointer(it.trim_start_matches('#')));
        named.unwrap_or(schema)
    }
}

/// Returns the schemas that a schema is made of, chooses from, or has the items of.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let made_of = ["allOf", "oneOf", "anyOf"].into_iter();
    let made_of = made_of.flat_map(move |key| schema[key].as_array().into_iter().flatten());
    let is_choice = |part: &&Value| part["type"] != "null";
    made_of.filter(is_choice).chain(schema.get("items"))
}

/// Returns what is wrong with a member that there is not.
pub(crate) fn unknown<'k>(
    path: &str,
    name: &str,
    around: &str,
    known: impl Iterator<Item = &'k str>,
) -> String {
    let near = nearest(name, known);
    let near = near.iter();
    let near: Vec<String> = near.map(|name| format!("`{around}{name}`")).collect();
    if near.is_empty() {
        return format!("unknown member `{path}`: /docs tells which there are");
    }
    format!(
        "unknown member `{path}`: did you mean {}?",
        near.join(" or ")
    )
}

/// Returns the errors of a request whose parameter `fields` has this fault.
pub(crate) fn of_fields(reason: String) -> ParamErrors {
    ParamErrors::from([("fields".to_owned(), reason)])
}

impl Fields {
    /// Answers with a record.
    pub fn answer_record<T: Serialize>(&self, record: T) -> Result<Response, Error> {
        let Some(mask) = &self.mask else {
            return Ok(Json(record).into_response());
        };
        Ok(Json(masked(mask, value_of(record)?)?).into_response())
    }

    /// Answers with a list of records, which are its `data`.
    pub fn answer_list<T: Serialize>(&self, list: T) -> Result<Response, Error> {
        let Some(mask) = &self.mask else {
            return Ok(Json(list).into_response());
        };
        let mut list = value_of(list)?;
        if let Some(records) = list.get_mut("data") {
            *records = masked(mask, records.take())?;
        }
        Ok(Json(list).into_response())
    }
}

/// Returns an answer as a value. It is written and read, so that its numbers are those of the whole answer: a short one becomes
/// a long one with other digits otherwise.
fn value_of<T: Serialize>(answer: T) -> Result<Value, Error> {
    let written = serde_json::to_vec(&answer);
    let read = written.and_then(|written| serde_json::from_slice(&written));
    read.map_err(|error| Error::Internal(Box::new(error)))
}

/// Returns a record, or a list of them, with the members that the mask names.
pub(crate) fn masked(mask: &Mask, records: Value) -> Result<Value, Error> {
    let masked = mask.apply(records);
    masked.map_err(|reason| Error::BadRequest(of_fields(reason)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_there_are_not_are_told_with_the_nearest() {
        let document = crate::document();
        let check = |members: &Members<'_>, fields: &str| {
            let fields = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("fields", fields)
                .finish();
            let checked = members.check(&Fields::parse_strictly(&fields).unwrap());
            checked
                .err()
                .map(|mut errors| errors.remove("fields").unwrap())
        };
        let hit = Members::of(&document, &["HitAnswer"]);
        for (fields, reason) in [
            ("id,title,organization.name", None),
            ("highlights.title.text,trust,series.id,metrics.views", None),
            (
                "id,titel",
                Some("unknown member `titel`: did you mean `title`?"),
            ),
            (
                "organization.nmae",
                Some("unknown member `organization.nmae`: did you mean `organization.name`?"),
            ),
            ("title.id", Some("`title` has no members")),
            (
                "zzzzzzzz",
                Some("unknown member `zzzzzzzz`: /docs tells which there are"),
            ),
            ("*", Some("unknown member `*`: /docs tells which there are")),
        ] {
            assert_eq!(check(&hit, fields).as_deref(), reason, "{fields}");
        }
        let record = Members::of(&document, &["DatasetAnswer"]);
        assert_eq!(check(&record, "id,resources.url,similar.id"), None);
        assert!(
            check(&record, "resources.ulr")
                .unwrap()
                .contains("`resources.url`")
        );
        let exported = Members::of(&document, &["Dataset", "Dataservice"]).and(&["_export"]);
        for fields in [
            "_export.anything",
            "extras.a.b",
            "base_api_url",
            "resources.checksum",
        ] {
            assert_eq!(check(&exported, fields), None, "{fields}");
        }
        assert!(check(&exported, "resources.ulr").is_some());
    }
}
