//! The facets: the dimensions to filter on, with their names, labels and vocabularies.

mod counts;
mod term;
mod update_range;

use std::fmt;

use catalogue::{
    AccessType, Badge, FormatFamily, Frequency, Gazetteer, Granularity, License, OrganizationBadge,
    ProducerType, RecordType, canonical_formats, format_label, strip_validity,
};

pub use counts::{FacetCounts, FacetValue, FacetValues};
pub(crate) use term::{FacetTerm, inferred_zone_terms};
pub(crate) use update_range::UpdateRange;

/// A dimension to filter on. Adding one is adding a variant here and its arms below and in `term.rs`: nothing else names
/// facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The licence's id.
    License,
    /// The kind of the platform's badge.
    Badge,
    /// The id of a geozone, or of one that it lies in.
    Geozone,
    /// The format of a resource, canonical.
    Format,
    /// What such formats are good for.
    FormatFamily,
    /// A tag.
    Tag,
    /// The organization's id.
    Organization,
    /// What kind of producer it is.
    ProducerType,
    /// Who may get it.
    AccessType,
    /// The name of a schema that it or a resource declares.
    Schema,
    /// How fine it is in space.
    Granularity,
    /// How often it is updated.
    Frequency,
    /// How long ago it last changed, by the day of the search: ranges that overlap.
    LastUpdate,
    /// The year in which it last changed.
    LastUpdateYear,
    /// Whether its territory is declared, inferred or neither.
    Coverage,
    /// What the record describes.
    Type,
    /// Whether it was archived: `true` or `false`.
    Archived,
    /// A badge of its organization; for filtering.
    OrganizationBadge,
    /// The person that it belongs to; for filtering.
    Owner,
    /// Whether the platform features it: `true` or `false`; for filtering.
    Featured,
    /// The version of a schema; for filtering.
    SchemaVersion,
}

/// The values of [`Facet::Coverage`] with their labels. A record that declares a place without an id (a shape, a name
/// that may mean several) and of which a zone was inferred has both first ones.
pub(crate) const COVERAGES: [(&str, &str); 3] = [
    ("declared", "Déclarée"),
    ("inferred", "Déduite"),
    ("none", "Aucune"),
];

impl Facet {
    /// All facets: those of the page in its order, then those that are for filtering.
    pub const ALL: [Self; 21] = [
        Self::License,
        Self::Badge,
        Self::Geozone,
        Self::Format,
        Self::FormatFamily,
        Self::Tag,
        Self::Organization,
        Self::ProducerType,
        Self::AccessType,
        Self::Schema,
        Self::Granularity,
        Self::Frequency,
        Self::LastUpdate,
        Self::LastUpdateYear,
        Self::Coverage,
        Self::Type,
        Self::Archived,
        Self::OrganizationBadge,
        Self::Owner,
        Self::Featured,
        Self::SchemaVersion,
    ];

    /// Those that are counted unless asked otherwise, in the order of the page.
    pub const LISTED: [Self; 17] = {
        let mut listed = [Self::License; 17];
        let mut at = 0;
        while at < listed.len() {
            listed[at] = Self::ALL[at];
            at += 1;
        }
        listed
    };

