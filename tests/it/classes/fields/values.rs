//! The values of fields: which ones the records have, and whether a record has one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use catalogue::{Gazetteer, Owner, Record, inferred_geozones};
use search_index::{Facet, Form, FrenchAnalyzer, Understanding, base_form};

use super::super::Least;
use crate::naive::{facet_values, folded};

/// Letters of a word that is drawn from a text, at least.
const MIN_LETTERS: usize = 4;

/// Words of a text that are kept, at most.
const MAX_WORDS: usize = 12;

/// What can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Title,
    Acronym,
    Description,
    Resource,
    Tag,
    Organization,
    OrganizationAcronym,
    Geozone,
    License,
    Format,
    FormatFamily,
    Badge,
    Type,
    Schema,
    Granularity,
    Extent,
    Frequency,
    ProducerType,
    AccessType,
}

/// A value of a field: words of a text, or the id that a facet has for it with the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    pub id: String,
    pub name: String,
}

/// How many records have which values.
#[derive(Default)]
pub struct FieldValues {
    counts: BTreeMap<Field, BTreeMap<Value, u32>>,
}

impl FieldValues {
    /// Counts the values of a record.
    pub fn add(&mut self, record: &Record) {
        let inferred = inferred_geozones(record);
        for field in Field::ALL {
            let values: BTreeSet<Value> = field.values(record, &inferred).into_iter().collect();
            for value in values {
                *self
                    .counts
                    .entry(field)
                    .or_default()
                    .entry(value)
                    .or_default() += 1;
            }
        }
    }

    /// Returns the values that enough records have, sorted.
    pub fn of(&self, field: Field, least: &Least) -> Vec<Value> {
        let counts = self.counts.get(&field).into_iter().flatten();
        let enough = counts.filter(|(_, n)| **n >= least.records);
        enough.map(|(value, _)| value.clone()).collect()
    }
}

impl Field {
    pub const ALL: [Self; 19] = [
        Self::Title,
        Self::Acronym,
        Self::Description,
        Self::Resource,
        Self::Tag,
        Self::Organization,
        Self::OrganizationAcronym,
        Self::Geozone,
        Self::License,
        Self::Format,
        Self::FormatFamily,
        Self::Badge,
        Self::Type,
        Self::Schema,
        Self::Granularity,
        Self::Extent,
        Self::Frequency,
        Self::ProducerType,
        Self::AccessType,
    ];

    /// Returns the facet that has the ids of its values, where one has.
    pub fn facet(self) -> Option<Facet> {
        match self {
            Self::Title | Self::Acronym | Self::Description | Self::Resource => None,
            Self::Tag => Some(Facet::Tag),
            Self::Organization | Self::OrganizationAcronym => Some(Facet::Organization),
            Self::Geozone => Some(Facet::Geozone),
            Self::License => Some(Facet::License),
            Self::Format => Some(Facet::Format),
            Self::FormatFamily => Some(Facet::FormatFamily),
            Self::Badge => Some(Facet::Badge),
            Self::Type => Some(Facet::Type),
            Self::Schema => Some(Facet::Schema),
            Self::Granularity => Some(Facet::Granularity),
            Self::Extent => Some(Facet::Extent),
            Self::Frequency => Some(Facet::Frequency),
            Self::ProducerType => Some(Facet::ProducerType),
            Self::AccessType => Some(Facet::AccessType),
        }
    }

