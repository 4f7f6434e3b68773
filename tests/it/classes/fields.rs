//! `field:value`: it has hits, and all of the first page have that value.

mod spellings;
mod values;

use proptest::prelude::*;
use proptest::test_runner::TestRng;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Least;
use super::catalogue_scan::CatalogueScan;
use super::draw::{drawn, pick, random};
use super::report::Report;
use super::tally::Tally;
use spellings::spellings;
pub use values::FieldValues;
use values::{Field, Value};

/// What each field is called.
const NAMES: [(Field, &[&str]); 19] = [
    (Field::Title, &["title", "titre"]),
    (Field::Acronym, &["acronym", "sigle", "acronyme"]),
    (Field::Description, &["description"]),
    (Field::Resource, &["resource", "ressource"]),
    (Field::Tag, &["tag", "tags", "mot-clé", "mot-cle"]),
    (
        Field::Organization,
        &["org", "organization", "organisation", "producteur"],
    ),
    (
        Field::OrganizationAcronym,
        &["org", "organisation", "producteur"],
    ),
    (Field::Geozone, &["geozone", "territoire"]),
    (Field::License, &["license", "licence"]),
    (Field::Format, &["format", "formats"]),
    (Field::FormatFamily, &["format_family"]),
    (Field::Badge, &["badge", "label"]),
    (Field::Type, &["type"]),
    (Field::Schema, &["schema", "schéma"]),
    (Field::Granularity, &["granularity", "granularité"]),
    (Field::Extent, &["extent", "étendue"]),
    (Field::Frequency, &["frequency", "fréquence"]),
    (Field::ProducerType, &["producer_type"]),
    (Field::AccessType, &["access_type"]),
];

/// Measures all fields, with values drawn from the records.
pub fn measure(catalogue: &CatalogueScan, least: &Least, seed: u64) -> Report {
    let mut random = random(seed);
    let mut tally = Tally::default();
    let (mut n_members, mut n_drawn) = (0, 0);
    for (field, names) in NAMES {
        let members = catalogue.field_values.of(field, least);
        n_members += members.len();
        let values = drawn(members, least.drawn / 16, seed);
        for name in names.iter().copied() {
            for value in &values {
                n_drawn += 1;
                let spelling = pick(&mut random, &spellings(field, value)).clone();
                let typed = format!("{name}:{}", written(&spelling, &mut random));
                tally.add(name, failure(catalogue, field, value, &spelling, &typed));
            }
        }
    }
    tally.report("fields", n_members, n_drawn, seed)
}

/// Writes a value as somebody may: as it is, in capitals, without accents, in quotation marks. One of several words is in
/// quotation marks.
fn written(value: &str, random: &mut TestRng) -> String {
    let value = match random.random_range(0..4) {
        0 => value.to_uppercase(),
        1 => value.nfd().filter(|c| !is_combining_mark(*c)).collect(),
        _ => value.to_owned(),
    };
    let is_several = value.contains(|c: char| c.is_whitespace() || "()".contains(c));
    if is_several || random.random_range(0..4) == 0 {
        format!("\"{value}\"")
    } else {
        value
    }
}

fn failure(
    catalogue: &CatalogueScan,
    field: Field,
    value: &Value,
    spelling: &str,
    typed: &str,
) -> Option<String> {
    let results = catalogue.first(typed, 20);
    let n = results.hits.len();
    if n == 0 {
        return Some(format!("{typed}: nothing"));
    }
    let mut without = results.hits.iter().filter(|hit| {
        let record = catalogue.record(&hit.hit);
        !field.has(&record, value, spelling, &results.understanding)
    });
    let first = without.next()?;
    let n_without = 1 + without.count();
    let title = &first.hit.title;
    Some(format!("{typed}: {n_without} of {n} lack it; {title}"))
}
