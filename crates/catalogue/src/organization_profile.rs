//! An organization as the platform's list of organizations tells of it: more than what its records say.

use serde::{Deserialize, Serialize};

use crate::{Date, Organization};

/// An organization as the platform's list of organizations tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationProfile {
    /// The organization as records refer to it.
    pub organization: Organization,
    /// What it says of itself, in Markdown.
    pub description: Option<String>,
    /// When the platform created it.
    pub created_at: Option<Date>,
    /// When the platform last changed it.
    pub last_modified: Option<Date>,
    /// How many people belong to it.
    pub members: Option<u64>,
    /// How many people follow it.
    pub followers: Option<u64>,
    /// How many reuses it has made.
    pub reuses: Option<u64>,
    /// How often its page was viewed.
    pub views: Option<u64>,
}
