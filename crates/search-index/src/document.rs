//! A record's document: the texts, numbers, facet values and JSON of its fields.

mod hit;
mod identifiers;
mod standing;

use std::collections::BTreeSet;

use catalogue::{
    Date, Edition, Gazetteer, Organization, Owner, Record, RecordType, TemporalCoverage, links,
};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

pub use hit::{Hit, HitMetrics};
use identifiers::identifiers;

use crate::error::{EngineContext, Error};
use crate::facet::{Derived, Facet, canonical_zone};
use crate::identifier::link_term;
use crate::schema::{Fields, NumberField, TextField};

/// Returns the unique key of a record, `type:id`: the same id may name a dataset and a dataservice.
pub(crate) fn key(record_type: &RecordType, id: &str) -> String {
    format!("{record_type}:{id}")
}

/// Returns a key as a number, the same on every machine (FNV-1a, without its sign).
pub(crate) fn key_checksum(key: &str) -> i64 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 1).cast_signed()
}

/// Returns the type and the id of a record, given its key.
pub(crate) fn parse_key(key: &str) -> Option<(RecordType, &str)> {
    let (record_type, id) = key.split_once(':')?;
    Some((RecordType::from(record_type), id))
}

/// Returns the texts of one field of a record.
pub(crate) fn texts(record: &Record, field: TextField) -> Vec<String> {
    match field {
        TextField::Title => vec![record.title().to_owned()],
        TextField::Acronym => record.acronym().map(str::to_owned).into_iter().collect(),
        TextField::Tags => record.tags().to_vec(),
        TextField::Organization => owner_names(record),
        TextField::Geozones => geozone_names(record),
        TextField::Resources => resource_titles(record),
        TextField::Schema => match record {
            Record::Dataset(dataset) => dataset.schemas(),
            Record::Dataservice(_) => Vec::new(),
        },
        TextField::Formats => record.raw_formats(),
        TextField::Description => vec![record.description().text.clone()],
    }
}

fn owner_names(record: &Record) -> Vec<String> {
    match record.owner() {
        Some(Owner::Organization(Organization { name, acronym, .. })) => {
            [Some(name.clone()), acronym.clone()]
                .into_iter()
                .flatten()
                .collect()
        }
        Some(owner @ Owner::User(_)) => vec![owner.name()],
        None => Vec::new(),
    }
}

fn geozone_names(record: &Record) -> Vec<String> {
    let gazetteer = Gazetteer::france();
    let mut names: Vec<String> = record
        .geozones()
        .iter()
        .filter_map(|zone| gazetteer.name(zone))
        .map(str::to_owned)
        .collect();
    if let Record::Dataset(dataset) = record {
        names.extend(
            dataset
                .spatial
                .iter()
                .flat_map(|spatial| spatial.unresolved_names.iter().cloned()),
        );
    }
    names
}

fn resource_titles(record: &Record) -> Vec<String> {
    let Record::Dataset(dataset) = record else {
        return Vec::new();
    };
    dataset
        .resources
        .iter()
        .flatten()
        .filter_map(|resource| resource.title.clone())
        .collect()
}

/// Returns a number of a record's public use; `None` where its source does not count it, and for any other field.
pub(crate) fn use_number(record: &Record, field: NumberField) -> Option<i64> {
    let count = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok());
    match field {
        NumberField::Views => count(record.views()),
        NumberField::Followers => count(record.followers()),
        NumberField::Reuses => count(record.reuses()),
        NumberField::Downloads => count(record.resources_downloads()),
        _ => None,
    }
}

/// Returns the number of one field of a record; `None` where the record does not have it.
fn number(record: &Record, edition: &Edition, hit: &Hit, field: NumberField) -> Option<i64> {
    match field {
        NumberField::Created => record.created_at().map(Date::as_microseconds),
        NumberField::LastUpdate => record.last_update().map(Date::as_microseconds),
        NumberField::Views
        | NumberField::Followers
        | NumberField::Reuses
        | NumberField::Downloads => use_number(record, field),
        NumberField::RecentReuses => i64::try_from(record.recent_reuses()?).ok(),
        NumberField::RecentFollowers => i64::try_from(record.recent_followers()?).ok(),
        NumberField::CoverageStart => covered(record)?.start.map(Date::as_microseconds),
        NumberField::CoverageEnd => covered(record)?.end.map(Date::as_microseconds),
        NumberField::Quality => quality(record),
        NumberField::Official => Some(standing::official(record)),
        NumberField::TitleYearFirst => years(record.title()).min(),
        NumberField::TitleYearLast => {
            let last = years(record.title()).max()?;
            let goes_on = edition
                .goes_on
                .then(|| standing::edition_last(record, edition));
            let known = goes_on.flatten().map(|day| i64::from(day.year()));
            known.max(Some(last))
        }
        NumberField::Series => standing::series(record, edition),
        NumberField::EditionLast => standing::edition_last(record, edition).map(standing::midnight),
        NumberField::EditionNumber => edition.number.map(i64::from),
        NumberField::Retired => hit.retired.as_ref().map(|_| 1),
        NumberField::PromisedDays => standing::promised_days(record),
        NumberField::Files => standing::n_files(record),
        NumberField::KnownUpdate => {
            let known = hit.known_update.as_ref()?;
            Some(known.date.as_microseconds())
        }
        NumberField::PeriodStart => hit.covered_period.as_ref()?.start.map(standing::midnight),
        NumberField::PeriodEnd => {
            let covered = hit.covered_period.as_ref()?;
            covered.known_end(record).map(standing::midnight)
        }
        NumberField::Derived => hit.derived_from.as_ref().map(|_| 1),
        NumberField::Likeness => standing::likeness(record),
        NumberField::Slug => Some(key_checksum(&key(&record.record_type(), record.slug()))),
        NumberField::Content => standing::content(record),
    }
}

