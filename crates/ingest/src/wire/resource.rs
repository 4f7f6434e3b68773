//! A resource of a dataset on the wire.

use catalogue::{Checksum, InternalDates, Resource, ResourceType, SchemaReference};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient::{Moment, Number, Text};
use super::parts::WireHarvest;

/// One file or link.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireResource {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) description: Text,
    pub(crate) filetype: Text,
    #[serde(rename = "type")]
    pub(crate) resource_type: Text,
    pub(crate) format: Text,
    pub(crate) url: Text,
    pub(crate) latest: Text,
    pub(crate) checksum: Option<WireChecksum>,
    pub(crate) filesize: Number,
    pub(crate) mime: Text,
    pub(crate) created_at: Moment,
    pub(crate) last_modified: Moment,
    pub(crate) metrics: Option<WireResourceMetrics>,
    pub(crate) harvest: Option<WireHarvest>,
    pub(crate) geopf: Option<Value>,
    pub(crate) extras: Option<Map<String, Value>>,
    pub(crate) preview_url: Text,
    pub(crate) schema: Option<Schema>,
    pub(crate) internal: Option<Internal>,
}

/// A checksum and its algorithm.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireChecksum {
    #[serde(rename = "type")]
    pub(crate) algorithm: Text,
    pub(crate) value: Text,
}

/// How a resource is used.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireResourceMetrics {
    /// Downloads, under the platform's name for them.
    pub(crate) views: Number,
}

/// A schema, by name or address.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Schema {
    pub(crate) name: Text,
    pub(crate) version: Text,
    pub(crate) url: Text,
}

impl Schema {
    /// Converts to the catalogue's type; `None` for the empty object that stands for "no schema".
    pub(crate) fn into_reference(self) -> Option<SchemaReference> {
        let reference = SchemaReference {
            name: self.name.into_line(),
            version: self.version.0,
            url: self.url.0,
        };
        (reference != SchemaReference::default()).then_some(reference)
    }
}

/// The platform's own dates of an object, beside those of its origin.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Internal {
    created_at_internal: Moment,
    last_modified_internal: Moment,
}

impl From<Internal> for InternalDates {
    fn from(wire: Internal) -> Self {
        Self {
            created_at_internal: wire.created_at_internal.0,
            last_modified_internal: wire.last_modified_internal.0,
        }
    }
}

/// Returns the resources of a list.
pub(crate) fn resources(list: Vec<WireResource>) -> Vec<Resource> {
    list.into_iter().map(WireResource::into_resource).collect()
}

impl WireResource {
    /// Converts to the catalogue's type.
    fn into_resource(self) -> Resource {
        Resource {
            id: self.id.0,
            title: self.title.into_line(),
            description: self.description.0,
            filetype: self.filetype.0,
            resource_type: self.resource_type.into_line().map(ResourceType::from),
            format: self.format.into_line(),
            url: self.url.0,
            latest: self.latest.0,
            checksum: self.checksum.map(|wire| Checksum {
                algorithm: wire.algorithm.0,
                value: wire.value.0,
            }),
            filesize: self.filesize.count(),
            mime: self.mime.0,
            created_at: self.created_at.0,
            last_modified: self.last_modified.0,
            downloads: self.metrics.and_then(|metrics| metrics.views.count()),
            harvest: self.harvest.and_then(WireHarvest::into_harvest),
            geopf: self.geopf,
            extras: self.extras,
            preview_url: self.preview_url.0,
            schema: self.schema.and_then(Schema::into_reference),
            internal: self.internal.map(InternalDates::from),
        }
    }
}
