//! A dataset: a described collection of resources.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::format::{distinct_formats, distinct_raw_formats};
use crate::{
    AccessAudience, AccessType, Badge, ContactPoint, Date, Description, Frequency, Granularity,
    Harvest, InternalDates, License, Owner, Resource, SchemaReference,
};

/// A dataset, with the fields and the nullability of the platform's API.
///
/// What a source does not give is `None`, never a guess: an export has no badges and no list of resources, for
/// instance, only their formats (`resource_summary`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Dataset {
    /// 24 hexadecimal digits.
    pub id: String,
    /// The title, at most 350 characters.
    pub title: String,
    /// The acronym, such as BAN.
    pub acronym: Option<String>,
    /// The last part of its page's address.
    pub slug: Option<String>,
    /// The description.
    pub description: Description,
    /// The producer's own short description, at most 200 characters.
    pub description_short: Option<String>,
    /// When it was created, at its origin if that is known.
    pub created_at: Option<Date>,
    /// When its metadata last changed, at its origin if that is known.
    pub last_modified: Option<Date>,
    /// When its data last changed.
    pub last_update: Option<Date>,
    /// The platform's own dates.
    pub internal: Option<InternalDates>,
    /// When it was deleted.
    pub deleted: Option<Date>,
    /// When it was archived.
    pub archived: Option<Date>,
    /// Its DOI.
    pub doi: Option<String>,
    /// Whether it is a draft.
    pub private: Option<bool>,
    /// Whether the platform features it.
    pub featured: Option<bool>,
    /// Free words, slugified; `None` where the source does not give them.
    pub tags: Option<Vec<String>>,
    /// The platform's badges; `None` where the source does not give them.
    pub badges: Option<Vec<Badge>>,
    /// Its resources; `None` where the source does not list them.
    pub resources: Option<Vec<Resource>>,
    /// The number of resources and their formats, where the source gives no more.
    pub resource_summary: Option<ResourceSummary>,
    /// How often it is updated.
    pub frequency: Option<Frequency>,
    /// When it is to be updated next.
    pub frequency_date: Option<Date>,
    /// The licence.
    pub license: Option<License>,
    /// Who may get it.
    pub access_type: Option<AccessType>,
    /// Who may get it under which condition.
    pub access_audiences: Option<Vec<AccessAudience>>,
    /// Where to ask for access.
    pub authorization_request_url: Option<String>,
    /// Why access is limited, as a category.
    pub access_type_reason_category: Option<String>,
    /// Why access is limited, in words.
    pub access_type_reason: Option<String>,
    /// The organization or the person that it belongs to; `None` for an orphan.
    pub owner: Option<Owner>,
    /// The territory that it covers.
    pub spatial: Option<Spatial>,
    /// The period that it covers.
    pub temporal_coverage: Option<TemporalCoverage>,
    /// The schema that it declares.
    pub schema: Option<SchemaReference>,
    /// Contact points: whom to ask.
    pub contact_points: Option<Vec<ContactPoint>>,
    /// Free keys, as given.
    pub extras: Option<Map<String, Value>>,
    /// Where it was harvested from.
    pub harvest: Option<Harvest>,
    /// What the Géoplateforme says of it, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geopf: Option<Value>,
    /// How it is used.
    pub metrics: DatasetMetrics,
    /// How well it is described.
    pub quality: Option<Quality>,
    /// Its address in the API.
    pub uri: Option<String>,
    /// Its web page on the platform.
    pub page: Option<String>,
    /// What its source says beyond all other fields, in the shape of the API: keys that no type of this crate has, at their
    /// place. Of a list, each item at its place, null where there is nothing to add.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub others: Map<String, Value>,
}

impl Dataset {
    /// Returns the distinct formats of its resources, canonical, in the order of their first appearance.
    #[must_use]
    pub fn formats(&self) -> Vec<String> {
        distinct_formats(self.format_values())
    }

    /// Returns the distinct spellings of its resources' formats, normalized, without those that
    /// [`formats`](Self::formats) returns: the producer's own words stay to be searched and shown.
    #[must_use]
    pub fn raw_formats(&self) -> Vec<String> {
        distinct_raw_formats(self.format_values())
    }

    /// Returns the formats as given: first those of the resources, then those of the summary.
    fn format_values(&self) -> impl Iterator<Item = &str> {
        let listed = self
            .resources
            .iter()
            .flatten()
            .filter_map(|resource| resource.format.as_deref());
        let summarized = self
            .resource_summary
            .iter()
            .flat_map(|summary| summary.formats.iter().flatten().map(String::as_str));
        listed.chain(summarized)
    }

    /// Returns its resource of that id, in any case.
    #[must_use]
    pub fn resource(&self, id: &str) -> Option<&Resource> {
        let has_id = |resource: &&Resource| {
            let known = resource.id.as_deref();
            known.is_some_and(|known| known.eq_ignore_ascii_case(id))
        };
        self.resources.iter().flatten().find(has_id)
    }

