//! An organization, and what it publishes.

use catalogue::{Date, Organization, OrganizationProfile};

/// An organization, and what it publishes.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownOrganization {
    /// Its value in [`Facet::Organization`](crate::Facet::Organization): its id; its name where no source knows that.
    pub key: String,
    /// Who it is.
    pub organization: Organization,
    /// The last part of the address of its page, as the platform gives or makes it.
    pub slug: String,
    /// The name in the address of its page here: its slug, or its key where the slug leads to another organization.
    pub page_name: String,
    /// What a list of organizations tells of it; `None` where no source has one.
    pub profile: Option<OrganizationProfile>,
    /// What it publishes.
    pub published: Published,
}

/// What an organization publishes: archived records count in the dates alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// Its datasets.
    pub n_datasets: u64,
    /// Its dataservices.
    pub n_dataservices: u64,
    /// The views of all its records.
    pub views: u64,
    /// The reuses of all its records.
    pub reuses: u64,
    /// The followers of all its records.
    pub followers: u64,
    /// When its first record was created.
    pub first_created: Option<Date>,
    /// When the last update of any of its records was.
    pub last_update: Option<Date>,
}

/// An organization as the records of a generation have it.
pub(crate) struct OfRecords {
    pub key: String,
    pub organization: Organization,
    pub published: Published,
}

impl KnownOrganization {
    /// Returns how many records it has that are not archived.
    #[must_use]
    pub fn n_records(&self) -> u64 {
        self.published.n_datasets + self.published.n_dataservices
    }

    /// Returns when the platform created it; where no source tells that, when its first record was.
    #[must_use]
    pub fn created_at(&self) -> Option<Date> {
        let told = self.profile.as_ref().and_then(|it| it.created_at);
        told.or(self.published.first_created)
    }

    /// Returns when the platform last changed it; where no source tells that, when one of its records was.
    #[must_use]
    pub fn last_modified(&self) -> Option<Date> {
        let told = self.profile.as_ref().and_then(|it| it.last_modified);
        told.or(self.published.last_update).or(self.created_at())
    }
}
