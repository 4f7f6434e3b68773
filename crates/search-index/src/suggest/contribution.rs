//! The names that one record contributes to what can be suggested.

use std::collections::BTreeSet;

use catalogue::{Owner, Record, RecordType};

use super::suggestion::SuggestionKind;
use crate::document::{Hit, use_number};
use crate::ranking::Weights;
use crate::schema::NumberField;

/// The names that one live record contributes: its own, and those of its facet values.
pub(crate) struct Contribution {
    pub(super) record: NamedRecord,
    values: Vec<OwnedValue>,
}

/// A record by its own names.
pub(super) struct NamedRecord {
    pub kind: SuggestionKind,
    pub id: String,
    pub slug: String,
    pub title: String,
    pub acronym: String,
    pub weight: f32,
}

/// A facet's value that a record has, with the label and the acronym that the record gives it, where it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedValue<'a> {
    pub kind: SuggestionKind,
    pub name: &'a str,
    pub label: Option<&'a str>,
    pub acronym: Option<&'a str>,
}

/// The same, of its own.
struct OwnedValue {
    kind: SuggestionKind,
    name: String,
    label: Option<String>,
    acronym: Option<String>,
}

/// What names are taken from, of a record or of what a document stores of it.
pub(super) struct Named<'a> {
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
        let count = |field| use_number(record, field).unwrap_or(0).max(0) as u64;
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

    /// Returns the facets' values.
    pub(super) fn values(&self) -> impl Iterator<Item = NamedValue<'_>> {
        self.values.iter().map(OwnedValue::borrowed)
    }

    fn new(named: &Named<'_>, zones: &BTreeSet<&str>) -> Self {
        let mut values = Vec::new();
        named.each_value(zones, &mut |value| values.push(value.to_owned()));
        Self {
            record: named.record(),
            values,
        }
    }
}

impl<'a> Named<'a> {
    /// Returns what names are taken from of a record's hit; `None` where the record was archived.
    pub fn of_hit(hit: &'a Hit) -> Option<Self> {
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
        Some(Self {
            record_type: hit.record_type.clone(),
            id: &hit.id,
            slug: &hit.slug,
            title: &hit.title,
            acronym: hit.acronym.as_deref(),
            owner: hit.owner.as_ref(),
            tags: hit.tags.as_deref().unwrap_or_default(),
            formats: hit.formats.as_deref().unwrap_or_default(),
            weight: weight_of_use(count),
        })
    }

    /// Returns the record by its own names.
    pub fn record(&self) -> NamedRecord {
        NamedRecord {
            kind: match self.record_type {
                RecordType::Dataservice => SuggestionKind::Dataservice,
                RecordType::Dataset | RecordType::Other(_) => SuggestionKind::Dataset,
            },
            id: self.id.to_owned(),
            slug: self.slug.to_owned(),
            title: self.title.trim().to_owned(),
            acronym: self.acronym.unwrap_or_default().trim().to_owned(),
            weight: self.weight,
        }
    }

    /// Gives each facet's value of the record once, with those of the zones in which its data lie.
    pub fn each_value(&self, zones: &BTreeSet<&str>, give: &mut dyn FnMut(NamedValue<'_>)) {
        let mut add = |kind: SuggestionKind, names: &BTreeSet<&str>| {
            for name in names.iter().filter(|name| !name.is_empty()) {
                give(NamedValue {
                    kind,
                    name,
                    label: None,
                    acronym: None,
                });
            }
        };
        let tags = self.tags.iter().map(String::as_str);
        add(SuggestionKind::Tag, &tags.collect());
        let formats = self.formats.iter().map(String::as_str);
        add(SuggestionKind::Format, &formats.collect());
        add(SuggestionKind::Geozone, zones);
        if let Some(organization) = self.owner.and_then(Owner::organization) {
            let name = organization.id.as_ref().unwrap_or(&organization.name);
            let acronym = organization.acronym.as_deref().unwrap_or_default().trim();
            if !name.is_empty() {
                give(NamedValue {
                    kind: SuggestionKind::Organization,
                    name,
                    label: Some(&organization.name),
                    acronym: (!acronym.is_empty()).then_some(acronym),
                });
            }
        }
    }
}

impl NamedValue<'_> {
    fn to_owned(self) -> OwnedValue {
        OwnedValue {
            kind: self.kind,
            name: self.name.to_owned(),
            label: self.label.map(str::to_owned),
            acronym: self.acronym.map(str::to_owned),
        }
    }
}

impl OwnedValue {
    fn borrowed(&self) -> NamedValue<'_> {
        NamedValue {
            kind: self.kind,
            name: &self.name,
            label: self.label.as_deref(),
            acronym: self.acronym.as_deref(),
        }
    }
}

/// Returns the weight of a title: the public use of its record by the weights that rank hits, in log scale, from 1 to
/// about 40.
fn weight_of_use(count: impl FnMut(NumberField) -> u64) -> f32 {
    let weights = Weights::default();
    1.0 + weights.of_use(count) - weights.no_use
}
