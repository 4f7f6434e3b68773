//! A resource as data.gouv.fr answers with it.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::parts::{Extras, Harvest, Internal, Moment, SchemaReference, moment};
use super::whole::Whole;

/// One file or link of a dataset.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Resource {
    /// A UUID.
    id: Option<String>,
    /// The title.
    title: Option<String>,
    /// Markdown.
    description: Option<String>,
    /// `file` (hosted by the platform) or `remote`.
    filetype: Option<String>,
    /// `main`, `documentation`, `update`, `api`, `code` or `other`.
    r#type: Option<String>,
    /// The format as its producer spelled it.
    format: Option<String>,
    /// Where it is.
    url: Option<String>,
    /// The platform's permanent address that redirects to `url`.
    latest: Option<String>,
    /// Its checksum.
    checksum: Option<Checksum>,
    /// Its size, in bytes.
    filesize: Option<u64>,
    /// Its media type.
    mime: Option<String>,
    /// When it was added.
    created_at: Option<Moment>,
    /// When it was last changed.
    last_modified: Option<Moment>,
    /// How it is used.
    #[schema(required = false)]
    metrics: ResourceMetrics,
    /// Where it was harvested from.
    harvest: Option<Harvest>,
    /// What the Géoplateforme says of it.
    #[schema(value_type = Option<Object>)]
    geopf: Option<Value>,
    /// Free keys.
    #[schema(required = false, value_type = Object)]
    extras: Extras,
    /// Where it can be seen as a table or a map.
    preview_url: Option<String>,
    /// The schema that it declares.
    schema: Option<SchemaReference>,
    /// The platform's own dates.
    #[schema(required = false)]
    internal: Internal,
}

/// A checksum and its algorithm.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checksum {
    /// `sha1`, `sha2`, `sha256`, `md5` or `crc`.
    r#type: Option<String>,
    /// The digest, in hexadecimal.
    value: Option<String>,
}

/// How a resource is used.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResourceMetrics {
    /// Downloads.
    views: Option<u64>,
}

impl Resource {
    /// Returns the answer for a resource, with all that its source says.
    pub(crate) fn whole((resource, others): (&catalogue::Resource, Option<&Value>)) -> Whole<Self> {
        Whole::new(Self::from(resource), others.cloned().unwrap_or_default())
    }
}

impl From<&catalogue::Resource> for Resource {
    fn from(resource: &catalogue::Resource) -> Self {
        Self {
            id: resource.id.clone(),
            title: resource.title.clone(),
            description: resource.description.clone(),
            filetype: resource.filetype.clone(),
            r#type: resource
                .resource_type
                .as_ref()
                .map(|resource_type| resource_type.id().to_owned()),
            format: resource.format.clone(),
            url: resource.url.clone(),
            latest: resource.latest.clone(),
            checksum: resource.checksum.as_ref().map(|checksum| Checksum {
                r#type: checksum.algorithm.clone(),
                value: checksum.value.clone(),
            }),
            filesize: resource.filesize,
            mime: resource.mime.clone(),
            created_at: moment(resource.created_at),
            last_modified: moment(resource.last_modified),
            metrics: ResourceMetrics {
                views: resource.downloads,
            },
            harvest: resource.harvest.as_ref().map(Harvest::from),
            geopf: resource.geopf.clone().filter(Value::is_object),
            extras: resource.extras.clone().unwrap_or_default(),
            preview_url: resource.preview_url.clone(),
            schema: resource.schema.as_ref().map(SchemaReference::from),
            internal: Internal::new(
                resource.internal.as_ref(),
                resource.created_at,
                resource.last_modified,
            ),
        }
    }
}

/// A resource, and the dataset that it is of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResourceOfDataset {
    /// The resource.
    #[schema(required = false, value_type = Resource)]
    pub(crate) resource: Whole<Resource>,
    /// The dataset's id.
    #[schema(required = false)]
    pub(crate) dataset_id: String,
}
