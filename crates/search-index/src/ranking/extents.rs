//! What it weighs that a record is about a part of the country, where the query names no place.

use catalogue::Extent;

use super::weights::Weights;
use crate::columns::Columns;
use crate::facet::Facet;

/// How wide the territory is that a query is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AskedExtent {
    /// That of the place that the words name, or that was chosen.
    OfPlace,
    /// It does not say: the country is meant rather than any one of its parts.
    Unsaid,
    /// The words name the country.
    National,
}

/// How many levels below the country the territory of every document lies.
pub(crate) struct Extents {
    /// By segment, by document.
    segments: Vec<Vec<u8>>,
    /// By level: the factors where the query does not say.
    unsaid: [f32; N_LEVELS],
    /// And where the words name the country.
    national: [f32; N_LEVELS],
}

/// The country, its régions, départements, and what is smaller.
const N_LEVELS: usize = 4;

impl Extents {
    pub fn new(columns: &Columns, weights: &Weights) -> Self {
        let of_segment = |segment: usize| {
            let documents = 0..columns.segments[segment].n_documents();
            let level = |document| {
                let value = columns.value_of(Facet::Extent, segment, document);
                value.map_or(0, |value| n_levels_below_country(&Extent::from(value)))
            };
            documents.map(level).collect()
        };
        let factors = |weight: f32| {
            std::array::from_fn(|n_levels| weight.powi(i32::try_from(n_levels).unwrap_or(0)))
        };
        Self {
            segments: (0..columns.segments.len()).map(of_segment).collect(),
            unsaid: factors(weights.narrower),
            national: factors(weights.narrower_than_asked),
        }
    }

    /// Returns the factor of a document.
    pub fn factor(&self, asked: AskedExtent, segment: usize, document: u32) -> f32 {
        let n_levels = usize::from(self.segments[segment][document as usize]);
        match asked {
            AskedExtent::OfPlace => 1.0,
            AskedExtent::Unsaid => self.unsaid[n_levels],
            AskedExtent::National => self.national[n_levels],
        }
    }
}

/// Returns how many levels an extent lies below the country; what is wider, or of an unknown kind, counts as the country.
fn n_levels_below_country(extent: &Extent) -> u8 {
    match extent {
        Extent::Regional => 1,
        Extent::Departmental => 2,
        Extent::Local => 3,
        _ => 0,
    }
}
