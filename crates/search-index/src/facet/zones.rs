//! Ids of geozones as they are indexed.

use catalogue::{Gazetteer, strip_validity};

/// Returns the id of today for a geozone's id; that of a zone that is gone stays, without its date.
pub(crate) fn canonical_zone(id: &str) -> &str {
    let known = Gazetteer::france().get(id);
    known.map_or(strip_validity(id), |zone| zone.id)
}
