//! *St* and *Ste*: a commune's name with its saint shortened means the same place, and finds the same.

use std::collections::BTreeSet;

use catalogue::{Gazetteer, strip_validity};
use search_index::{InterpretationKind, SearchResults};

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::{drawn, pick, random};
use super::report::Report;
use super::tally::Tally;

/// What communes publish.
pub const TOPICS: [&str; 8] = [
    "écoles",
    "budget",
    "arbres",
    "subventions",
    "délibérations",
    "cadastre",
    "défibrillateurs",
    "plu",
];

/// *Saint* as it begins a name, and shortened.
const SAINTS: [(&str, &str); 2] = [("Saint-", "St"), ("Sainte-", "Ste")];

/// Returns the zones of the gazetteer whose names begin with a saint, with the word and the rest of the name.
pub fn saint(zone: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let name = Gazetteer::france().name(zone)?;
    SAINTS.iter().find_map(|(long, short)| {
        let rest = name.strip_prefix(long)?;
        Some((*long, *short, rest))
    })
}

/// Measures both spellings, with a topic before the name.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let zones = catalogue.records.iter().flat_map(|record| &record.zones);
    let zones = zones.map(|zone| strip_validity(zone));
    let is_commune = |zone: &&str| zone.starts_with("fr:commune:") && saint(zone).is_some();
    let members: BTreeSet<&str> = zones.filter(is_commune).collect();
    let n_members = members.len();
    let drawn = drawn(members.into_iter().collect(), least.drawn, seed);
    let mut random = random(seed);
    let mut tally = Tally::default();
    for zone in &drawn {
        let Some((long, short, rest)) = saint(zone) else {
            continue;
        };
        let topic = pick(&mut random, &TOPICS);
        let blanks = rest.replace('-', " ").to_lowercase();
        let whole = format!(
            "{topic} {} {blanks}",
            long.trim_end_matches('-').to_lowercase()
        );
        let of_whole = catalogue.first(&whole, 10);
        for (form, typed) in [
            ("st x", format!("{topic} {} {blanks}", short.to_lowercase())),
            ("St-X", format!("{topic} {short}-{rest}")),
            ("ST X", format!("{topic} {short} {blanks}").to_uppercase()),
            ("St. X", format!("{topic} {short}. {rest}")),
        ] {
            let of_short = catalogue.first(&typed, 10);
            tally.add(form, difference(&whole, &of_whole, &typed, &of_short));
        }
    }
    tally.report("St and Ste", n_members, drawn.len(), seed)
}

/// Returns how the results of two spellings differ, or that none of them means a place.
fn difference(
    one: &str,
    of_one: &SearchResults,
    other: &str,
    of_other: &SearchResults,
) -> Option<String> {
    let (zones_of_one, zones_of_other) = (zones(of_one), zones(of_other));
    if zones_of_one.is_empty() {
        return Some(format!("{one}: no place"));
    }
    if zones_of_one != zones_of_other {
        return Some(format!(
            "{other}: {zones_of_other:?}; {one}: {zones_of_one:?}"
        ));
    }
    let ids = |results: &SearchResults| -> Vec<String> {
        results.hits.iter().map(|hit| hit.hit.id.clone()).collect()
    };
    let (ids_of_one, ids_of_other) = (ids(of_one), ids(of_other));
    let n_both = ids_of_one
        .iter()
        .filter(|id| ids_of_other.contains(id))
        .count();
    let n = ids_of_one.len().max(ids_of_other.len());
    (ids_of_one != ids_of_other)
        .then(|| format!("{other}, {one}: {n_both} of {n} first ones are the same"))
}

/// Returns the zones that were understood.
fn zones(results: &SearchResults) -> BTreeSet<&str> {
    let all = results.understanding.interpretations.iter();
    let places = all.filter(|it| it.kind == InterpretationKind::Place);
    places
        .flat_map(|place| place.values.iter().map(String::as_str))
        .collect()
}
