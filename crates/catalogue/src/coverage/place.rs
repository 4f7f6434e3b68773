//! Zones among zones: which lies in which, and which of several namesakes is meant.

use crate::{Gazetteer, Geozone};

/// How many times as many people must live in one of several namesakes for it to be meant without a word about it.
const OVERWHELMING: u64 = 20;

/// Returns whether a zone lies in the zone with that id, or is it.
pub(super) fn lies_in(zone: &Geozone, id: &str) -> bool {
    let gazetteer = Gazetteer::france();
    zone.id == id
        || zone.parents().any(|parent| {
            parent == id
                || gazetteer
                    .get(parent)
                    .is_some_and(|parent| lies_in(parent, id))
        })
}

/// Returns the zones that lie in one of these.
pub(super) fn within(
    zones: &[&'static Geozone],
    around: &[&'static Geozone],
) -> Vec<&'static Geozone> {
    let is_within = |zone: &&&Geozone| around.iter().any(|wide| lies_in(zone, wide.id));
    zones.iter().filter(is_within).copied().collect()
}

/// Returns the one zone of a list, or the only one of today among those that were merged into others.
pub(super) fn only(zones: &[&'static Geozone]) -> Option<&'static Geozone> {
    if let [zone] = zones {
        return Some(zone);
    }
    let mut wholes = zones.iter().filter(|zone| !zone.is_part_of_commune());
    match (wholes.next(), wholes.next()) {
        (Some(zone), None) => Some(zone),
        _ => None,
    }
}

/// Returns the one of several namesakes that has many times the people of all others.
pub(super) fn settle_by_population(zones: &[&'static Geozone]) -> Option<&'static Geozone> {
    let people = |zone: &Geozone| zone.population.unwrap_or_default();
    let largest = zones.iter().copied().max_by_key(|zone| people(zone))?;
    let others = zones.iter().filter(|zone| zone.id != largest.id);
    let second = others.map(|zone| people(zone)).max().unwrap_or_default();
    (people(largest) > OVERWHELMING * second.max(1)).then_some(largest)
}