    /// Returns the values that a record has.
    fn values(self, record: &Record, inferred: &[String]) -> Vec<Value> {
        let named = |id: &str, name: &str| Value {
            id: id.to_owned(),
            name: name.to_owned(),
        };
        match self {
            Self::Title | Self::Description | Self::Resource | Self::Acronym => {
                let texts = self.texts(record);
                let words = texts.iter().flat_map(|text| words(text));
                words
                    .map(|word| named(word, word))
                    .take(MAX_WORDS)
                    .collect()
            }
            Self::Organization | Self::OrganizationAcronym => {
                let Some(Owner::Organization(organization)) = record.owner() else {
                    return Vec::new();
                };
                let id = organization.id.as_deref().unwrap_or_default();
                if self == Self::Organization {
                    return vec![named(id, &organization.name)];
                }
                let acronym = organization.acronym.as_deref();
                let acronym = acronym.or_else(|| in_brackets(&organization.name));
                acronym
                    .map(|acronym| named(id, acronym))
                    .into_iter()
                    .collect()
            }
            // The widest zones are those of nearly all records.
            Self::Geozone => {
                let zones = record.geozones().iter().chain(inferred);
                let zones = zones.filter_map(|zone| Gazetteer::france().get(zone));
                zones.map(|zone| named(zone.id, zone.name)).collect()
            }
            _ => {
                let facet = self.facet();
                let values = facet.map(|facet| facet_values(record, facet, Some(inferred)));
                let values = values.unwrap_or_default();
                values.iter().map(|value| named(value, value)).collect()
            }
        }
    }

    /// Returns the texts of a record that the field names.
    fn texts(self, record: &Record) -> Vec<&str> {
        match self {
            Self::Title => vec![record.title()],
            Self::Acronym => record.acronym().into_iter().collect(),
            Self::Description => vec![&record.description().text],
            Self::Resource => match record {
                Record::Dataset(dataset) => {
                    let resources = dataset.resources.iter().flatten();
                    resources.filter_map(|it| it.title.as_deref()).collect()
                }
                Record::Dataservice(_) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Returns whether a record has a value, as it was spelled.
    pub fn has(
        self,
        record: &Record,
        value: &Value,
        spelling: &str,
        understanding: &Understanding,
    ) -> bool {
        let inferred = inferred_geozones(record);
        let Some(facet) = self.facet() else {
            let texts = self.texts(record).join("\n");
            return has_words(&texts, spelling, understanding);
        };
        let values = facet_values(record, facet, Some(&inferred));
        if values.contains(&value.id) {
            return true;
        }
        match self {
            // Another organization may have the name, or the acronym.
            Self::Organization | Self::OrganizationAcronym => record.owner().is_some_and(|owner| {
                let organization = owner.organization();
                let acronym = organization.and_then(|it| it.acronym.clone());
                let names = format!("{}\n{}", owner.name(), acronym.unwrap_or_default());
                has_words(&names, spelling, understanding)
            }),
            // A tag is found by its words.
            Self::Tag => has_words(&values.join("\n"), spelling, understanding),
            // A name may be that of several zones.
            Self::Geozone => {
                let zones = Gazetteer::france().named(&value.name);
                zones
                    .iter()
                    .any(|zone| values.iter().any(|it| it == zone.id))
            }
            Self::Schema => values
                .iter()
                .any(|it| folded(it).contains(&folded(spelling))),
            _ => false,
        }
    }
}

/// Returns whether a text has all the words of another one, in whatever form, or what they were understood as.
fn has_words(text: &str, words: &str, understanding: &Understanding) -> bool {
    let held: HashSet<String> = base_forms(text).into_iter().collect();
    let joined: String = folded(text).replace(' ', "");
    base_forms(words).iter().all(|word| {
        let meant = understanding.interpretations.iter();
        let mut meant = meant.filter(|it| base_forms(&it.typed).contains(word));
        held.contains(word)
            || joined.contains(word.as_str())
            || meant.any(|it| base_forms(&it.meant).iter().all(|it| held.contains(it)))
    })
}

fn base_forms(text: &str) -> Vec<String> {
    let terms = FrenchAnalyzer::new(Form::Exact).terms(text);
    terms.iter().map(|term| base_form(term)).collect()
}

/// Returns the longer words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= MIN_LETTERS || is_acronym(word))
}

fn is_acronym(word: &str) -> bool {
    word.len() >= 2 && word.chars().all(char::is_uppercase)
}

/// Returns the acronym at the end of a name: *Institut national … (Insee)*.
fn in_brackets(name: &str) -> Option<&str> {
    let (_, end) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    let is_short = (2..=10).contains(&end.len());
    (is_short && end.chars().all(char::is_alphabetic)).then_some(end)
}
