//! A resource: one file or link of a dataset.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::vocabulary::vocabulary;
use crate::{Date, Harvest, InternalDates, SchemaReference};

vocabulary! {
    /// What a resource is for.
    pub enum ResourceType {
        Main = "main", "Fichier principal";
        Documentation = "documentation", "Documentation";
        Update = "update", "Mise à jour";
        Api = "api", "API";
        Code = "code", "Code source";
        Unspecified = "other", "Autre";
    }
}

/// One file or link of a dataset.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// A UUID.
    pub id: Option<String>,
    /// Its title; often a file name.
    pub title: Option<String>,
    /// Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `file` (hosted by the platform) or `remote`.
    pub filetype: Option<String>,
    /// What it is for.
    #[serde(rename = "type")]
    pub resource_type: Option<ResourceType>,
    /// The format as its producer spelled it.
    pub format: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// A permanent address that redirects to `url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// Its checksum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checksum: Option<Checksum>,
    /// Its size, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filesize: Option<u64>,
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// When it was added.
    pub created_at: Option<Date>,
    /// When it was last changed.
    pub last_modified: Option<Date>,
    /// How often it was downloaded (`metrics.views` in the API).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downloads: Option<u64>,
    /// Where it was harvested from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub harvest: Option<Harvest>,
    /// What the Géoplateforme says of it, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geopf: Option<Value>,
    /// Free keys, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extras: Option<Map<String, Value>>,
    /// The address of a preview, as a table or a map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview_url: Option<String>,
    /// The schema that it declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaReference>,
    /// The platform's own dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal: Option<InternalDates>,
}

/// A checksum and its algorithm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    /// `sha1`, `sha2`, `sha256`, `md5` or `crc`.
    #[serde(rename = "type")]
    pub algorithm: Option<String>,
    /// The digest, in hexadecimal.
    pub value: Option<String>,
}
