//! Gathers the names that can be suggested from the live records, while a generation is built.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use catalogue::{Gazetteer, Record, RecordType, format_label};

use super::acronyms::acronyms_in_brackets;
use super::name_analyzer::NameAnalyzer;
use super::suggestion::SuggestionKind;
use super::table::SuggestionTable;
use super::withdrawn::{StandIn, WithdrawnNames};
use super::writer::{TableEntry, write_table};
use crate::document::number;
use crate::error::Error;
use crate::facet::Facet;
use crate::ranking::Weights;

/// A format that the vocabulary does not know is suggested where this many records have it: rarer ones are slips of the
/// pen.
const LEAST_RECORDS_OF_UNKNOWN_FORMAT: u32 = 10;

/// The names gathered so far.
#[derive(Default)]
pub(crate) struct Collector {
    records: Vec<NamedRecord>,
    values: BTreeMap<(SuggestionKind, String), GatheredValue>,
}

/// The names that one live record contributes: its own, and those of its facet values.
pub(crate) struct Contribution {
    record: NamedRecord,
    values: Vec<(SuggestionKind, String, ValueNames)>,
}

struct NamedRecord {
    kind: SuggestionKind,
    id: String,
    slug: String,
    title: String,
    acronym: String,
    weight: f32,
}

/// The label and the acronym that one record gives to a facet's value, where it does.
#[derive(Default)]
struct ValueNames {
    label: Option<String>,
    acronym: Option<String>,
}

/// A facet's value as all records so far gave it.
#[derive(Default)]
struct GatheredValue {
    count: u32,
    /// Each label, with the number of records that gave it.
    labels: BTreeMap<String, u32>,
    acronym: Option<String>,
}

impl Contribution {
    /// Returns the names that a record contributes, with those of the given zones, in which its data lie. `None` where
    /// the record was archived.
    pub fn of(record: &Record, zones: &BTreeSet<&str>) -> Option<Self> {
        if record.archived_at().is_some() {
            return None;
        }
        let kind = match record.record_type() {
            RecordType::Dataservice => SuggestionKind::Dataservice,
            RecordType::Dataset | RecordType::Other(_) => SuggestionKind::Dataset,
        };
        let mut values = Vec::new();
        for (kind, facet) in [
            (SuggestionKind::Tag, Facet::Tag),
            (SuggestionKind::Format, Facet::Format),
            (SuggestionKind::Organization, Facet::Organization),
        ] {
            for term in facet.values(record, &[]) {
                let names = ValueNames {
                    label: term.label,
                    acronym: (kind == SuggestionKind::Organization)
                        .then(|| organization_acronym(record))
                        .flatten(),
                };
                values.push((kind, term.value, names));
            }
        }
        values.extend(zones.iter().map(|zone| {
            let zone = (*zone).to_owned();
            (SuggestionKind::Geozone, zone, ValueNames::default())
        }));
        Some(Self {
            record: NamedRecord {
                kind,
                id: record.id().to_owned(),
                slug: record.slug().to_owned(),
                title: record.title().trim().to_owned(),
                acronym: record.acronym().unwrap_or_default().trim().to_owned(),
                weight: weight_of_record(record),
            },
            values,
        })
    }
}

impl Contribution {
    /// Returns what the table knows of the names.
    fn withdrawn(&self, analyzer: &mut NameAnalyzer) -> WithdrawnNames<'_> {
        let values = self.values.iter();
        WithdrawnNames {
            kind: self.record.kind,
            id: &self.record.id,
            title: terms(analyzer, &self.record.title),
            values: values
                .map(|(kind, value, _)| (*kind, value.as_str()))
                .collect(),
        }
    }
}

impl SuggestionTable {
    /// Takes the names of hidden records out of the suggestions. Where one stood for all of its title, the most used of the
    /// others does.
    pub fn withdraw_all(&mut self, hidden: &[Contribution], others: &[Contribution]) {
        let mut analyzer = NameAnalyzer::new();
        let titles: Vec<Vec<String>> = others
            .iter()
            .map(|other| terms(&mut analyzer, &other.record.title))
            .collect();
        let stand_in = |hidden: &WithdrawnNames<'_>| {
            let of_title = others.iter().zip(&titles).filter(|(other, title)| {
                other.record.kind == hidden.kind && **title == hidden.title
            });
            let (most_used, _) =
                of_title.max_by(|(a, _), (b, _)| a.record.weight.total_cmp(&b.record.weight))?;
            let record = &most_used.record;
            Some(StandIn {
                label: record.title.clone(),
                id: record.id.clone(),
                slug: record.slug.clone(),
                acronym: record.acronym.clone(),
            })
        };
        let hidden: Vec<WithdrawnNames<'_>> = hidden
            .iter()
            .map(|contribution| contribution.withdrawn(&mut analyzer))
            .collect();
        self.withdraw(&hidden, &stand_in);
    }
}

impl Collector {
    pub fn add(&mut self, contribution: Contribution) {
        self.records.push(contribution.record);
        for (kind, value, names) in contribution.values {
            let value = self.values.entry((kind, value)).or_default();
            value.count += 1;
            if let Some(label) = names.label {
                *value.labels.entry(label).or_default() += 1;
            }
            if value.acronym.is_none() {
                value.acronym = names.acronym;
            }
        }
    }

