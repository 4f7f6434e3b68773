//! Gathers the names that can be suggested from the live records, while a generation is built.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use catalogue::{Gazetteer, Owner, Record, RecordType, format_label};

use super::acronyms::acronyms_in_brackets;
use super::name_analyzer::NameAnalyzer;
use super::suggestion::SuggestionKind;
use super::table::SuggestionTable;
use super::withdrawn::{StandIn, WithdrawnNames};
use super::writer::{TableEntry, write_table};
use crate::document::{Hit, number, zones_of};
use crate::error::Error;
use crate::ranking::Weights;
use crate::schema::NumberField;

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
    /// Each acronym, with the number of records that gave it.
    acronyms: BTreeMap<String, u32>,
}

/// What names are taken from, of a record or of what a document stores of it.
struct Named<'a> {
    record_type: RecordType,
    id: &'a str,
    slug: &'a str,
    title: &'a str,
    acronym: Option<&'a str>,
    owner: Option<&'a Owner>,
    tags: &'a [String],
    formats: &'a [String],
    weight: f32,
}

impl Contribution {
    /// Returns the names that a record contributes, with those of the given zones, in which its data lie. `None` where
    /// the record was archived.
    pub fn of(record: &Record, zones: &BTreeSet<&str>) -> Option<Self> {
        if record.archived_at().is_some() {
            return None;
        }
        let count = |field| number(record, field).unwrap_or(0).max(0) as u64;
        let named = Named {
            record_type: record.record_type(),
            id: record.id(),
            slug: record.slug(),
            title: record.title(),
            acronym: record.acronym(),
            owner: record.owner(),
            tags: record.tags(),
            formats: &record.formats(),
            weight: weight_of_use(count),
        };
        Some(Self::new(&named, zones))
    }

    /// Returns the same of what a document stores of a record.
    pub fn of_hit(hit: &Hit) -> Option<Self> {
        if hit.archived.is_some() {
            return None;
        }
        let metrics = &hit.metrics;
        let count = |field| {
            let count = match field {
                NumberField::Views => metrics.views,
                NumberField::Followers => metrics.followers,
                NumberField::Reuses => metrics.reuses,
                NumberField::Downloads => metrics.resources_downloads,
                _ => None,
            };
            // A document has no numbers that are larger.
            count
                .filter(|count| i64::try_from(*count).is_ok())
                .unwrap_or(0)
        };
        let named = Named {
            record_type: hit.record_type.clone(),
            id: &hit.id,
            slug: &hit.slug,
            title: &hit.title,
            acronym: hit.acronym.as_deref(),
            owner: hit.owner.as_ref(),
            tags: hit.tags.as_deref().unwrap_or_default(),
            formats: hit.formats.as_deref().unwrap_or_default(),
            weight: weight_of_use(count),
        };
        Some(Self::new(&named, &zones_of(hit)))
    }

    fn new(named: &Named<'_>, zones: &BTreeSet<&str>) -> Self {
        let kind = match named.record_type {
            RecordType::Dataservice => SuggestionKind::Dataservice,
            RecordType::Dataset | RecordType::Other(_) => SuggestionKind::Dataset,
        };
        let mut values = Vec::new();
        let mut add = |kind: SuggestionKind, names: &BTreeSet<&str>| {
            let names = names.iter().filter(|name| !name.is_empty());
            values.extend(names.map(|name| (kind, (*name).to_owned(), ValueNames::default())));
        };
        let tags = named.tags.iter().map(String::as_str);
        add(SuggestionKind::Tag, &tags.collect());
        let formats = named.formats.iter().map(String::as_str);
        add(SuggestionKind::Format, &formats.collect());
        add(SuggestionKind::Geozone, zones);
        if let Some(organization) = named.owner.and_then(Owner::organization) {
            let id = organization.id.as_ref().unwrap_or(&organization.name);
            let acronym = organization.acronym.as_deref().unwrap_or_default().trim();
            let names = ValueNames {
                label: Some(organization.name.clone()),
                acronym: (!acronym.is_empty()).then(|| acronym.to_owned()),
            };
            if !id.is_empty() {
                values.push((SuggestionKind::Organization, id.clone(), names));
            }
        }
        Self {
            record: NamedRecord {
                kind,
                id: named.id.to_owned(),
                slug: named.slug.to_owned(),
                title: named.title.trim().to_owned(),
                acronym: named.acronym.unwrap_or_default().trim().to_owned(),
                weight: named.weight,
            },
            values,
        }
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
            if let Some(acronym) = names.acronym {
                *value.acronyms.entry(acronym).or_default() += 1;
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

/// Returns the weight of a title: the public use of its record by the weights that rank hits, in log scale, from 1 to
/// about 40.
fn weight_of_use(count: impl FnMut(NumberField) -> u64) -> f32 {
    let weights = Weights::default();
    1.0 + weights.of_use(count) - weights.no_use
}

/// Returns the weight of a facet's value with so many records, on the scale of [`weight_of_use`].
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
    let mut analyzer = NameAnalyzer::new();
    let mut names = vec![terms(&mut analyzer, &label)];
    let acronym = most_given(value.acronyms).unwrap_or_default();
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

/// Returns the name that most records gave; of equally many the first in the alphabet.
fn most_given(names: BTreeMap<String, u32>) -> Option<String> {
    let most = names.into_iter().rev().max_by_key(|(_, n)| *n);
    most.map(|(name, _)| name)
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
