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
    id: Text,
    title: Text,
    description: Text,
    filetype: Text,
    #[serde(rename = "type")]
    resource_type: Text,
    format: Text,
    url: Text,
    latest: Text,
    checksum: Option<WireChecksum>,
    filesize: Number,
    mime: Text,
    created_at: Moment,
    last_modified: Moment,
    metrics: Option<WireResourceMetrics>,
    harvest: Option<WireHarvest>,
    geopf: Option<Value>,
    extras: Option<Map<String, Value>>,
    preview_url: Text,
    schema: Option<Schema>,
    internal: Option<Internal>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct WireChecksum {
    #[serde(rename = "type")]
    algorithm: Text,
    value: Text,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct WireResourceMetrics {
    /// Downloads, under the platform's name for them.
    views: Number,
}

/// A schema, by name or address.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Schema {
    name: Text,
    version: Text,
    url: Text,
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