    /// Writes the gathered names into a generation's directory.
    pub fn write(self, directory: &Path) -> Result<(), Error> {
        write_table(directory, self.into_entries())
    }

    pub(super) fn into_entries(self) -> Vec<TableEntry> {
        let mut entries = entries_of_titles(self.records);
        let values = self.values.into_iter();
        entries.extend(most_used_spellings(
            values.filter_map(|((kind, name), value)| entry_of_value(kind, name, value)),
        ));
        entries
    }
}

fn organization_acronym(record: &Record) -> Option<String> {
    let acronym = record.owner()?.organization()?.acronym.as_deref()?.trim();
    (!acronym.is_empty()).then(|| acronym.to_owned())
}

/// Returns the weight of a title: the public use of its record by the weights that rank hits, in log scale, from 1 to
/// about 40.
fn weight_of_record(record: &Record) -> f32 {
    let weights = Weights::default();
    let number = |field| number(record, field).unwrap_or(0).max(0) as u64;
    1.0 + weights.of_use(number) - weights.no_use
}

/// Returns the weight of a facet's value with so many records, on the scale of [`weight_of_record`].
fn weight_of_count(kind: SuggestionKind, count: u32) -> f32 {
    let scale = match kind {
        SuggestionKind::Organization => 3.0,
        SuggestionKind::Geozone => 2.5,
        _ => 2.0,
    };
    1.0 + scale * (count as f32).ln_1p()
}

/// Returns an entry for each distinct title: the most used record stands for all that have it.
fn entries_of_titles(mut records: Vec<NamedRecord>) -> Vec<TableEntry> {
    // The most used first; of equally used ones always the same.
    records.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.id.cmp(&b.id)));
    let mut analyzer = NameAnalyzer::new();
    let mut indexes: HashMap<(SuggestionKind, String), usize> = HashMap::new();
    let mut entries: Vec<TableEntry> = Vec::new();
    for record in records {
        let title = terms(&mut analyzer, &record.title);
        if title.is_empty() {
            continue;
        }
        let index = indexes
            .entry((record.kind, title.join(" ")))
            .or_insert(entries.len());
        if let Some(entry) = entries.get_mut(*index) {
            entry.count += 1;
            continue;
        }
        // An acronym in brackets is often no name of the record: `Photographies (IGN)`.
        let acronym = terms(&mut analyzer, &record.acronym);
        let mut names = vec![title, acronym];
        names.dedup();
        names.retain(|name| !name.is_empty());
        entries.push(TableEntry {
            kind: record.kind,
            weight: record.weight,
            count: 1,
            names,
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
fn most_used_spellings(entries: impl Iterator<Item = TableEntry>) -> Vec<TableEntry> {
    let mut entries: Vec<TableEntry> = entries.collect();
    entries.sort_by_key(|entry| Reverse(entry.count));
    let mut seen = HashSet::new();
    entries.retain(|entry| {
        entry.kind != SuggestionKind::Tag || seen.insert(entry.names.concat().join(" "))
    });
    entries
}

fn entry_of_value(kind: SuggestionKind, name: String, value: GatheredValue) -> Option<TableEntry> {
    let given = value.labels.into_iter().rev().max_by_key(|(_, n)| *n);
    let label = match kind {
        SuggestionKind::Geozone => Gazetteer::france().name(&name)?.to_owned(),
        SuggestionKind::Format => {
            let is_known = catalogue::is_known_format(&name);
            if !is_known && value.count < LEAST_RECORDS_OF_UNKNOWN_FORMAT {
                return None;
            }
            format_label(&name).into_owned()
        }
        _ => given.map_or_else(|| name.clone(), |(label, _)| label),
    };
    let mut analyzer = NameAnalyzer::new();
    let mut names = vec![terms(&mut analyzer, &label)];
    let acronym = value.acronym.unwrap_or_default();
    match kind {
        SuggestionKind::Organization => names.extend(other_names(&mut analyzer, &label, &acronym)),
        // `geojson` and `GeoJSON` are one name, `shp` and `Shapefile` two.
        SuggestionKind::Format => names.push(terms(&mut analyzer, &name)),
        _ => {}
    }
    names.dedup();
    names.retain(|name| !name.is_empty());
    (!names.is_empty()).then(|| TableEntry {
        kind,
        weight: weight_of_count(kind, value.count),
        count: value.count,
        names,
        label,
        value: name,
        slug: String::new(),
        acronym,
    })
}

/// Returns the terms of an organization's acronyms: its own, and those that its name gives in brackets.
fn other_names(analyzer: &mut NameAnalyzer, name: &str, acronym: &str) -> Vec<Vec<String>> {
    let mut names: Vec<Vec<String>> = Vec::new();
    for acronym in acronyms_in_brackets(name).into_iter().chain([acronym]) {
        let acronym = terms(analyzer, acronym);
        if !acronym.is_empty() && !names.contains(&acronym) {
            names.push(acronym);
        }
    }
    names
}

fn terms(analyzer: &mut NameAnalyzer, text: &str) -> Vec<String> {
    let words = analyzer.name_terms(text);
    words.into_iter().map(|word| word.term).collect()
}
