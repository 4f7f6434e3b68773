//! INSEE and postal codes of communes: the answer says that the commune was understood.

use std::collections::BTreeSet;

use catalogue::{Gazetteer, strip_validity};
use search_index::InterpretationKind;

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::drawn;
use super::report::Report;
use super::tally::Tally;

/// Postal codes with the communes that have them.
const POSTAL_CODES: &str = include_str!("../../fixtures/postal-codes.tsv");

const COMMUNE: &str = "fr:commune:";

/// Measures INSEE codes of communes that records are about.
pub fn insee(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let members = communes(catalogue);
    let n_members = members.len();
    let drawn = drawn(members.into_iter().collect(), least.drawn, seed);
    let mut tally = Tally::default();
    for zone in &drawn {
        let code = zone.trim_start_matches(COMMUNE);
        let mut forms = vec![
            ("code", code.to_owned()),
            ("insee code", format!("insee {code}")),
            ("écoles code", format!("écoles {code}")),
        ];
        let lowered = code.to_lowercase();
        if lowered != code {
            forms.push(("code in lower case", lowered));
        }
        for (form, typed) in forms {
            tally.add(form, not_understood(catalogue, &typed, &[zone.as_str()]));
        }
    }
    tally.report("INSEE codes", n_members, drawn.len(), seed)
}

/// Measures postal codes of communes that records are about.
pub fn postal(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let communes = communes(catalogue);
    let members: Vec<(&str, Vec<&str>)> = postal_codes()
        .map(|(code, zones, _)| (code, zones))
        .filter(|(_, zones)| zones.iter().any(|zone| communes.contains(*zone)))
        .collect();
    let n_members = members.len();
    let drawn = drawn(members, least.drawn, seed);
    let mut tally = Tally::default();
    for (code, zones) in &drawn {
        for (form, typed) in [
            ("code", (*code).to_owned()),
            ("code postal code", format!("code postal {code}")),
            ("écoles code", format!("écoles {code}")),
        ] {
            tally.add(form, not_understood(catalogue, &typed, zones));
        }
    }
    tally.report("postal codes", n_members, drawn.len(), seed)
}

/// Returns the zones of the communes that records are about.
fn communes(catalogue: &CatalogueScan) -> BTreeSet<String> {
    let zones = catalogue.records.iter().flat_map(|record| &record.zones);
    let zones = zones.map(|zone| strip_validity(zone));
    zones
        .filter(|zone| zone.starts_with(COMMUNE) && Gazetteer::france().get(zone).is_some())
        .map(str::to_owned)
        .collect()
}

/// Returns the postal codes, each with the zones one of which it must name, and the commune's name.
fn postal_codes() -> impl Iterator<Item = (&'static str, Vec<&'static str>, &'static str)> {
    let lines = POSTAL_CODES.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [code, zones, name] = columns[..] else {
            panic!("three columns: {line}");
        };
        (code, zones.split(' ').collect(), name)
    })
}

/// Returns what was understood where it is none of these zones.
fn not_understood(catalogue: &CatalogueScan, typed: &str, zones: &[&str]) -> Option<String> {
    let understanding = catalogue.first(typed, 1).understanding;
    let places = understanding.interpretations.iter();
    let mut places = places.filter(|it| it.kind == InterpretationKind::Place);
    let is_it = |value: &String| zones.contains(&value.as_str());
    let is_understood = places.any(|place| place.values.iter().any(is_it));
    (!is_understood).then(|| {
        let name = Gazetteer::france().name(zones[0]).unwrap_or_default();
        let understood = understanding.interpretations.iter();
        let understood: Vec<&str> = understood.map(|it| it.meant.as_str()).collect();
        format!("{typed}: {understood:?}, and not {name}")
    })
}

#[test]
fn postal_codes_of_the_table_are_of_communes_of_the_gazetteer() {
    let mut n = 0;
    for (code, zones, name) in postal_codes() {
        assert_eq!(code.len(), 5, "{code}");
        let known = zones.iter().map(|zone| Gazetteer::france().name(zone));
        let known: Vec<Option<&str>> = known.collect();
        assert_eq!(known[0], Some(name), "{code}: {known:?}");
        assert!(known.iter().all(Option::is_some), "{code}: {known:?}");
        n += 1;
    }
    assert!(n >= 40, "{n}");
}
