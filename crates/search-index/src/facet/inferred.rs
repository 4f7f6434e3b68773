//! Values that a record has not of its own: they are indexed apart, so that a search can leave them out.

use super::Facet;
use super::record_values::{Derived, all, one};
use super::term::{FacetTerm, distinct};
use super::zones::canonical_zone;

impl Facet {
    /// The facets in which values are inferred.
    pub(crate) const INFERRED: [Self; 3] = [Self::Geozone, Self::Granularity, Self::Extent];

    /// Returns the distinct values in this facet that are inferred of a record.
    pub(crate) fn inferred_values(self, derived: &Derived<'_>) -> Vec<FacetTerm> {
        let inferred_grain = derived.grain.filter(|grain| grain.is_inferred());
        let inferred_extent = derived.extent.filter(|extent| extent.is_inferred());
        distinct(match self {
            Self::Geozone => all(derived
                .inferred_zones
                .iter()
                .map(|zone| canonical_zone(zone))),
            Self::Granularity => one(inferred_grain.map(|known| known.grain.id())),
            Self::Extent => one(inferred_extent.map(|known| known.extent.id())),
            _ => Vec::new(),
        })
    }
}
