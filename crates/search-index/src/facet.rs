//! The facets: the dimensions to filter on, and what each record is in each of them.

use std::fmt;

use catalogue::{
    AccessType, Badge, Gazetteer, License, Record, RecordType, format_label, strip_validity,
};

/// A dimension to filter on. Adding one is adding a variant here and its arms below: nothing else names facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The licence's id.
    License,
    /// The kind of the platform's badge.
    Badge,
    /// The id of a declared geozone.
    Geozone,
    /// The format of a resource, normalized.
    Format,
    /// A tag.
    Tag,
    /// The organization's id.
    Organization,
    /// Who may get it.
    AccessType,
    /// What the record describes.
    Type,
    /// Whether it was archived: `true` or `false`.
    Archived,
}

impl Facet {
    /// All facets, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::License,
        Self::Badge,
        Self::Geozone,
        Self::Format,
        Self::Tag,
        Self::Organization,
        Self::AccessType,
        Self::Type,
        Self::Archived,
    ];

    /// Returns its name: the parameter of the URL and the key of the JSON answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::License => "license",
            Self::Badge => "badge",
            Self::Geozone => "geozone",
            Self::Format => "format",
            Self::Tag => "tag",
            Self::Organization => "organization",
            Self::AccessType => "access_type",
            Self::Type => "type",
            Self::Archived => "archived",
        }
    }

    /// Returns the facet of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// Returns its French label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::License => "Licence",
            Self::Badge => "Label de donnée",
            Self::Geozone => "Territoire",
            Self::Format => "Format",
            Self::Tag => "Mot-clé",
            Self::Organization => "Organisation",
            Self::AccessType => "Modalité d’accès",
            Self::Type => "Type",
            Self::Archived => "Archivage",
        }
    }

    /// Returns the French label of one of its values; values that nobody named are their own label.
    pub(crate) fn value_label(self, value: &str) -> String {
        match self {
            Self::License => License::from(value).label().to_owned(),
            Self::Badge => Badge::from(value).label().to_owned(),
            Self::Geozone => geozone_label(value),
            Self::AccessType => AccessType::from(value).label().to_owned(),
            Self::Type => RecordType::from(value).label().to_owned(),
            Self::Archived => if value == "true" {
                "Archivé"
            } else {
                "En ligne"
            }
            .to_owned(),
            Self::Format => format_label(value).into_owned(),
            Self::Tag | Self::Organization => value.to_owned(),
        }
    }

    /// Returns a record's distinct values in this facet.
    pub(crate) fn values(self, record: &Record) -> Vec<FacetTerm> {
        let plain = |value: &str| FacetTerm {
            value: value.to_owned(),
            label: None,
        };
        let mut terms: Vec<FacetTerm> = match self {
            Self::License => record
                .license()
                .map(|license| plain(license.id()))
                .into_iter()
                .collect(),
            Self::Badge => record
                .badges()
                .iter()
                .map(|badge| plain(badge.id()))
                .collect(),
            Self::Geozone => record
                .geozones()
                .iter()
                .map(|zone| plain(strip_validity(zone)))
                .collect(),
            Self::Format => record
                .formats()
                .iter()
                .map(|format| plain(format))
                .collect(),
            Self::Tag => record.tags().iter().map(|tag| plain(tag)).collect(),
            Self::Organization => organization_term(record).into_iter().collect(),
            Self::AccessType => record
                .access_type()
                .map(|access| plain(access.id()))
                .into_iter()
                .collect(),
            Self::Type => vec![plain(record.record_type().id())],
            Self::Archived => vec![plain(if record.archived_at().is_some() {
                "true"
            } else {
                "false"
            })],
        };
        terms.retain(|term| !term.value.is_empty());
        terms.sort();
        terms.dedup();
        terms
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn geozone_label(id: &str) -> String {
    Gazetteer::france().name(id).unwrap_or(id).to_owned()
}

/// An organization without an id is its name.
fn organization_term(record: &Record) -> Option<FacetTerm> {
    let organization = record.owner()?.organization()?;
    let value = organization
        .id
        .clone()
        .unwrap_or_else(|| organization.name.clone());
    Some(FacetTerm {
        value,
        label: Some(organization.name.clone()),
    })
}

/// A facet value as it lies in the index: the value, and its label where no vocabulary knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FacetTerm {
    pub value: String,
    pub label: Option<String>,
}

impl FacetTerm {
    /// Returns it as one string.
    pub fn encode(&self) -> String {
        match &self.label {
            Some(label) => format!("{}\t{label}", self.value),
            None => self.value.clone(),
        }
    }

    /// Reads back what [`encode`](Self::encode) wrote.
    pub fn decode(text: &str) -> Self {
        match text.split_once('\t') {
            Some((value, label)) => Self {
                value: value.to_owned(),
                label: Some(label.to_owned()),
            },
            None => Self {
                value: text.to_owned(),
                label: None,
            },
        }
    }
}

/// One value of a facet, with its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value, as it stands in the URL.
    pub name: String,
    /// Its French label.
    pub label: String,
    /// How many records the search would find with this value, whatever else of this facet is selected.
    pub count: u64,
    /// Whether it is selected.
    pub selected: bool,
}

/// The counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Its values: by count, then label; those selected are always there, if only with a count of 0.
    pub values: Vec<FacetValue>,
    /// How many values have a count above 0, those that the limit cut off included.
    pub n_values: usize,
}
