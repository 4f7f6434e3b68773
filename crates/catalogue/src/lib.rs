#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::too_many_lines, reason = "a test may be a table"))]
// A test fails by panicking.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod access_type;
mod badge;
mod contact_point;
mod coverage;
mod covered_period;
mod dataservice;
mod dataset;
mod date;
mod derivation;
mod description;
mod edition;
mod evidence;
mod extent;
mod format;
mod frequency;
mod gazetteer;
mod geozone;
mod grain;
mod granularity;
mod harvest;
mod internal_dates;
mod known_update;
mod license;
mod links;
mod months;
mod organization;
mod organization_profile;
mod others;
mod period_words;
mod producer_type;
mod public_producer;
mod recent_use;
mod record;
mod record_type;
mod resource;
mod retired;
mod reuse;
mod schema_reference;
mod tag;
mod text_rules;
mod vocabulary;
mod zone_codes;
mod zone_name;

pub use access_type::{
    AccessAudience, AccessAudienceCondition, AccessAudienceRole, AccessReasonCategory, AccessType,
};
pub use badge::{Badge, OrganizationBadge};
pub use contact_point::ContactPoint;
pub use coverage::inferred_geozones;
pub use covered_period::CoveredPeriod;
pub use dataservice::{Dataservice, DataserviceMetrics, DatasetReference};
pub use dataset::{Dataset, DatasetMetrics, Quality, ResourceSummary, Spatial, TemporalCoverage};
pub use date::{Date, ParseDateError};
pub use derivation::derivation;
pub use description::Description;
pub use edition::Edition;
pub use evidence::{Evidence, EvidenceField};
pub use extent::{Extent, KnownExtent};
pub use format::{
    FormatFamily, canonical_formats, format_family, format_label, is_known_format, known_formats,
    normalize_format,
};
pub use frequency::Frequency;
pub use gazetteer::{Gazetteer, Resolution};
pub use geozone::{Geozone, strip_validity};
pub use grain::{Grain, KnownGrain};
pub use granularity::Granularity;
pub use harvest::Harvest;
pub use internal_dates::InternalDates;
pub use known_update::{KnownUpdate, LEAST_STAMPED, Stamp, UpdateSource};
pub use license::License;
pub use links::{Link, links};
pub use months::month_named;
pub use organization::{Organization, Owner, User};
pub use organization_profile::OrganizationProfile;
pub use others::add_others;
pub use producer_type::ProducerType;
pub use public_producer::is_public_name;
pub use record::Record;
pub use record_type::RecordType;
pub use resource::{Checksum, Resource, ResourceType};
pub use retired::{Retirement, RetirementReason, Successor};
pub use reuse::{Reuse, ReuseType};
pub use schema_reference::SchemaReference;
pub use tag::{is_empty_tag, tag_family};
