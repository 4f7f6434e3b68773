//! Addresses and identifiers of the portals that records were harvested from: a record that has it comes first, and of
//! an identifier all that have it before any other.

use std::collections::{BTreeMap, BTreeSet};

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::drawn;
use super::known_record::KnownRecord;
use super::report::Report;
use super::tally::Tally;

/// Records that a page lists.
const PAGE: usize = 20;

/// Fewer letters are a word.
const MIN_LETTERS: usize = 8;

/// The same page in another language.
const LANGUAGES: [(&str, &str); 5] = [
    ("/fre/", "/eng/"),
    ("/eng/", "/fre/"),
    ("/fr/", "/en/"),
    ("/en/", "/fr/"),
    ("/fra/", "/eng/"),
];

/// Measures addresses in all forms.
pub fn addresses(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let addresses = catalogue
        .records
        .iter()
        .filter_map(|it| it.remote_url.as_deref());
    let members: BTreeSet<&str> = addresses.filter(|it| is_of_a_page(it)).collect();
    let n_members = members.len();
    let drawn = drawn(members.into_iter().collect(), least.drawn, seed);
    let mut tally = Tally::default();
    for address in &drawn {
        let wanted = comparable(address);
        let has_it = |record: &KnownRecord| {
            let own = record.remote_url.as_deref();
            own.is_some_and(|own| comparable(own) == wanted)
        };
        for (form, typed) in forms(address) {
            tally.add(form, catalogue.failure(&typed, has_it));
        }
    }
    tally.report("portal addresses", n_members, drawn.len(), seed)
}

/// Returns whether an address is more than that of a portal.
fn is_of_a_page(address: &str) -> bool {
    let path = without_scheme(address)
        .split_once('/')
        .map(|(_, path)| path);
    address.starts_with("http") && path.is_some_and(|path| !path.is_empty())
}

