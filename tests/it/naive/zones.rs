//! What the zones of a search find, and what covers them, by the plainest means.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Gazetteer, Record, strip_validity};
use search_index::{Facet, SearchRequest};

use super::{NaiveCatalogue, NaiveRecord};

/// What a search must tell of the zones that contain the chosen ones.
#[derive(Debug, PartialEq, Eq)]
pub struct NaiveCovering {
    pub total: u64,
    pub exact_total: u64,
    pub zones: BTreeMap<String, u64>,
}

/// The rules of a request for zones.
pub(super) struct AskedZones<'a> {
    catalogue: &'a NaiveCatalogue,
    request: &'a SearchRequest,
    /// The zones that some record is about or lies in, with what each lies in.
    known: OnceCell<Vec<(u32, Vec<&'static str>)>>,
}

/// Returns the ids of the zones that a record is about, as they are today.
pub(super) fn own_zones(record: &Record, inferred: &[String]) -> Vec<String> {
    let zones = record.geozones().iter().chain(inferred);
    let zones = zones.map(|id| match Gazetteer::france().get(id) {
        Some(zone) => zone.id.to_owned(),
        None => strip_validity(id).to_owned(),
    });
    let distinct: BTreeSet<String> = zones.filter(|id| !id.is_empty()).collect();
    distinct.into_iter().collect()
}

fn above(id: &str) -> impl Iterator<Item = &'static str> {
    let zones = Gazetteer::france().ancestors(id).into_iter();
    zones.map(|zone| zone.id)
}

impl<'a> AskedZones<'a> {
    pub fn of(catalogue: &'a NaiveCatalogue, request: &'a SearchRequest) -> Self {
        Self {
            catalogue,
            request,
            known: OnceCell::new(),
        }
    }

    fn name(&self, zone: u32) -> &'a str {
        &self.catalogue.values[zone as usize]
    }

    fn own(&self, record: &'a NaiveRecord) -> &'a [u32] {
        if self.request.inferred {
            &record.own_geozones
        } else {
            &record.own_declared_geozones
        }
    }

    /// Returns whether a zone finds a record, whatever covers it.
    fn finds_within(&self, record: &NaiveRecord, zone: u32) -> bool {
        if self.request.geozone_exact {
            self.own(record).contains(&zone)
        } else {
            let within = record.values(Facet::Geozone, self.request.inferred);
            within.contains(&zone)
        }
    }

    /// Returns whether a zone finds a record.
    pub fn finds(&self, record: &NaiveRecord, zone: u32) -> bool {
        let covers = || {
            let own = self.own(record).iter().map(|own| self.name(*own));
            let own: Vec<&str> = own.collect();
            above(self.name(zone)).any(|above| own.contains(&above))
        };
        self.finds_within(record, zone) || (self.request.include_geozone_ancestors && covers())
    }

    /// Returns the zones that find a record, of those that some record is about or lies in.
    pub fn values_of(&self, record: &NaiveRecord) -> Vec<u32> {
        if !self.request.include_geozone_ancestors {
            return if self.request.geozone_exact {
                self.own(record).to_vec()
            } else {
                record
                    .values(Facet::Geozone, self.request.inferred)
                    .to_vec()
            };
        }
        let own: Vec<&str> = self.own(record).iter().map(|own| self.name(*own)).collect();
        let known = self.known.get_or_init(|| self.known()).iter();
        let finds = |(zone, above): &&(u32, Vec<&str>)| {
            self.finds_within(record, *zone) || above.iter().any(|above| own.contains(above))
        };
        known.filter(finds).map(|(zone, _)| *zone).collect()
    }

    fn known(&self) -> Vec<(u32, Vec<&'static str>)> {
        let records = self.catalogue.records.iter();
        let zones = records.flat_map(|record| {
            let declared = record.values(Facet::Geozone, false);
            record.values(Facet::Geozone, true).iter().chain(declared)
        });
        let zones: BTreeSet<u32> = zones.copied().collect();
        let with_above = |zone: u32| (zone, above(self.name(zone)).collect());
        zones.into_iter().map(with_above).collect()
    }

    /// Returns what covers the chosen zones, given the records that meet all that is asked but for these, with their groups.
    pub fn covering(&self, met: &[(&NaiveRecord, u32)]) -> Option<NaiveCovering> {
        let chosen = self.request.filters.get(&Facet::Geozone)?;
        let numbers: Vec<u32> = chosen
            .iter()
            .filter_map(|id| self.catalogue.value_numbers.get(id).copied())
            .collect();
        let is_chosen = |id: &str| chosen.iter().any(|chosen| chosen == id);
        let is_found =
            |id: &str| is_chosen(id) || (!self.request.geozone_exact && above(id).any(is_chosen));
        let zones: BTreeSet<&str> = chosen.iter().flat_map(|id| above(id)).collect();
        let zones = zones.into_iter().filter(|id| !is_found(id));
        let groups = |has: &dyn Fn(&NaiveRecord) -> bool| -> BTreeSet<u32> {
            let met = met.iter().filter(|(record, _)| has(record));
            met.map(|(_, group)| *group).collect()
        };
        let within = groups(&|record| {
            let mut chosen = numbers.iter();
            chosen.any(|zone| self.finds_within(record, *zone))
        });
        let exact = groups(&|record| numbers.iter().any(|zone| self.own(record).contains(zone)));
        let mut covering = BTreeSet::new();
        let mut counts = BTreeMap::new();
        for zone in zones {
            let is_own = |own: &u32| self.name(*own) == zone;
            let about = groups(&|record| self.own(record).iter().any(is_own));
            let only_covers: BTreeSet<u32> = about.difference(&within).copied().collect();
            counts.insert(zone.to_owned(), only_covers.len() as u64);
            covering.extend(only_covers);
        }
        Some(NaiveCovering {
            total: covering.len() as u64,
            exact_total: exact.len() as u64,
            zones: counts,
        })
    }
}
