//! Places covered: a topic that a zone around a commune has is found from that commune, with what covers it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use catalogue::{Gazetteer, Geozone, Granularity};
use search_index::{Facet, SearchHit, SearchRequest};

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::{drawn, pick, random};
use super::known_record::KnownRecord;
use super::report::Report;
use super::tally::Tally;
use crate::naive::folded;

/// The least share of the queries that must hold.
const WANTED: f64 = 0.95;

/// A word that so many letters long says something of a topic.
const LEAST_LETTERS: usize = 5;

/// How many hits are looked through.
const DEPTH: usize = 10;

/// The levels of zones that cover a commune, with what their class is called.
const LEVELS: [(Granularity, &str); 5] = [
    (Granularity::Epci, "EPCI"),
    (Granularity::Departement, "département"),
    (Granularity::Region, "région"),
    (Granularity::CountrySubset, "part of the country"),
    (Granularity::Country, "country"),
];

/// Measures topics of records about zones of each level, each asked for in a commune drawn from such a zone, and in the most
/// populous one, which has most records of its own: a record of the nearest zone that has the topic in a title stands among
/// the first hits, unless records of nearer zones that have all the words fill the page.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let communes = communes();
    let titles = Titles::read(&catalogue.records);
    let mut random = random(seed);
    let mut tally = Tally::default();
    let (mut n_members, mut n_drawn, mut n_nearer) = (0, 0, 0);
    for (level, name) in LEVELS {
        let members = members(&catalogue.records, &level, &communes);
        n_members += members.len();
        for (topic, zone) in drawn(members, least.drawn / LEVELS.len(), seed) {
            let communes = &communes[zone];
            n_drawn += 1;
            for (town, commune) in [
                ("any commune", *pick(&mut random, communes)),
                ("the largest commune", communes[0]),
            ] {
                let nearest = titles.nearest(&catalogue.records, &topic, commune);
                let failure = match outcome(catalogue, &topic, commune, &nearest) {
                    Outcome::Missed(why) => Some(why),
                    Outcome::Nearer => {
                        n_nearer += 1;
                        None
                    }
                    Outcome::Found => None,
                };
                tally.add(&format!("{name}, {town}"), failure);
            }
        }
    }
    let mut report = tally.report("places covered", n_members, n_drawn, seed);
    report.wanted = WANTED;
    let note = format!("nearer zones that have all the words too take all places: {n_nearer}");
    report.notes.push(note);
    report
}

/// Returns the communes of today that lie in each zone, the most populous first.
fn communes() -> BTreeMap<&'static str, Vec<&'static str>> {
    let zones = Gazetteer::france().zones();
    let communes = zones.filter(|zone| zone.level() == Granularity::Commune);
    let mut communes: Vec<_> = communes.filter(|zone| !zone.is_part_of_commune()).collect();
    communes.sort_by_key(|zone| (Reverse(zone.population), zone.id));
    let mut within: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for commune in communes {
        for above in Gazetteer::france().ancestors(commune.id) {
            within.entry(above.id).or_default().push(commune.id);
        }
    }
    within
}

/// Returns the topics of records about zones of a level, each with its zone, once.
fn members(
    records: &[KnownRecord],
    level: &Granularity,
    communes: &BTreeMap<&'static str, Vec<&'static str>>,
) -> Vec<(String, &'static str)> {
    let members = records.iter().filter_map(|record| {
        let mut zones = record.zones.iter();
        let zone = zones.find_map(|id| Gazetteer::france().get(id))?;
        let is_wanted = zone.level() == *level && communes.contains_key(zone.id);
        Some((topic(&record.title, zone.name)?, zone.id)).filter(|_| is_wanted)
    });
    let members: BTreeSet<(String, &str)> = members.collect();
    members.into_iter().collect()
}

