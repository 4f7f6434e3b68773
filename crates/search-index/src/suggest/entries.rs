//! The entries of the table of suggestions, from what was gathered.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use catalogue::{Gazetteer, format_label};

use super::acronyms::acronyms_in_brackets;
use super::contribution::NamedRecord;
use super::names::{Names, TermId};
use super::suggestion::SuggestionKind;
use super::writer::TableEntry;

/// A format that the vocabulary does not know is suggested where this many records have it: rarer ones are slips of the
/// pen.
const LEAST_RECORDS_OF_UNKNOWN_FORMAT: u32 = 10;

/// A facet's value as all records so far gave it.
#[derive(Default)]
pub(super) struct GatheredValue {
    pub count: u32,
    /// Each label, with the number of records that gave it.
    pub labels: BTreeMap<String, u32>,
    /// Each acronym, with the number of records that gave it.
    pub acronyms: BTreeMap<String, u32>,
}

/// Returns the weight of a facet's value with so many records, on the scale of a title's.
fn weight_of_count(kind: SuggestionKind, count: u32) -> f32 {
    let scale = match kind {
        SuggestionKind::Organization => 3.0,
        SuggestionKind::Geozone => 2.5,
        _ => 2.0,
    };
    1.0 + scale * (count as f32).ln_1p()
}

/// Returns an entry for each distinct title: the most used record stands for all that have it.
pub(super) fn entries_of_titles(
    mut records: Vec<NamedRecord>,
    names: &mut Names,
) -> Vec<TableEntry> {
    // The most used first; of equally used ones always the same.
    records.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.id.cmp(&b.id)));
    let mut indexes: HashMap<(SuggestionKind, Vec<TermId>), usize> = HashMap::new();
    let mut entries: Vec<TableEntry> = Vec::new();
    for record in records {
        let title = names.terms(&record.title);
        if title.is_empty() {
            continue;
        }
        let index = indexes
            .entry((record.kind, title.clone()))
            .or_insert(entries.len());
        if let Some(entry) = entries.get_mut(*index) {
            entry.count += 1;
            continue;
        }
        // An acronym in brackets is often no name of the record: `Photographies (IGN)`.
        let acronym = names.terms(&record.acronym);
        let mut of_record = vec![title, acronym];
        of_record.dedup();
        of_record.retain(|name| !name.is_empty());
        entries.push(TableEntry {
            kind: record.kind,
            weight: record.weight,
            count: 1,
            names: of_record,
            label: record.title,
            value: record.id,
            slug: record.slug,
            acronym: record.acronym,
        });
    }
    entries
}

/// Leaves out each tag that differs from a more used one in case, accents and hyphens only: the typed text cannot tell
/// them apart.
pub(super) fn most_used_spellings(mut entries: Vec<TableEntry>) -> Vec<TableEntry> {
    entries.sort_by_key(|entry| Reverse(entry.count));
    let mut seen = HashSet::new();
    entries.retain(|entry| entry.kind != SuggestionKind::Tag || seen.insert(entry.names.concat()));
    entries
}

/// Returns the entry of a facet's value; `None` where it is not suggested.
pub(super) fn entry_of_value(
    kind: SuggestionKind,
    name: String,
    value: GatheredValue,
    names: &mut Names,
) -> Option<TableEntry> {
    let label = match kind {
        SuggestionKind::Geozone => Gazetteer::france().name(&name)?.to_owned(),
        SuggestionKind::Format => {
            let is_known = catalogue::is_known_format(&name);
            if !is_known && value.count < LEAST_RECORDS_OF_UNKNOWN_FORMAT {
                return None;
            }
            format_label(&name).into_owned()
        }
        _ => most_given(value.labels).unwrap_or_else(|| name.clone()),
    };
    let mut of_value = vec![names.terms(&label)];
    let acronym = most_given(value.acronyms).unwrap_or_default();
    match kind {
        SuggestionKind::Organization => of_value.extend(other_names(names, &label, &acronym)),
        // `geojson` and `GeoJSON` are one name, `shp` and `Shapefile` two.
        SuggestionKind::Format => of_value.push(names.terms(&name)),
        _ => {}
    }
    of_value.dedup();
    of_value.retain(|name| !name.is_empty());
    (!of_value.is_empty()).then(|| TableEntry {
        kind,
        weight: weight_of_count(kind, value.count),
        count: value.count,
        names: of_value,
        label,
        value: name,
        slug: String::new(),
        acronym,
    })
}

/// Returns the name that most records gave; of equally many the first in the alphabet.
fn most_given(names: BTreeMap<String, u32>) -> Option<String> {
    let most = names.into_iter().rev().max_by_key(|(_, n)| *n);
    most.map(|(name, _)| name)
}

/// Returns the terms of an organization's acronyms: its own, and those that its name gives in brackets.
fn other_names(names: &mut Names, name: &str, acronym: &str) -> Vec<Vec<TermId>> {
    let mut others: Vec<Vec<TermId>> = Vec::new();
    for acronym in acronyms_in_brackets(name).into_iter().chain([acronym]) {
        let acronym = names.terms(acronym);
        if !acronym.is_empty() && !others.contains(&acronym) {
            others.push(acronym);
        }
    }
    others
}
