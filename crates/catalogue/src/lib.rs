#![doc = include_str!("../README.md")]
// A test fails by panicking.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod access_type;
mod badge;
mod coverage;
mod dataservice;
mod dataset;
mod date;
mod description;
mod format;
mod frequency;
mod geozone;
mod granularity;
mod harvest;
mod license;
mod organization;
mod producer_type;
mod record;
mod resource;
mod vocabulary;

pub use access_type::{
    AccessAudience, AccessAudienceCondition, AccessAudienceRole, AccessReasonCategory, AccessType,
};
pub use badge::{Badge, OrganizationBadge};
pub use coverage::inferred_geozones;
pub use dataservice::{Dataservice, DataserviceMetrics, DatasetReference};
pub use dataset::{
    ContactPoint, Dataset, DatasetMetrics, InternalDates, Quality, ResourceSummary,
    SchemaReference, Spatial, TemporalCoverage,
};
pub use date::{Date, ParseDateError};
pub use description::Description;
pub use format::{
    FormatFamily, canonical_formats, format_family, format_label, is_known_format, known_formats,
    normalize_format,
};
pub use frequency::Frequency;
pub use geozone::{Gazetteer, Geozone, Resolution, strip_validity};
pub use granularity::Granularity;
pub use harvest::Harvest;
pub use license::License;
pub use organization::{Organization, Owner, User};
pub use producer_type::ProducerType;
pub use record::{Record, RecordType};
pub use resource::{Checksum, Resource, ResourceType};