/// Returns the three longest words of a title, in its order, but for those of the zone's name; `None` where it has hardly any
/// of some length.
fn topic(title: &str, zone: &str) -> Option<String> {
    let title = folded(title);
    let zone = folded(zone);
    let of_zone: Vec<&str> = zone.split(' ').collect();
    let words = title.split(' ').filter(|word| {
        let is_long = word.chars().count() >= LEAST_LETTERS;
        is_long && word.chars().all(char::is_alphabetic) && !of_zone.contains(word)
    });
    let mut words: Vec<(usize, &str)> = words.enumerate().collect();
    let mut seen = HashSet::new();
    words.retain(|(_, word)| seen.insert(*word));
    words.sort_by_key(|(_, word)| Reverse(word.chars().count()));
    words.truncate(3);
    words.sort_unstable();
    let words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    (words.len() >= 2).then(|| words.join(" "))
}

/// Which titles hold which words.
struct Titles {
    /// By folded word: the numbers of the records.
    holders: HashMap<String, Vec<usize>>,
}

impl Titles {
    fn read(records: &[KnownRecord]) -> Self {
        let mut holders: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, record) in records.iter().enumerate() {
            for word in folded(&record.title).split(' ') {
                let holders = holders.entry(word.to_owned()).or_default();
                if holders.last() != Some(&number) {
                    holders.push(number);
                }
            }
        }
        Self { holders }
    }

    /// Returns the records with all words of a topic in their titles, of the nearest zone around a commune that has any, and how
    /// many steps that zone is away.
    fn nearest(&self, records: &[KnownRecord], topic: &str, commune: &str) -> (usize, Vec<usize>) {
        let mut words = topic.split(' ').map(|word| &self.holders[word]);
        let mut with_all = words.next().cloned().unwrap_or_default();
        for holders in words {
            with_all.retain(|number| holders.binary_search(number).is_ok());
        }
        let above = Gazetteer::france().ancestors(commune).into_iter();
        let around = std::iter::once(commune).chain(above.map(|zone| zone.id));
        let about = |zone: &str| -> Vec<usize> {
            let is_about = |number: &&usize| records[**number].zones.iter().any(|id| id == zone);
            with_all.iter().filter(is_about).copied().collect()
        };
        let mut nearest = around.map(about).enumerate();
        let nearest = nearest.find(|(_, records)| !records.is_empty());
        nearest.unwrap_or_default()
    }
}

/// How a search went.
enum Outcome {
    /// A wanted record is among the first hits.
    Found,
    /// Records of nearer zones that have all the words as well take all the first places.
    Nearer,
    /// What stands first instead.
    Missed(String),
}

fn outcome(
    catalogue: &CatalogueScan,
    topic: &str,
    commune: &str,
    (steps, wanted): &(usize, Vec<usize>),
) -> Outcome {
    let request = SearchRequest {
        include_geozone_ancestors: true,
        ..SearchRequest::new(topic).filter(Facet::Geozone, commune)
    };
    let hits = catalogue.first_of(request, DEPTH).hits;
    let is_wanted = |found: &SearchHit| wanted.contains(&(catalogue.number(&found.hit) as usize));
    if hits.iter().any(is_wanted) {
        return Outcome::Found;
    }
    let around = Gazetteer::france().ancestors(commune);
    let distance = |zone: Option<Geozone>| {
        let place = around.iter().position(|it| Some(**it) == zone);
        place.map_or(0, |place| place + 1)
    };
    let is_nearer =
        |found: &SearchHit| found.missing.is_empty() && distance(found.covering_zone) < *steps;
    if hits.len() == DEPTH && hits.iter().all(is_nearer) {
        return Outcome::Nearer;
    }
    let first = hits.first().map_or("nothing", |first| &first.hit.title);
    let wanted = wanted.first();
    let wanted = wanted.map_or("nothing", |wanted| &catalogue.records[*wanted].title);
    Outcome::Missed(format!("{topic}, {commune}: {first}, not {wanted}"))
}
