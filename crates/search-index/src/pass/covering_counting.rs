//! What covers the chosen zones is counted here: the hits that the search has, or would have, beside those of the zones
//! themselves if `include_geozone_ancestors` were asked for.

use tantivy::DocId;

use crate::columns::ChosenZones;
use crate::covering::{Covering, CoveringZone};

/// The counts in the making.
pub(super) struct CoveringCounting<'a> {
    zones: &'a ChosenZones,
    total: u64,
    exact_total: u64,
    /// By set of own zones: how many documents with it only cover chosen zones.
    by_set: Vec<u64>,
    /// By covering zone: how many groups have it.
    by_zone: Vec<u64>,
}

impl<'a> CoveringCounting<'a> {
    pub fn new(zones: &'a ChosenZones) -> Self {
        Self {
            zones,
            total: 0,
            exact_total: 0,
            by_set: vec![0; zones.n_sets()],
            by_zone: vec![0; zones.covering.len()],
        }
    }

    /// Counts a document that meets all that is asked, the zones apart.
    pub fn add(&mut self, segment: usize, document: DocId) {
        let set = self.zones.set_of(segment, document);
        if self.zones.only_covers(set) {
            self.total += 1;
            self.by_set[set as usize] += 1;
        } else if self.zones.is_exact(set) {
            self.exact_total += 1;
        }
    }

    /// Counts a group of such documents, given by segment: one that has any in a chosen zone is found there, and covers none.
    pub fn add_group(&mut self, documents: impl Iterator<Item = (usize, DocId)> + Clone) {
        let sets = documents.map(|(segment, document)| self.zones.set_of(segment, document));
        let (mut is_found, mut is_exact, mut covers) = (false, false, false);
        for set in sets.clone() {
            is_found |= self.zones.distance(set) == 0;
            is_exact |= self.zones.is_exact(set);
            covers |= self.zones.only_covers(set);
        }
        self.exact_total += u64::from(is_exact);
        if is_found || !covers {
            return;
        }
        self.total += 1;
        let mut seen = Vec::new();
        for zone in sets.flat_map(|set| self.zones.covering_of(set)) {
            if !seen.contains(&zone) {
                seen.push(zone);
                self.by_zone[zone] += 1;
            }
        }
    }

    pub fn finish(mut self) -> Covering {
        for (set, n) in (0..).zip(&self.by_set) {
            if *n > 0 {
                for zone in self.zones.covering_of(set) {
                    self.by_zone[zone] += n;
                }
            }
        }
        let zones = self.zones.covering.iter().zip(self.by_zone);
        Covering {
            total: self.total,
            exact_total: self.exact_total,
            zones: zones
                .map(|(zone, count)| CoveringZone { zone: *zone, count })
                .collect(),
        }
    }
}
