//! Where a record that declares no zone is about, as far as its producer, title and tags tell.

mod names;
mod place;
mod producer;
mod rules;
mod title;
mod words;

use self::place::lies_in;
use self::title::Certainty;
use crate::{Geozone, Owner, Record};

/// Returns the ids of the geozones that a record is about though it declares none.
///
/// The title comes first where it names a place, the producer's home where it does not. None where the record declares a
/// zone, or where nothing certain can be said.
#[must_use]
pub fn inferred_geozones(record: &Record) -> Vec<String> {
    if !record.geozones().is_empty() {
        return Vec::new();
    }
    let organization = record.owner().and_then(Owner::organization);
    let home =
        organization.map_or_else(Vec::new, |organization| producer::home(&organization.name));
    let named = title::zones(record.title(), &home);
    let zones = settle(&named, home);
    zones.into_iter().map(|zone| zone.id.to_owned()).collect()
}

/// Returns the zones of the title where they are within the producer's home or explicit, else that home.
fn settle(
    named: &[(&'static Geozone, Certainty)],
    home: Vec<&'static Geozone>,
) -> Vec<&'static Geozone> {
    let is_at_home = |zone: &Geozone| home.iter().any(|of| lies_in(zone, of.id));
    let holds_home = |zone: &Geozone| home.iter().any(|of| lies_in(of, zone.id));
    let mut zones: Vec<&'static Geozone> = named
        .iter()
        .filter(|(zone, certainty)| is_at_home(zone) || *certainty == Certainty::Explicit)
        .map(|(zone, _)| *zone)
        .collect();
    // The finest: a commune, not also the department that it is said to lie in.
    let all = zones.clone();
    zones.retain(|zone| {
        !all.iter()
            .any(|other| other.id != zone.id && lies_in(other, zone.id))
    });
    zones.dedup_by_key(|zone| zone.id);
    if zones.iter().any(|zone| is_at_home(zone)) {
        zones.retain(|zone| is_at_home(zone));
        return zones;
    }
    // A commune's title that adds its department says no more than the producer.
    if zones.is_empty() || (zones.iter().all(|zone| holds_home(zone)) && !home.is_empty()) {
        return home;
    }
    zones
}
