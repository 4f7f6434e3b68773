//! Terms of vocabularies within a dataset: by their id, or as whole objects where the header
//! `X-Get-Datasets-Full-Objects` asks for them.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::datagouv::terms::{FrequencyAnswer, GranularityAnswer, LicenseAnswer, ZoneAnswer};

/// An update frequency, by id or whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Frequency {
    Id(String),
    Full(FrequencyAnswer),
}

impl Frequency {
    pub(crate) fn new(frequency: &catalogue::Frequency, is_full: bool) -> Self {
        if is_full {
            Self::Full(frequency.into())
        } else {
            Self::Id(frequency.id().to_owned())
        }
    }
}

/// A licence, by id or whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum License {
    Id(String),
    Full(LicenseAnswer),
}

impl License {
    pub(crate) fn new(license: &catalogue::License, is_full: bool) -> Self {
        if is_full {
            Self::Full(license.into())
        } else {
            Self::Id(license.id().to_owned())
        }
    }
}

/// The territory that a dataset covers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpatialCoverage {
    /// `GeoJSON`.
    #[schema(value_type = Option<Object>)]
    geom: Option<Value>,
    /// The ids of the zones, or all of them if `X-Get-Datasets-Full-Objects` is set.
    #[schema(required = false)]
    zones: Vec<Zone>,
    /// How fine the data is, by id, or all of it if `X-Get-Datasets-Full-Objects` is set.
    #[schema(required = false)]
    granularity: Option<Granularity>,
}

impl SpatialCoverage {
    pub(crate) fn new(spatial: &catalogue::Spatial, is_full: bool) -> Self {
        Self {
            geom: spatial.geom.clone().filter(Value::is_object),
            zones: spatial
                .zones
                .iter()
                .flatten()
                .map(|id| Zone::new(id, is_full))
                .collect(),
            granularity: spatial
                .granularity
                .as_ref()
                .map(|granularity| Granularity::new(granularity, is_full)),
        }
    }
}

/// A zone, by id or whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Zone {
    Id(String),
    Full(ZoneAnswer),
}

impl Zone {
    fn new(id: &str, is_full: bool) -> Self {
        if is_full {
            Self::Full(ZoneAnswer::new(id))
        } else {
            Self::Id(id.to_owned())
        }
    }
}

/// A granularity, by id or whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Granularity {
    Id(String),
    Full(GranularityAnswer),
}

impl Granularity {
    pub(crate) fn new(granularity: &catalogue::Granularity, is_full: bool) -> Self {
        if is_full {
            Self::Full(granularity.into())
        } else {
            Self::Id(granularity.id().to_owned())
        }
    }
}