fn without_scheme(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

fn comparable(address: &str) -> String {
    let address = without_scheme(address);
    let address = address.strip_prefix("www.").unwrap_or(address);
    address.trim_end_matches('/').to_lowercase()
}

/// Returns an address in each form, with the form's name.
fn forms(address: &str) -> Vec<(&'static str, String)> {
    let base = address.trim_end_matches('/');
    let rest = without_scheme(address);
    let scheme = if address.starts_with("https") {
        "http"
    } else {
        "https"
    };
    let mut forms = vec![
        ("as it is", address.to_owned()),
        ("without scheme", rest.to_owned()),
        ("with the other scheme", format!("{scheme}://{rest}")),
    ];
    let other = LANGUAGES.iter().find(|(one, _)| address.contains(one));
    if let Some((one, other)) = other {
        let replaced = address.replacen(one, other, 1);
        forms.push(("in another language", replaced));
    }
    if address.contains('#') {
        forms.push(("with a query", format!("{base}?tab=general")));
        forms.push(("with more path", format!("{base}/formatters/xsl-view")));
    } else if address.contains('?') {
        forms.push(("with a query", format!("{address}&tab=metadata")));
        forms.push(("with a fragment", format!("{address}#informations")));
    } else {
        let slash = if address.ends_with('/') { "" } else { "/" };
        forms.push(("with the other end", format!("{base}{slash}")));
        forms.push(("with a query", format!("{base}/?flg=fr-fr&sort=date")));
        forms.push(("with a fragment", format!("{base}#informations")));
    }
    if address.contains("/explore/dataset/") {
        forms.push(("with more path", format!("{base}/table/?sort=-date")));
    }
    forms
}

/// Measures identifiers, each bare.
pub fn identifiers(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let mut holders: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let mut members: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (number, record) in (0..).zip(&catalogue.records) {
        for (kind, identifier) in identifiers_of(record) {
            let lowered = identifier.to_lowercase();
            holders.entry(lowered).or_default().insert(number);
            members.entry(kind).or_default().insert(identifier);
        }
        // Whoever has it for a name has it.
        for name in [&record.id, &record.slug] {
            let name = name.to_lowercase();
            holders.entry(name).or_default().insert(number);
        }
    }
    let mut tally = Tally::default();
    let (mut n_members, mut n_drawn) = (0, 0);
    for (kind, members) in &members {
        let members = members
            .iter()
            .filter(|it| holders[&it.to_lowercase()].len() <= PAGE);
        let members: Vec<&String> = members.collect();
        n_members += members.len();
        for identifier in drawn(members, least.drawn / 4, seed) {
            n_drawn += 1;
            let wanted = &holders[&identifier.to_lowercase()];
            tally.add(kind, not_first(catalogue, identifier, wanted));
        }
    }
    tally.report("portal identifiers", n_members, n_drawn, seed)
}

/// Returns what is wrong where not all that have an identifier are listed before all others.
fn not_first(
    catalogue: &CatalogueScan,
    identifier: &str,
    wanted: &BTreeSet<u32>,
) -> Option<String> {
    let hits = catalogue.first(identifier, wanted.len()).hits;
    let numbers = hits.iter().map(|hit| catalogue.number(&hit.hit));
    let n_first = numbers.filter(|number| wanted.contains(number)).count();
    let n = wanted.len();
    (n_first < n).then(|| {
        let first = hits.first().map_or("nothing", |hit| &hit.hit.title);
        format!("{identifier}: {n_first} of {n} that have it come first; {first}")
    })
}

/// Returns the identifiers of a record at its origin, each with what it is.
fn identifiers_of(record: &KnownRecord) -> Vec<(&'static str, String)> {
    let mut identifiers = record.origin_ids.clone();
    if let Some(segment) = record.remote_url.as_deref().and_then(identifying_segment) {
        let within = uuid_within(&segment);
        let kind = match within {
            Some(uuid) if uuid.len() == segment.len() => "UUID of an address",
            Some(_) => "identifier with a UUID",
            None if is_hexadecimal(segment.split('_').next().unwrap_or_default(), 32) => {
                "item of ArcGIS"
            }
            None => "slug of an address",
        };
        if let Some(uuid) = within.filter(|uuid| uuid.len() < segment.len()) {
            identifiers.push(("UUID within an identifier", uuid.to_owned()));
        }
        identifiers.push((kind, segment));
    }
    identifiers
}

/// Returns the last part of an address that is no plain word.
fn identifying_segment(address: &str) -> Option<String> {
    let (_, path) = without_scheme(address).split_once('/')?;
    let segments = path.split(['/', '#', '?', '&', '=']);
    let is_identifier = |segment: &&str| {
        let has_marks = segment.contains(['-', '_']) || is_hexadecimal(segment, 32);
        let is_file = segment.contains(['.', '%', ' ']);
        segment.len() >= MIN_LETTERS && has_marks && !is_file
    };
    let found: Vec<&str> = segments.filter(is_identifier).collect();
    let with_uuid = found.iter().rev().find(|it| uuid_within(it).is_some());
    let segment = with_uuid.or(found.last())?;
    Some((*segment).to_owned())
}

fn is_hexadecimal(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns the UUID in a text.
fn uuid_within(text: &str) -> Option<&str> {
    (0..text.len()).find_map(|start| {
        let candidate = text.get(start..start + 36)?;
        let mut parts = candidate.split('-');
        let is_uuid = [8, 4, 4, 4, 12].into_iter().all(|length| {
            parts
                .next()
                .is_some_and(|part| is_hexadecimal(part, length))
        });
        is_uuid.then_some(candidate)
    })
}

#[test]
fn identifiers_are_the_parts_of_addresses_that_are_no_words() {
    const UUID: &str = "5dbcc27f-4f8f-4256-b21f-2b740e330247";
    for (address, expected) in [
        (
            format!("http://a.fr/srv/fre/catalog.search#/metadata/fr-120066022-jdd-{UUID}"),
            Some(format!("fr-120066022-jdd-{UUID}")),
        ),
        (
            "https://data.a.fr/explore/dataset/decisions-2026/".to_owned(),
            Some("decisions-2026".to_owned()),
        ),
        (
            "https://a.hub.arcgis.com/datasets/d8f7ab7189ef45ccba3ced0e3b537887_1".to_owned(),
            Some("d8f7ab7189ef45ccba3ced0e3b537887_1".to_owned()),
        ),
        (
            format!("https://a.fr/visualisation/information/?id={UUID}"),
            Some(UUID.to_owned()),
        ),
        ("https://data.shom.fr/".to_owned(), None),
        (
            "https://data.a.fr/explore/dataset/corbeilles/".to_owned(),
            None,
        ),
    ] {
        assert_eq!(identifying_segment(&address), expected, "{address}");
    }
    assert_eq!(uuid_within(&format!("fr-1-jdd-{UUID}")), Some(UUID));
    assert_eq!(uuid_within("fr-120066022-jdd"), None);
}
