//! A dataservice: an API that the catalogue describes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    AccessAudience, AccessType, Badge, ContactPoint, Date, Description, Harvest, License, Owner,
};

/// A dataservice, with the fields and the nullability of the platform's API.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Dataservice {
    /// 24 hexadecimal digits.
    pub id: String,
    /// The title.
    pub title: String,
    /// The acronym.
    pub acronym: Option<String>,
    /// The last part of its page's address.
    pub slug: Option<String>,
    /// The description.
    pub description: Description,
    /// The address that its calls begin with.
    pub base_api_url: Option<String>,
    /// Its description for machines (`OpenAPI`, WMS capabilities …).
    pub machine_documentation_url: Option<String>,
    /// Its documentation for engineers.
    pub technical_documentation_url: Option<String>,
    /// Its documentation for everybody else.
    pub business_documentation_url: Option<String>,
    /// How often a client may call it, in words.
    pub rate_limiting: Option<String>,
    /// The address of a page that explains the rate limiting.
    pub rate_limiting_url: Option<String>,
    /// The share of time that it is up, in percent.
    pub availability: Option<f64>,
    /// The address of a page that shows the measured availability.
    pub availability_url: Option<String>,
    /// `REST`, `WMS` or `WSL`.
    pub format: Option<String>,
    /// The licence.
    pub license: Option<License>,
    /// Free words, slugified; `None` where the source does not give them.
    pub tags: Option<Vec<String>>,
    /// Whether it is a draft.
    pub private: Option<bool>,
    /// Free keys, as given.
    pub extras: Option<Map<String, Value>>,
    /// Whether the platform features it.
    pub featured: Option<bool>,
    /// Contact points: whom to ask.
    pub contact_points: Option<Vec<ContactPoint>>,
    /// When it was created.
    pub created_at: Option<Date>,
    /// When its description last changed.
    pub metadata_modified_at: Option<Date>,
    /// When it was deleted.
    pub deleted_at: Option<Date>,
    /// When it was archived.
    pub archived_at: Option<Date>,
    /// The datasets that it serves, where the source lists them.
    pub datasets: Option<Vec<DatasetReference>>,
    /// How many datasets it serves, where the source says so.
    pub n_datasets: Option<u64>,
    /// Where it was harvested from.
    pub harvest: Option<Harvest>,
    /// The platform's badges; `None` where the source does not give them.
    pub badges: Option<Vec<Badge>>,
    /// Who may call it.
    pub access_type: Option<AccessType>,
    /// Who may call it under which condition.
    pub access_audiences: Option<Vec<AccessAudience>>,
    /// Where to ask for access.
    pub authorization_request_url: Option<String>,
    /// Why access is limited, as a category.
    pub access_type_reason_category: Option<String>,
    /// Why access is limited, in words.
    pub access_type_reason: Option<String>,
    /// The organization or the person that it belongs to.
    pub owner: Option<Owner>,
    /// How it is used.
    pub metrics: DataserviceMetrics,
    /// Its address in the API.
    pub self_api_url: Option<String>,
    /// Its web page on the platform.
    pub self_web_url: Option<String>,
    /// What its source says beyond all other fields, in the shape of the API: keys that no type of this crate has, at their
    /// place. Of a list, each item at its place, null where there is nothing to add.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub others: Map<String, Value>,
}

/// A dataset as a dataservice refers to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DatasetReference {
    /// 24 hexadecimal digits.
    pub id: String,
    /// Its title, where the source gives it.
    pub title: Option<String>,
}

/// How a dataservice is used. `None` where the source does not count it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DataserviceMetrics {
    /// Discussions about it.
    pub discussions: Option<u64>,
    /// Discussions that are still open.
    pub discussions_open: Option<u64>,
    /// People who follow it.
    pub followers: Option<u64>,
    /// New followers by month (`2024-05`).
    pub followers_by_months: Option<BTreeMap<String, u64>>,
    /// Reuses built on it.
    pub reuses: Option<u64>,
    /// Views of its page.
    pub views: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_every_field_of_a_dataservice() {
        let json: Value = serde_json::from_str(
            r#"{
            "id": "672cf67802ef6b1be63b8975",
            "title": "API Adresse",
            "acronym": "BAN",
            "slug": "api-adresse",
            "description": {"markdown": "**Géocode**", "text": "Géocode"},
            "base_api_url": "https://example.org/",
            "machine_documentation_url": "https://example.org/openapi.yaml",
            "technical_documentation_url": "https://example.org/doc",
            "business_documentation_url": "https://example.org/metier",
            "rate_limiting": "50 appels par seconde",
            "rate_limiting_url": "https://example.org/limites",
            "availability": 99.9,
            "availability_url": "https://example.org/etat",
            "format": "REST",
            "license": "odc-odbl",
            "tags": ["adresse"],
            "private": false,
            "extras": {"clef": "valeur"},
            "featured": true,
            "contact_points": [{
                "id": "1", "name": "Accueil", "email": null, "contact_form": "https://example.org/", "role": "contact"
            }],
            "created_at": "2024-11-07T17:18:16.000001+00:00",
            "metadata_modified_at": "2025-01-01T00:00:00+00:00",
            "deleted_at": "2025-03-01T00:00:00+00:00",
            "archived_at": "2025-02-01T00:00:00+00:00",
            "datasets": [{"id": "5530fbacc751df5ff937dddb", "title": "Base Adresse Nationale"}],
            "n_datasets": 1,
            "harvest": {"backend": "DCAT", "domain": "example.org"},
            "badges": ["hvd"],
            "access_type": "open_with_account",
            "access_audiences": [{"role": "local_authority_and_administration", "condition": "yes"}],
            "authorization_request_url": "https://example.org/demande",
            "access_type_reason_category": "intellectual_property_rights",
            "access_type_reason": "Droits",
            "owner": {"user": {
                "id": null, "first_name": "Ada", "last_name": "Lovelace", "slug": "ada-lovelace", "page": null,
                "uri": null, "avatar": null, "avatar_thumbnail": null
            }},
            "metrics": {
                "discussions": 1, "discussions_open": 2, "followers": 3, "followers_by_months": {"2025-01": 3},
                "reuses": 4, "views": 5
            },
            "self_api_url": "https://example.org/api/1/dataservices/1/",
            "self_web_url": "https://example.org/dataservices/api-adresse",
            "others": {"clef-de-demain": 1}
            }"#,
        )
        .unwrap();
        let dataservice: Dataservice = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&dataservice).unwrap(), json);
    }
}
