//! Records in the shape of the platform's API, so that an export is a source of `rebuild-index` again: `ingest::wire`
//! reads what this file writes.
//!
//! An object is the JSON of the record in `catalogue`, but for the parts that have another name or place there: the
//! description, the owner, badges, a resource's downloads, and the number of a dataservice's datasets. What only an export
//! of the platform tells (the number of resources, their formats, zones by name) stands under `_export`.
//!
//! `datagouv` writes the same shape for the platform's clients, and its types do not serve here: an answer is this
//! server's, an export is the catalogue's. The answer gives this server's addresses (`uri`, `self_api_url`), a list of
//! resources where the source has none, a link in place of a dataservice's datasets, and what the asking user may do
//! (`permissions`); the export keeps what the source said.

use catalogue::{Record, add_others};
use search_index::Export;
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::fields::{Members, masked};
use crate::openapi::Document;
use crate::params::{Fields, ParamErrors};

/// Members of exported records that the answers of data.gouv.fr's API have not, or have as a link.
const OTHERS: [&str; 3] = ["type", "_export", "datasets"];

/// Checks that exported records have the members that are named.
///
/// # Errors
///
/// The first member that there is not.
pub(super) fn check(fields: &Fields, document: &Document) -> Result<(), ParamErrors> {
    let members = Members::of(document, &["Dataset", "Dataservice"]);
    members.and(&OTHERS).check(fields)
}

/// Writes records, or the members of these that are named, one a line, until the lines have `n_bytes` or there are no more records.
pub(super) fn next_lines(
    results: &mut Export,
    n_bytes: usize,
    fields: &Fields,
) -> Result<Vec<u8>, Error> {
    let mut lines = Vec::new();
    while lines.len() < n_bytes
        && let Some(record) = results.next_record()?
    {
        let object = api_object(&record).map_err(internal)?;
        let object = match &fields.mask {
            Some(mask) => masked(mask, object)?,
            None => object,
        };
        serde_json::to_writer(&mut lines, &object).map_err(internal)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn internal(error: serde_json::Error) -> Error {
    Error::Internal(Box::new(error))
}

/// Returns a record as an object of the API, with its `type` besides.
fn api_object(record: &Record) -> serde_json::Result<Value> {
    let mut object = match serde_json::to_value(record)? {
        Value::Object(object) => object,
        _ => Map::new(),
    };
    object.insert(
        "description".to_owned(),
        json!(record.description().markdown),
    );
    let owner = object.remove("owner").unwrap_or_default();
    object.insert("owner".to_owned(), owner["user"].clone());
    let mut organization = owner["organization"].clone();
    if let Some(organization) = organization.as_object_mut() {
        write_badges(organization);
    }
    object.insert("organization".to_owned(), organization);
    write_badges(&mut object);
    match record {
        Record::Dataset(_) => write_dataset(&mut object),
        Record::Dataservice(_) => write_dataservice(&mut object),
    }
    let others = object.remove("others");
    let mut whole = Value::Object(object);
    if let Some(others) = others {
        add_others(&mut whole, &others);
    }
    Ok(whole)
}

/// Writes `[{"kind": "hvd"}]` for `["hvd"]`; null stays null.
fn write_badges(object: &mut Map<String, Value>) {
    for badge in object
        .get_mut("badges")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        *badge = json!({"kind": badge.take()});
    }
}

fn write_dataset(object: &mut Map<String, Value>) {
    for resource in object
        .get_mut("resources")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        if let Some(downloads) = resource.remove("downloads") {
            resource.insert("metrics".to_owned(), json!({"views": downloads}));
        }
    }
    let summary = object.remove("resource_summary").unwrap_or_default();
    let names = object
        .get_mut("spatial")
        .and_then(Value::as_object_mut)
        .and_then(|spatial| spatial.remove("unresolved_names"));
    if !summary.is_null() || names.is_some() {
        let export = json!({
            "resources_count": summary["count"],
            "main_resources_count": summary["main_count"],
            "resources_formats": summary["formats"],
            "spatial_zones": names,
        });
        object.insert("_export".to_owned(), export);
    }
}

/// Writes the datasets of a dataservice as the API does: as a list, or as a link that says how many there are.
fn write_dataservice(object: &mut Map<String, Value>) {
    let n_datasets = object.remove("n_datasets").unwrap_or_default();
    if !object["datasets"].is_array() {
        let link = if n_datasets.is_null() {
            Value::Null
        } else {
            json!({"total": n_datasets})
        };
        object.insert("datasets".to_owned(), link);
    }
}
