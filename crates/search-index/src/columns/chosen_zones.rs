//! The zones that a request chooses, and those that cover them: how near the zones of a document are.

use std::cmp::Reverse;
use std::collections::HashMap;

use catalogue::{Gazetteer, Geozone};

use super::geozones::ZoneColumn;
use super::view::FacetView;

/// How far what covers a chosen zone is from it: 0 is the zone itself, then one number for each level, the nearest first.
pub(crate) type Distance = u8;

/// Of documents that are neither in a chosen zone nor about one that covers it.
const NOWHERE_NEAR: Distance = Distance::MAX;

/// The zones that a request chooses, and those that cover them.
pub(crate) struct ChosenZones {
    zones: ZoneColumn,
    /// By set of own zones: the distance of the nearest.
    distances: Vec<Distance>,
    /// By set of own zones: whether a chosen one is among them.
    is_exact: Vec<bool>,
    /// What covers a chosen zone, but for what a chosen one finds anyhow: the nearest first.
    pub covering: Vec<Geozone>,
    /// By ordinal of a zone: its place in `covering`.
    places: HashMap<u32, usize>,
}

impl ChosenZones {
    pub fn new(zones: &ZoneColumn, chosen: &[String], is_exact: bool) -> Self {
        let finds = |is_exact| FacetView::of_zones(zones, is_exact, false).any_of(chosen);
        let found = finds(is_exact).into_iter();
        let mut distances: Vec<Distance> = found
            .map(|is_found| if is_found { 0 } else { NOWHERE_NEAR })
            .collect();
        let covering = covering(chosen, is_exact);
        let mut places = HashMap::new();
        for (place, (steps, zone)) in covering.iter().enumerate() {
            if let Some(ordinal) = zones.own.values.ordinal(zone.id) {
                places.insert(ordinal, place);
            }
            for set in zones.with_own(zone.id) {
                let distance = &mut distances[*set as usize];
                *distance = (*distance).min(*steps);
            }
        }
        Self {
            zones: zones.clone(),
            distances,
            is_exact: finds(true),
            covering: covering.into_iter().map(|(_, zone)| zone).collect(),
            places,
        }
    }

    /// Returns the set of own zones of a document.
    pub fn set_of(&self, segment: usize, document: u32) -> u32 {
        self.zones.own.documents(segment)[document as usize]
    }

    pub fn n_sets(&self) -> usize {
        self.distances.len()
    }

    /// Returns how far the nearest zone of the set is: 0 where it is found without what covers the chosen ones.
    pub fn distance(&self, set: u32) -> Distance {
        self.distances[set as usize]
    }

    /// Returns whether a chosen zone is an own one of the set.
    pub fn is_exact(&self, set: u32) -> bool {
        self.is_exact[set as usize]
    }

    /// Returns whether the set is of documents that only cover chosen zones.
    pub fn only_covers(&self, set: u32) -> bool {
        ![0, NOWHERE_NEAR].contains(&self.distance(set))
    }

    /// Returns the nearest zone by which a document only covers a chosen one; `None` where a chosen one finds it.
    pub fn covering_zone(&self, segment: usize, document: u32) -> Option<Geozone> {
        let set = self.set_of(segment, document);
        let places = self.covering_of(set).filter(|_| self.only_covers(set));
        places.min().map(|place| self.covering[place])
    }

    /// Returns the places in `covering` of the zones of a set that cover a chosen one, each once.
    pub fn covering_of(&self, set: u32) -> impl Iterator<Item = usize> {
        let own = self.zones.own.set(set).iter();
        own.filter_map(|zone| self.places.get(zone).copied())
    }
}

/// Returns what covers the chosen zones, each with its distance, the nearest first. A zone that is chosen itself, or lies in
/// a chosen one that finds what lies in it, is none of them.
fn covering(chosen: &[String], is_exact: bool) -> Vec<(Distance, Geozone)> {
    let gazetteer = Gazetteer::france();
    let is_chosen = |zone: &Geozone| chosen.iter().any(|id| id == zone.id);
    let is_found = |zone: &Geozone| {
        let mut above = gazetteer.ancestors(zone.id).into_iter();
        is_chosen(zone) || (!is_exact && above.any(is_chosen))
    };
    let mut covering = Vec::new();
    for id in chosen {
        let mut n_of_level = 0;
        let mut previous = None;
        for zone in gazetteer.ancestors(id) {
            let rank = zone.level().rank();
            // Within a level, as of the European Union and the world, the nearer one comes first too.
            n_of_level = if previous == rank { n_of_level + 1 } else { 0 };
            previous = rank;
            let key = (Reverse(rank), n_of_level);
            let is_new = !covering
                .iter()
                .any(|(_, known): &(_, Geozone)| known == zone);
            if is_new && !is_found(zone) {
                covering.push((key, *zone));
            }
        }
    }
    covering.sort_by_key(|(key, _)| *key);
    let mut keys: Vec<_> = covering.iter().map(|(key, _)| *key).collect();
    keys.dedup();
    let distance = |key| {
        let place = keys.iter().position(|known| *known == key);
        // There are some ten levels.
        place.map_or(NOWHERE_NEAR - 1, |place| place as Distance + 1)
    };
    let covering = covering.into_iter();
    covering.map(|(key, zone)| (distance(key), zone)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(chosen: &[&str], is_exact: bool) -> Vec<(Distance, &'static str)> {
        let chosen: Vec<String> = chosen.iter().map(|id| (*id).to_owned()).collect();
        let covering = covering(&chosen, is_exact).into_iter();
        covering
            .map(|(distance, zone)| (distance, zone.id))
            .collect()
    }

    #[test]
    fn what_covers_a_zone_comes_by_level_the_nearest_first() {
        assert_eq!(
            told(&["fr:commune:35238"], false),
            [
                (1, "fr:epci:243500139"),
                (2, "fr:departement:35"),
                (3, "fr:region:53"),
                (4, "country-subset:fr:metro"),
                (5, "country:fr"),
                (6, "country-group:ue"),
                (7, "country-group:world"),
            ]
        );
        assert!(told(&["country-group:world"], false).is_empty());
        assert!(told(&["fr:commune:99999"], false).is_empty());
    }

    #[test]
    fn of_several_zones_what_covers_any_of_them_is_there_once() {
        let zones = ["fr:departement:35", "fr:departement:29", "fr:commune:69123"];
        let covering = told(&zones, false);
        assert_eq!(
            covering[..4],
            [
                (1, "fr:epci:200046977"),
                (2, "fr:departement:69"),
                (3, "fr:region:53"),
                (3, "fr:region:84"),
            ]
        );
    }

    #[test]
    fn what_a_chosen_zone_finds_covers_none() {
        let zones = ["fr:commune:35238", "fr:region:53"];
        assert_eq!(told(&zones, false)[0], (1, "country-subset:fr:metro"));
        // Neither the region nor its parts find what is about the EPCI alone.
        let exact = told(&zones, true);
        assert_eq!(
            exact[..3],
            [
                (1, "fr:epci:243500139"),
                (2, "fr:departement:35"),
                (3, "country-subset:fr:metro"),
            ]
        );
    }
}