/// Returns the years in a title.
fn years(title: &str) -> impl Iterator<Item = i64> {
    let words = title.split(|c: char| !c.is_alphanumeric());
    words.filter_map(|word| year(word).map(i64::from))
}

/// Returns the year that a word writes: four digits, from 1800 to 2100. `None` for any other word.
pub(crate) fn year(word: &str) -> Option<i16> {
    let is_number = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = is_number.then(|| word.parse().ok()).flatten()?;
    (1800..=2100).contains(&year).then_some(year)
}

/// Returns the platform's score of a dataset's metadata, in thousandths.
fn quality(record: &Record) -> Option<i64> {
    let Record::Dataset(dataset) = record else {
        return None;
    };
    let score = dataset.quality.as_ref()?.score?;
    Some((score.clamp(0.0, 1.0) * 1000.0).round() as i64)
}

fn covered(record: &Record) -> Option<&TemporalCoverage> {
    match record {
        Record::Dataset(dataset) => dataset.temporal_coverage.as_ref(),
        Record::Dataservice(_) => None,
    }
}

/// Returns the given zones and all zones that contain them.
pub(crate) fn with_ancestors<'a>(zones: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    for zone in zones {
        let zone = canonical_zone(zone);
        all.insert(zone);
        let ancestors = Gazetteer::france().ancestors(zone);
        all.extend(ancestors.into_iter().map(|zone| zone.id));
    }
    all
}

/// Returns the document of a record.
pub(crate) fn to_document(fields: &Fields, record: &Record) -> Result<TantivyDocument, Error> {
    let mut document = TantivyDocument::new();
    document.add_text(fields.key, key(&record.record_type(), record.id()));
    for identifier in identifiers(record) {
        document.add_text(fields.identifiers, identifier);
    }
    for link in linked_addresses(record) {
        document.add_text(fields.links, link);
    }
    let title_order = standing::title_order(record.title());
    if !title_order.is_empty() {
        document.add_text(fields.title_order, title_order);
    }
    for field in TextField::ALL {
        for text in texts(record, field) {
            let in_both = fields.text(field);
            document.add_text(in_both.base, &text);
            document.add_text(in_both.exact, text);
        }
    }
    let hit = Hit::from(record);
    let edition = Edition::of_title(record.title());
    for field in NumberField::ALL {
        if let Some(number) = number(record, &edition, &hit, field) {
            document.add_i64(fields.number(field), number);
        }
    }
    let derived = Derived {
        inferred_zones: &hit.inferred_geozones,
        retired: hit.retired.as_ref(),
        covered_period: hit.covered_period.as_ref(),
        extent: hit.extent.as_ref(),
        grain: hit.grain.as_ref(),
    };
    for facet in Facet::ALL {
        for term in facet.values(record, &derived) {
            document.add_text(fields.facet(facet), term.encode());
        }
    }
    for (facet, field) in fields.inferred_facets() {
        for term in facet.inferred_values(&derived) {
            document.add_text(field, term.encode());
        }
    }
    for (field, zones) in [
        (fields.within, record.geozones()),
        (fields.inferred_within, &hit.inferred_geozones),
    ] {
        for zone in with_ancestors(zones.iter().map(String::as_str)) {
            document.add_text(field, zone);
        }
    }
    // The first of what is stored, so that whoever reads the hits of all documents need not read the rest.
    document.add_text(fields.hit, serde_json::to_string(&hit).to("write a hit")?);
    document.add_text(fields.description_text, &record.description().text);
    document.add_text(
        fields.record,
        serde_json::to_string(record).to("write a record")?,
    );
    Ok(document)
}

/// Returns the addresses that a record's description links to, each once.
fn linked_addresses(record: &Record) -> BTreeSet<String> {
    let description = record.description();
    let markdown = description.markdown.as_deref().unwrap_or(&description.text);
    let links = links(markdown).into_iter();
    links.filter_map(|link| link_term(&link.url)).collect()
}

/// Returns the declared and inferred zones of a record's document, and all zones that contain them.
pub(crate) fn zones<'a>(fields: &Fields, document: &'a TantivyDocument) -> BTreeSet<&'a str> {
    [fields.within, fields.inferred_within]
        .into_iter()
        .flat_map(|field| document.get_all(field))
        .filter_map(|zone| zone.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_numbers_of_four_digits_that_can_be_one() {
        let found: Vec<i64> =
            years("Budget 2021-2023, lot 9999 (code 20230), 1750, 1998").collect();
        assert_eq!(found, [2021, 2023, 1998]);
    }

    #[test]
    fn titles_are_ordered_by_letters_and_digits() {
        assert_eq!(
            standing::title_order("« École n° 1 » de l’Haÿ"),
            "ecole n 1 de l hay"
        );
        assert_eq!(standing::title_order("2024 – Budget"), "2024 budget");
        assert_eq!(standing::title_order("…"), "");
    }
}
