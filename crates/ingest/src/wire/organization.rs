//! An organization on the wire, as a list of organizations gives it.

use catalogue::OrganizationProfile;

use super::lenient::{Moment, Number, Text};
use super::parts::WireOrganization;

/// An organization as a list of organizations gives it, as far as it is told.
#[derive(Debug, Default)]
pub(crate) struct WireProfile {
    pub(crate) organization: WireOrganization,
    pub(crate) description: Text,
    pub(crate) created_at: Moment,
    pub(crate) last_modified: Moment,
    pub(crate) members: Number,
    pub(crate) followers: Number,
    pub(crate) reuses: Number,
    pub(crate) views: Number,
}

impl WireProfile {
    /// Converts to the catalogue's type; `None` where nothing names the organization.
    pub(crate) fn into_profile(self) -> Option<OrganizationProfile> {
        Some(OrganizationProfile {
            organization: self.organization.into_organization()?,
            description: self.description.0,
            created_at: self.created_at.0,
            last_modified: self.last_modified.0,
            members: self.members.count(),
            followers: self.followers.count(),
            reuses: self.reuses.count(),
            views: self.views.count(),
        })
    }
}
