//! An organization on the wire, as a list of organizations gives it.

use catalogue::OrganizationProfile;
use serde::{Deserialize, Serialize};

use super::Refusal;
use super::lenient::{Moment, Number, StateDate, Text};
use super::parts::WireOrganization;
use super::read_beside;

/// An organization as a list of organizations gives it, as far as it is told.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireProfile {
    #[serde(flatten)]
    pub(crate) organization: WireOrganization,
    pub(crate) description: Text,
    pub(crate) created_at: Moment,
    pub(crate) last_modified: Moment,
    pub(crate) deleted: StateDate,
    pub(crate) metrics: Option<WireOrganizationMetrics>,
}

/// How an organization is used, and how many people belong to it.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireOrganizationMetrics {
    pub(crate) members: Number,
    pub(crate) followers: Number,
    pub(crate) reuses: Number,
    pub(crate) views: Number,
}

impl WireProfile {
    /// Reads an API object; one that was deleted is refused. Fields that have another type than they should are read if their
    /// meaning is plain, else left out.
    pub(crate) fn read(json: &str) -> Result<Self, Refusal> {
        let read: Self = read_beside(json)?;
        if read.deleted.0.is_some() {
            return Err(Refusal {
                id: read.organization.id.0,
                reason: "deleted".to_owned(),
                ..Refusal::default()
            });
        }
        Ok(read)
    }

    /// Converts to the catalogue's type; `None` where nothing names the organization.
    pub(crate) fn into_profile(self) -> Option<OrganizationProfile> {
        let metrics = self.metrics.unwrap_or_default();
        Some(OrganizationProfile {
            organization: self.organization.into_organization()?,
            description: self.description.0,
            created_at: self.created_at.0,
            last_modified: self.last_modified.0,
            members: metrics.members.count(),
            followers: metrics.followers.count(),
            reuses: metrics.reuses.count(),
            views: metrics.views.count(),
        })
    }
}
