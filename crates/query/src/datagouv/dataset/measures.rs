//! How a dataset is used, and how well it is described.

use serde::Serialize;
use utoipa::ToSchema;

use crate::datagouv::parts::Months;

/// How a dataset is used; null where the source does not count it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DatasetMetrics {
    discussions: Option<u64>,
    discussions_open: Option<u64>,
    reuses: Option<u64>,
    #[schema(value_type = Option<BTreeMap<String, u64>>)]
    reuses_by_months: Option<Months>,
    dataservices: Option<u64>,
    followers: Option<u64>,
    #[schema(value_type = Option<BTreeMap<String, u64>>)]
    followers_by_months: Option<Months>,
    views: Option<u64>,
    resources_downloads: Option<u64>,
}

/// The platform's criteria of a good description; those that were not evaluated are left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quality {
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal_coverage: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spatial: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_frequency: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_fulfilled_in_time: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_description_quality: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_resources: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_open_format: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_resources_available: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources_documentation: Option<bool>,
    /// The share of the criteria that hold, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

impl From<&catalogue::DatasetMetrics> for DatasetMetrics {
    fn from(metrics: &catalogue::DatasetMetrics) -> Self {
        Self {
            discussions: metrics.discussions,
            discussions_open: metrics.discussions_open,
            reuses: metrics.reuses,
            reuses_by_months: metrics.reuses_by_months.clone(),
            dataservices: metrics.dataservices,
            followers: metrics.followers,
            followers_by_months: metrics.followers_by_months.clone(),
            views: metrics.views,
            resources_downloads: metrics.resources_downloads,
        }
    }
}

impl From<&catalogue::Quality> for Quality {
    fn from(quality: &catalogue::Quality) -> Self {
        Self {
            license: quality.license,
            temporal_coverage: quality.temporal_coverage,
            spatial: quality.spatial,
            update_frequency: quality.update_frequency,
            update_fulfilled_in_time: quality.update_fulfilled_in_time,
            dataset_description_quality: quality.dataset_description_quality,
            has_resources: quality.has_resources,
            has_open_format: quality.has_open_format,
            all_resources_available: quality.all_resources_available,
            resources_documentation: quality.resources_documentation,
            score: quality.score,
        }
    }
}
