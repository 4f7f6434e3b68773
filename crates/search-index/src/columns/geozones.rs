//! Where records are about: their own zones, and the zones that these lie in.
//!
//! A document has a set of own zones; the set's values are those and all that they lie in, so that choosing a zone
//! finds whatever lies within it, and its count says so. Distinct sets of own zones are few, and a second column has the
//! own zones alone: `include_geozone_ancestors` asks for records whose *own* zone contains the chosen one, and
//! `geozone_exact` for those whose *own* zone it is.

use std::sync::{Arc, OnceLock};

use catalogue::Gazetteer;
use tantivy::Searcher;

use super::facet_column::{FacetColumn, Sets, read_ordinals};
use super::lists::Lists;
use super::values::Numbering;
use crate::error::Error;
use crate::facet::Facet;
use crate::schema::{facet_field_name, inferred_field_name};

/// The zones of every document: once with declared zones only, once with inferred ones too.
pub(crate) struct Geozones {
    declared: ZoneColumn,
    with_inferred: ZoneColumn,
}

/// The zones of every document.
#[derive(Clone)]
pub(crate) struct ZoneColumn {
    /// The values of a set are its own zones and their ancestors.
    pub column: Arc<FacetColumn>,
    /// The same documents and sets; the values of a set are its own zones alone.
    pub own: Arc<FacetColumn>,
    hierarchy: Arc<Hierarchy>,
}

/// Which zone of the index lies in which.
struct Hierarchy {
    /// By ordinal: the zones that it lies in, itself apart.
    above: Lists,
    /// By ordinal: the zones that lie in it; made when first asked for.
    below: OnceLock<Lists>,
}

impl Geozones {
    pub fn load(searcher: &Searcher) -> Result<Self, Error> {
        let mut numbering = Numbering::new(Facet::Geozone);
        let field = facet_field_name(Facet::Geozone);
        let declared = read_ordinals(searcher, &field, &mut numbering)?;
        let inferred = inferred_field_name(Facet::Geozone);
        let inferred = read_ordinals(searcher, &inferred, &mut numbering)?;
        let hierarchy = Arc::new(Hierarchy {
            above: above(&mut numbering),
            below: OnceLock::new(),
        });
        let values = Arc::new(numbering.finish());
        let column = |own_zones: &mut dyn FnMut(usize, u32) -> Vec<u32>| {
            let mut own = Sets::default();
            let mut documents = Vec::new();
            for (segment, lists) in declared.iter().enumerate() {
                let of_document = |document| own.ordinal_of(&own_zones(segment, document));
                documents.push((0..lists.len() as u32).map(of_document).collect());
            }
            let mut closures = Lists::default();
            for zones in own.lists.iter() {
                closures.push(&hierarchy.closure(zones));
            }
            let documents = Arc::new(documents);
            let column = |sets| {
                let column = FacetColumn::new(Arc::clone(&values), Arc::clone(&documents), sets);
                Arc::new(column)
            };
            ZoneColumn {
                column: column(closures),
                own: column(own.lists),
                hierarchy: Arc::clone(&hierarchy),
            }
        };
        Ok(Self {
            declared: column(&mut |segment, document| declared[segment].get(document).to_vec()),
            with_inferred: column(&mut |segment, document| {
                let mut zones = declared[segment].get(document).to_vec();
                zones.extend_from_slice(inferred[segment].get(document));
                zones.sort_unstable();
                zones.dedup();
                zones
            }),
        })
    }

    pub fn column(&self, inferred: bool) -> &ZoneColumn {
        if inferred {
            &self.with_inferred
        } else {
            &self.declared
        }
    }

    pub fn n_bytes(&self) -> usize {
        let of = |zones: &ZoneColumn| zones.column.n_bytes() + zones.own.n_bytes_of_sets();
        let values_counted_twice = self.declared.column.values.n_bytes();
        of(&self.declared) + of(&self.with_inferred) - values_counted_twice
            + self.declared.hierarchy.above.n_bytes()
    }
}

/// Returns the ancestors of each zone, and gives ordinals to those that have none yet.
fn above(numbering: &mut Numbering) -> Lists {
    let mut above = Lists::default();
    // An ancestor that no record names gets its ordinal on the way, and its own ancestors when its turn comes.
    while above.len() < numbering.len() {
        let zone = numbering.name(above.len() as u32).to_owned();
        let ancestors = Gazetteer::france().ancestors(&zone);
        let ordinals = ancestors.iter().map(|zone| numbering.ordinal_of(zone.id));
        let ordinals: Vec<u32> = ordinals.collect();
        above.push(&ordinals);
    }
    above.shrink();
    above
}

impl Hierarchy {
    /// Returns the zones and all zones that they lie in, ascending.
    fn closure(&self, zones: &[u32]) -> Vec<u32> {
        let mut closure = zones.to_vec();
        for zone in zones {
            closure.extend_from_slice(self.above.get(*zone));
        }
        closure.sort_unstable();
        closure.dedup();
        closure
    }

    fn below(&self, zone: u32) -> &[u32] {
        let below = || self.above.inverted(self.above.len());
        self.below.get_or_init(below).get(zone)
    }
}

impl ZoneColumn {
    /// Returns the sets with an own zone that contains this one.
    pub fn containing(&self, zone: &str) -> Vec<u32> {
        let ancestors = Gazetteer::france().ancestors(zone);
        let sets = ancestors.iter().flat_map(|zone| self.with_own(zone.id));
        sets.copied().collect()
    }

    /// Returns the sets of which the zone is an own one.
    pub fn with_own(&self, zone: &str) -> &[u32] {
        let ordinal = self.own.values.ordinal(zone);
        ordinal.map_or(&[], |ordinal| self.own.holders(ordinal))
    }

    /// Returns the zones that lie in the set's own zones; one that lies in several of them is there as often.
    pub fn contained(&self, set: u32) -> impl Iterator<Item = u32> {
        let own = self.own.set(set).iter();
        own.flat_map(|zone| self.hierarchy.below(*zone)).copied()
    }
}