    /// Returns its resources, each with what its source says of it beyond the fields of a resource.
    pub fn resources_with_others(&self) -> impl Iterator<Item = (&Resource, Option<&Value>)> {
        let others = self.others.get("resources").and_then(Value::as_array);
        let others = others.into_iter().flatten().map(Some);
        let others = others.chain(std::iter::repeat(None));
        self.resources.iter().flatten().zip(others)
    }

    /// Returns how many resources it has, if the source says so.
    #[must_use]
    pub fn n_resources(&self) -> Option<u64> {
        let summarized = self
            .resource_summary
            .as_ref()
            .and_then(|summary| summary.count);
        summarized.or_else(|| {
            self.resources
                .as_ref()
                .map(|resources| resources.len() as u64)
        })
    }

    /// Returns the names of the schemas that it or its resources declare, distinct.
    #[must_use]
    pub fn schemas(&self) -> Vec<String> {
        let of_resources = self
            .resources
            .iter()
            .flatten()
            .filter_map(|resource| resource.schema.as_ref());
        let mut names: Vec<String> = Vec::new();
        for name in self
            .schema
            .iter()
            .chain(of_resources)
            .filter_map(|schema| schema.name.as_ref())
        {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

/// What an export tells of a dataset's resources.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceSummary {
    /// How many there are.
    pub count: Option<u64>,
    /// How many of them are main files.
    pub main_count: Option<u64>,
    /// Their distinct formats, as spelled.
    pub formats: Option<Vec<String>>,
}

/// The territory that a dataset covers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Spatial {
    /// `GeoJSON`, as given; a dataset has either this or zones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geom: Option<Value>,
    /// Ids of geozones, such as `fr:departement:35`; `None` where the source does not give them.
    pub zones: Option<Vec<String>>,
    /// Names of zones that the source gave without an id and the gazetteer cannot resolve: unknown or ambiguous.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unresolved_names: Vec<String>,
    /// How fine the data is.
    pub granularity: Option<Granularity>,
}

/// The period that a dataset covers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TemporalCoverage {
    /// The first day.
    pub start: Option<Date>,
    /// The last day; open where `None`.
    pub end: Option<Date>,
}

/// How a dataset is used. `None` where the source does not count it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DatasetMetrics {
    /// Discussions about it.
    pub discussions: Option<u64>,
    /// Discussions that are still open.
    pub discussions_open: Option<u64>,
    /// Reuses built on it.
    pub reuses: Option<u64>,
    /// New reuses by month (`2024-05`).
    pub reuses_by_months: Option<BTreeMap<String, u64>>,
    /// Dataservices that serve it.
    pub dataservices: Option<u64>,
    /// People who follow it.
    pub followers: Option<u64>,
    /// New followers by month (`2024-05`).
    pub followers_by_months: Option<BTreeMap<String, u64>>,
    /// Views of its page.
    pub views: Option<u64>,
    /// Downloads of its resources.
    pub resources_downloads: Option<u64>,
}

