//! Where a document counts.
//!
//! **The rule** ([`CountsIn::of`]). A document that fails no filter is a hit and counts in every facet. One that fails
//! exactly one facet's filter counts in that facet alone: it is what the user would find by choosing its value there
//! instead. One that fails two facets' filters, or anything else that the request requires, counts nowhere. So a
//! facet's counts leave out that facet's own filter, and every count is the total that the search would have with that
//! value alone chosen in its facet.

use tantivy::DocId;

use super::conditions::Conditions;

/// Where a document counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountsIn {
    /// It is a hit.
    EveryFacet,
    /// It fails the filter of this facet alone: the index among the facets that are counted.
    OneFacet(u16),
    /// It fails the filter of zones alone, which are not counted: it may cover those that are chosen.
    OutsideZones,
    Nowhere,
}

impl CountsIn {
    /// The rule of the counts.
    pub fn of(conditions: &Conditions<'_>, segment: usize, document: DocId) -> Self {
        let filters = conditions.facet_filters.iter();
        let mut failed = filters.filter(|filter| !filter.admits(segment, document));
        let counts_in = match failed.next() {
            None => Self::EveryFacet,
            Some(_) if failed.next().is_some() => return Self::Nowhere,
            Some(filter) => match filter.counted_as {
                Some(facet) => Self::OneFacet(facet as u16),
                None if filter.is_of_zones => Self::OutsideZones,
                None => return Self::Nowhere,
            },
        };
        if conditions.are_met_but_for_facets(segment, document) {
            counts_in
        } else {
            Self::Nowhere
        }
    }

    /// Returns whether a document that counts here is a hit, or would be one if other zones were chosen.
    pub fn is_met_but_for_zones(self, conditions: &Conditions<'_>) -> bool {
        match self {
            Self::EveryFacet | Self::OutsideZones => true,
            Self::OneFacet(facet) => {
                let mut filters = conditions.facet_filters.iter();
                let failed = Some(usize::from(facet));
                filters.any(|filter| filter.is_of_zones && filter.counted_as == failed)
            }
            Self::Nowhere => false,
        }
    }
}
