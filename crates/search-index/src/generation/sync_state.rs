//! How far a generation has followed its source.

use std::collections::BTreeMap;

use catalogue::{Date, RecordType};
use serde::{Deserialize, Serialize};

/// How far a generation has followed the API of its source, as its manifest holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncState {
    /// The base of the API that is followed.
    pub source: String,
    /// All that is known to have changed there before this moment, by the clock of its server, is in the generation.
    pub changed_until: Date,
    /// When the walk of all ids began that the generation agrees with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids_checked_at: Option<Date>,
    /// When the sitemaps were last read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitemaps_checked_at: Option<Date>,
    /// The latest change that the sitemaps told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitemaps_until: Option<Date>,
    /// By address, the version of each sitemap that was read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sitemaps: BTreeMap<String, SitemapVersion>,
    /// The records that were removed since the generation was built from its sources, so that an older source does not
    /// bring them back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<RemovedRecord>,
    /// When the last sync ended that did not fail, by the clock of this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synced_at: Option<Date>,
}

/// What tells a version of a file on a web server from others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SitemapVersion {
    /// `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// A record that its source no longer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedRecord {
    /// What the record described.
    pub record_type: RecordType,
    /// Its id.
    pub id: String,
    /// When its source was asked for it in vain.
    pub removed_at: Date,
}

impl SyncState {
    /// Returns the state of a generation that was harvested from an API, from that moment on; what is told of another one
    /// holds on in part.
    #[must_use]
    pub fn new(source: &str, began_at: Date, before: Option<Self>) -> Self {
        Self {
            source: source.to_owned(),
            changed_until: began_at,
            ids_checked_at: Some(began_at),
            sitemaps_checked_at: None,
            sitemaps_until: None,
            sitemaps: BTreeMap::new(),
            removed: Vec::new(),
            synced_at: before.and_then(|before| before.synced_at),
        }
    }
}