/// The platform's criteria of a good description, each `None` where it was not evaluated.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Quality {
    /// It has a licence.
    pub license: Option<bool>,
    /// It says when.
    pub temporal_coverage: Option<bool>,
    /// It says where.
    pub spatial: Option<bool>,
    /// It says how often it is updated.
    pub update_frequency: Option<bool>,
    /// It is updated as often as it says.
    pub update_fulfilled_in_time: Option<bool>,
    /// Its description is long enough.
    pub dataset_description_quality: Option<bool>,
    /// It has resources.
    pub has_resources: Option<bool>,
    /// One of them is in an open format.
    pub has_open_format: Option<bool>,
    /// All of them can be reached.
    pub all_resources_available: Option<bool>,
    /// They are documented.
    pub resources_documentation: Option<bool>,
    /// The share of the criteria that hold, 0 to 1.
    pub score: Option<f64>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_keeps_every_field_of_a_dataset() {
        let json: Value = serde_json::from_str(
            r##"{
            "id": "53699934a3a729239d2046ef",
            "title": "Bornes de recharge",
            "acronym": "IRVE",
            "slug": "bornes-de-recharge",
            "description": {"markdown": "# Des *bornes*", "text": "Des bornes"},
            "description_short": "Des bornes",
            "created_at": "2020-01-01T00:00:00+00:00",
            "last_modified": "2021-01-01T00:00:00+00:00",
            "last_update": "2022-01-01T12:00:00.500000+00:00",
            "internal": {
                "created_at_internal": "2020-01-02T00:00:00+00:00",
                "last_modified_internal": "2021-01-02T00:00:00+00:00"
            },
            "deleted": "2024-01-01T00:00:00+00:00",
            "archived": "2023-01-01T00:00:00+00:00",
            "doi": "10.1000/182",
            "private": false,
            "featured": true,
            "tags": ["irve", "mobilite"],
            "badges": ["hvd", "badge-de-demain"],
            "resources": [{
                "id": "5ffa8553-0e8f-4622-add9-5c0b593ca1f8",
                "title": "bornes.csv",
                "description": "Toutes",
                "filetype": "file",
                "type": "main",
                "format": "csv",
                "url": "https://example.org/bornes.csv",
                "latest": "https://example.org/latest",
                "checksum": {"type": "sha1", "value": "da39a3ee"},
                "filesize": 12,
                "mime": "text/csv",
                "created_at": "2020-01-01T00:00:00+00:00",
                "last_modified": "2022-01-01T00:00:00+00:00",
                "downloads": 3,
                "harvest": {"uri": "https://example.org/uri"},
                "geopf": {"datasheet_url": "https://example.org/fiche"},
                "extras": {"check:available": true},
                "preview_url": "https://example.org/preview",
                "schema": {"name": "etalab/schema-irve", "version": "2.3.0", "url": null},
                "internal": {"created_at_internal": "2020-01-01T00:00:00+00:00", "last_modified_internal": null}
            }],
            "resource_summary": {"count": 1, "main_count": 1, "formats": ["csv"]},
            "frequency": "daily",
            "frequency_date": "2025-01-01T00:00:00+00:00",
            "license": "lov2",
            "access_type": "restricted",
            "access_audiences": [{"role": "private", "condition": "no"}],
            "authorization_request_url": "https://example.org/demande",
            "access_type_reason_category": "confidentiality_of_personal_data",
            "access_type_reason": "Vie privée",
            "owner": {"organization": {
                "id": "534fff75a3a7292c64a77de4", "name": "Etalab", "acronym": null, "slug": "etalab", "uri": null,
                "page": null, "logo": null, "logo_thumbnail": null, "badges": ["certified", "public-service"]
            }},
            "spatial": {
                "geom": {"type": "MultiPolygon", "coordinates": []},
                "zones": ["country:fr"],
                "unresolved_names": ["Nulle Part"],
                "granularity": "poi"
            },
            "temporal_coverage": {"start": "0003-01-01T00:00:00+00:00", "end": null},
            "schema": {"name": "etalab/schema-irve", "version": null, "url": null},
            "contact_points": [{
                "id": null, "name": "Accueil", "email": "a@example.org", "contact_form": null, "role": "contact"
            }],
            "extras": {"clef": [1, 2]},
            "harvest": {"backend": "DCAT", "modified_at": "2021-01-01T00:00:00+00:00"},
            "geopf": {"datasheet_url": "https://example.org/fiche"},
            "metrics": {
                "discussions": 1, "discussions_open": 0, "reuses": 2, "reuses_by_months": {"2024-05": 2},
                "dataservices": 3, "followers": 4, "followers_by_months": {"2024-06": 4}, "views": 5,
                "resources_downloads": 6
            },
            "quality": {
                "license": true, "temporal_coverage": false, "spatial": null, "update_frequency": true,
                "update_fulfilled_in_time": true, "dataset_description_quality": true, "has_resources": true,
                "has_open_format": true, "all_resources_available": true, "resources_documentation": false,
                "score": 0.75
            },
            "uri": "https://example.org/api/1/datasets/1/",
            "page": "https://example.org/datasets/bornes-de-recharge",
            "others": {"metrics": {"nb_hits": 3}, "resources": [{"published": null}]}
            }"##,
        )
        .unwrap();
        let dataset: Dataset = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&dataset).unwrap(), json);
    }

    #[test]
    fn a_dataset_is_read_from_any_of_its_fields() {
        let dataset: Dataset = serde_json::from_str("{}").unwrap();
        assert_eq!(dataset, Dataset::default());
    }

    #[test]
    fn formats_are_distinct_and_in_the_order_of_their_first_appearance() {
        let dataset: Dataset = serde_json::from_value(json!({
            "resources": [{"format": "SHP"}, {"format": null}, {"format": ".csv"}, {"format": "Shapefile "}],
            "resource_summary": {"formats": ["csv", "", "xml et pdf", "shapefile", "n66353a6e7ea642eab0b293ee43efd4e7"]}
        }))
        .unwrap();
        assert_eq!(dataset.formats(), ["shp", "csv", "xml", "pdf"]);
        assert_eq!(dataset.raw_formats(), ["shapefile", "xml et pdf"]);
    }

    #[test]
    fn the_number_of_resources_is_unknown_where_nothing_says_it() {
        let n_resources = |json| {
            serde_json::from_value::<Dataset>(json)
                .unwrap()
                .n_resources()
        };
        assert_eq!(n_resources(json!({})), None);
        assert_eq!(n_resources(json!({"resources": []})), Some(0));
        assert_eq!(n_resources(json!({"resources": [{}, {}]})), Some(2));
        assert_eq!(
            n_resources(json!({"resource_summary": {"count": 7}})),
            Some(7)
        );
    }

    #[test]
    fn schemas_are_those_of_the_dataset_and_of_its_resources() {
        let dataset: Dataset = serde_json::from_value(json!({
            "schema": {"name": "etalab/schema-irve"},
            "resources": [
                {"schema": {"name": "etalab/schema-irve"}},
                {"schema": {"url": "https://example.org/schema.json"}},
                {"schema": {"name": "scdl/deliberations"}}
            ]
        }))
        .unwrap();
        assert_eq!(
            dataset.schemas(),
            ["etalab/schema-irve", "scdl/deliberations"]
        );
    }
}
