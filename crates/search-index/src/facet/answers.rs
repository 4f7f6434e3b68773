//! What a search says of a facet.

use crate::facet::Facet;

/// One value of a facet, with its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value, as it stands in the URL; where another spelling of it is selected, that one.
    pub name: String,
    /// Its French label.
    pub label: String,
    /// How many the search would find with this value, whatever else of this facet is selected: records, or groups of
    /// near-copies where these are folded.
    pub count: u64,
    /// Whether it is selected.
    pub selected: bool,
}

/// The counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Its values: by count, then label, those that say nothing last; those selected are always there, if only with a count of 0.
    pub values: Vec<FacetValue>,
    /// How many values have a count above 0, those that the limit cut off included.
    pub n_values: usize,
    /// The counts of the values that the request asks for by name ([`SearchRequest::counted`]), in its order.
    ///
    /// [`SearchRequest::counted`]: crate::SearchRequest::counted
    pub counted: Vec<u64>,
}

/// Some of the values of one facet: those that a text was looked for in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValues {
    /// Which facet.
    pub facet: Facet,
    /// The values of the asked page: by count, then label, those that say nothing last. None has a count of 0.
    pub values: Vec<FacetValue>,
    /// How many there are in all.
    pub n_values: usize,
}
