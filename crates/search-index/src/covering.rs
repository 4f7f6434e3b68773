//! What covers the zones that a search chooses.

use catalogue::Geozone;

/// What is about zones that contain the chosen ones, counted with all other filters and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covering {
    /// How many hits are about a zone that contains a chosen one, and about none that the chosen ones find: as many as
    /// [`include_geozone_ancestors`](crate::SearchRequest::include_geozone_ancestors) adds.
    pub total: u64,
    /// How many hits are about a chosen zone itself, and not only about zones within it: as many as
    /// [`geozone_exact`](crate::SearchRequest::geozone_exact) finds.
    pub exact_total: u64,
    /// The zones that contain a chosen one, the nearest first; those apart that a chosen one finds.
    pub zones: Vec<CoveringZone>,
}

/// A zone that contains a chosen one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoveringZone {
    /// The zone.
    pub zone: Geozone,
    /// How many of the hits that only cover the chosen zones are about this one. A record is about several zones at times.
    pub count: u64,
}
