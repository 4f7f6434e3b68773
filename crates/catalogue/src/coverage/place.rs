//! Relations of zones: which zone lies in which, and which of several namesakes a name means.

use super::names::Mention;
use super::rules::Level;
use crate::{Gazetteer, Geozone};

/// One of several namesakes is meant, without other words to say so, if it has more than so many times the people of any
/// other.
const OVERWHELMING: u64 = 20;

/// An EPCI may be called by the name of a town in which at least one in so many of its people lives.
const SHARE_OF_TOWN: u64 = 4;

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

/// Returns the zones of a list that lie in one of the zones `around`.
pub(super) fn within(
    zones: &[&'static Geozone],
    around: &[&'static Geozone],
) -> Vec<&'static Geozone> {
    let is_within = |zone: &&&Geozone| around.iter().any(|wide| lies_in(zone, wide.id));
    zones.iter().filter(is_within).copied().collect()
}

/// Returns the only zone of a list, or the only one that is not a part of a commune.
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

/// Returns the one of several namesakes that has many times the people of any other.
pub(super) fn settle_by_population(zones: &[&'static Geozone]) -> Option<&'static Geozone> {
    let people = |zone: &Geozone| zone.population.unwrap_or_default();
    let largest = zones.iter().copied().max_by_key(|zone| people(zone))?;
    let others = zones.iter().filter(|zone| zone.id != largest.id);
    let second = others.map(|zone| people(zone)).max().unwrap_or_default();
    (people(largest) > OVERWHELMING * second.max(1)).then_some(largest)
}

/// Returns the department with that number.
pub(super) fn numbered(number: &str) -> Option<&'static Geozone> {
    let is_number =
        matches!(number.len(), 2 | 3) && number.starts_with(|first: char| first.is_ascii_digit());
    if !is_number {
        return None;
    }
    let id = format!("fr:departement:{}", number.to_ascii_uppercase());
    Gazetteer::france().get(&id)
}

/// Returns the EPCI of the town that a name means, where that town has a large share of its people: Saint-Malo
/// Agglomération.
pub(super) fn largest_town_of(mention: &Mention) -> Option<&'static Geozone> {
    let gazetteer = Gazetteer::france();
    let epci = |town: &'static Geozone| {
        let mut epcis = town.parents().filter(|id| id.starts_with("fr:epci:"));
        let epci = epcis.find_map(|id| gazetteer.get(id))?;
        let is_heart = town.population? * SHARE_OF_TOWN >= epci.population?;
        is_heart.then_some(epci)
    };
    let epcis: Vec<&'static Geozone> = mention
        .zones(Level::Commune)
        .into_iter()
        .filter_map(epci)
        .collect();
    only(&epcis).or_else(|| settle_by_population(&epcis))
}

/// Returns the finest zone that is the same area: an overseas region is its department, Paris the department the commune.
pub(super) fn finest_of_same(zone: &'static Geozone) -> &'static Geozone {
    let finest = match zone.id {
        "fr:region:01" => "fr:departement:971",
        "fr:region:02" => "fr:departement:972",
        "fr:region:03" => "fr:departement:973",
        "fr:region:04" => "fr:departement:974",
        "fr:region:06" => "fr:departement:976",
        "fr:departement:75" => "fr:commune:75056",
        _ => return zone,
    };
    Gazetteer::france().get(finest).unwrap_or(zone)
}

/// Returns the zones of a list in which no other of them lies, each once.
///
/// Parts of communes are left out beside their commune: `Lille, Lomme et Hellemmes` means all of Lille.
pub(super) fn finest(mut zones: Vec<&'static Geozone>) -> Vec<&'static Geozone> {
    let has = |zones: &[&Geozone], id| zones.iter().any(|zone| zone.id == id);
    let all = zones.clone();
    zones.retain(|zone| {
        !zone
            .parents()
            .any(|id| id.starts_with("fr:commune:") && has(&all, id))
    });
    let all = zones.clone();
    let holds_other = |zone: &Geozone| {
        let mut others = all.iter().filter(|other| other.id != zone.id);
        others.any(|other| lies_in(other, zone.id))
    };
    zones.retain(|zone| !holds_other(zone));
    zones.sort_by_key(|zone| zone.id);
    zones.dedup_by_key(|zone| zone.id);
    zones
}