    /// Returns its name: the parameter of the URL and the key of the JSON answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::License => "license",
            Self::Badge => "badge",
            Self::Geozone => "geozone",
            Self::Format => "format",
            Self::FormatFamily => "format_family",
            Self::Tag => "tag",
            Self::Organization => "organization",
            Self::ProducerType => "producer_type",
            Self::AccessType => "access_type",
            Self::Schema => "schema",
            Self::Granularity => "granularity",
            Self::Frequency => "frequency",
            Self::LastUpdate => "last_update_range",
            Self::LastUpdateYear => "last_update_year",
            Self::Coverage => "coverage",
            Self::Type => "type",
            Self::Archived => "archived",
            Self::OrganizationBadge => "organization_badge",
            Self::Owner => "owner",
            Self::Featured => "featured",
            Self::SchemaVersion => "schema_version",
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
            Self::FormatFamily => "Famille de format",
            Self::Tag => "Mot-clé",
            Self::Organization => "Organisation",
            Self::ProducerType => "Type de producteur",
            Self::AccessType => "Modalité d’accès",
            Self::Schema => "Schéma",
            Self::Granularity => "Granularité",
            Self::Frequency => "Fréquence de mise à jour",
            Self::LastUpdate => "Dernière mise à jour",
            Self::LastUpdateYear => "Année de mise à jour",
            Self::Coverage => "Couverture",
            Self::Type => "Type",
            Self::Archived => "Archivage",
            Self::OrganizationBadge => "Label de l’organisation",
            Self::Owner => "Auteur",
            Self::Featured => "Mise en avant",
            Self::SchemaVersion => "Version du schéma",
        }
    }

    /// Returns the French label of one of its values; values that nobody named are their own label.
    pub(crate) fn value_label(self, value: &str) -> String {
        match self {
            Self::License => License::from(value).label().to_owned(),
            Self::Badge => Badge::from(value).label().to_owned(),
            Self::Geozone => Gazetteer::france().name(value).unwrap_or(value).to_owned(),
            Self::Format => format_label(value).into_owned(),
            Self::FormatFamily => FormatFamily::from(value).label().to_owned(),
            Self::ProducerType => ProducerType::from(value).label().to_owned(),
            Self::AccessType => AccessType::from(value).label().to_owned(),
            Self::Granularity => Granularity::from(value).label().to_owned(),
            Self::Frequency => Frequency::from(value).label().to_owned(),
            Self::LastUpdate => {
                let mut ranges = UpdateRange::ALL.into_iter();
                let range = ranges.find(|range| range.name() == value);
                range.map_or(value, |range| range.label()).to_owned()
            }
            Self::Coverage => {
                let known = COVERAGES.into_iter().find(|(name, _)| *name == value);
                known.map_or(value, |(_, label)| label).to_owned()
            }
            Self::Type => RecordType::from(value).label().to_owned(),
            Self::Archived => either(value, "Archivé", "En ligne"),
            Self::OrganizationBadge => OrganizationBadge::from(value).label().to_owned(),
            Self::Featured => either(value, "Mis en avant", "Non mis en avant"),
            Self::Tag
            | Self::Organization
            | Self::Schema
            | Self::LastUpdateYear
            | Self::Owner
            | Self::SchemaVersion => value.to_owned(),
        }
    }

    /// Returns all values that it may have, where that is a closed list: choosing another one is an error. The other
    /// facets take what the catalogue says, and an unknown value finds nothing.
    #[must_use]
    pub fn known_values(self) -> Option<Vec<&'static str>> {
        let known = match self {
            Self::Badge => Badge::all().iter().map(Badge::id).collect(),
            Self::FormatFamily => FormatFamily::all().iter().map(FormatFamily::id).collect(),
            Self::ProducerType => ProducerType::all().iter().map(ProducerType::id).collect(),
            Self::LastUpdate => UpdateRange::ALL.map(UpdateRange::name).to_vec(),
            Self::Coverage => COVERAGES.map(|(name, _)| name).to_vec(),
            Self::Type => RecordType::all().iter().map(RecordType::id).collect(),
            Self::Archived | Self::Featured => vec!["true", "false"],
            Self::OrganizationBadge => OrganizationBadge::all()
                .iter()
                .map(OrganizationBadge::id)
                .collect(),
            Self::License
            | Self::Geozone
            | Self::Format
            | Self::Tag
            | Self::Organization
            | Self::AccessType
            | Self::Schema
            | Self::Granularity
            | Self::Frequency
            | Self::LastUpdateYear
            | Self::Owner
            | Self::SchemaVersion => return None,
        };
        Some(known)
    }

    /// Returns the values of the index that a value as somebody writes it means: a geozone's id of the past is the id of
    /// today, a spelling of a format is the formats that it names. Any other value is itself.
    #[must_use]
    pub fn canonical_values(self, value: &str) -> Vec<String> {
        match self {
            Self::Geozone => vec![canonical_zone(value).to_owned()],
            Self::Format => {
                let formats = canonical_formats(value);
                if formats.is_empty() {
                    return vec![value.to_owned()];
                }
                formats.into_iter().map(Into::into).collect()
            }
            _ => vec![value.to_owned()],
        }
    }
}

/// Returns the id of today for a geozone's id; that of a zone that is gone stays, without its date.
pub(crate) fn canonical_zone(id: &str) -> &str {
    let known = Gazetteer::france().get(id);
    known.map_or(strip_validity(id), |zone| zone.id)
}

fn either(value: &str, if_true: &str, otherwise: &str) -> String {
    if value == "true" { if_true } else { otherwise }.to_owned()
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_are_listed_in_the_order_of_their_declaration() {
        assert!(Facet::ALL.is_sorted());
        assert_eq!(Facet::LISTED.last(), Some(&Facet::Archived));
        for facet in Facet::ALL {
            assert_eq!(Facet::from_name(facet.name()), Some(facet));
        }
    }

    #[test]
    fn values_of_the_past_and_other_spellings_mean_todays() {
        for (facet, value, expected) in [
            (
                Facet::Geozone,
                "fr:region:11@1970-01-09",
                &["fr:region:11"][..],
            ),
            (
                Facet::Geozone,
                "fr:collectivite:987",
                &["fr:departement:987"],
            ),
            (Facet::Geozone, "fr:region:22@1970-01-09", &["fr:region:22"]),
            (Facet::Format, "Esri Shapefile (SHP)", &["shp"]),
            (Facet::Format, "XML et PDF", &["xml", "pdf"]),
            (Facet::Format, "jamais vu", &["jamais vu"]),
            (Facet::Format, "inconnu", &["inconnu"]),
            (Facet::Tag, "Eau", &["Eau"]),
        ] {
            assert_eq!(facet.canonical_values(value), expected, "{value}");
        }
    }
}
