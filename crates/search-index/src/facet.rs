//! The facets: the dimensions to filter on, one row each.
//!
//! A row says all of a facet that is the same for every search: its name in URLs and answers, its labels, its closed list
//! of values if it has one, and which values a record has. Parameters, `/openapi.json`, `/docs`, the page, the command and
//! the fields of the index follow from the rows; a new row is a new field, and raises
//! [`SCHEMA_VERSION`](crate::SCHEMA_VERSION).

mod answers;
mod coverages;
mod inferred;
mod record_values;
mod row;
mod status;
mod term;
mod update_range;
mod zones;

use std::fmt;

use catalogue::{
    AccessType, Badge, Dataset, Extent, FormatFamily, Frequency, Gazetteer, Grain, Granularity,
    Harvest, License, OrganizationBadge, ProducerType, Record, RecordType, canonical_formats,
    format_label,
};

pub use answers::{FacetCounts, FacetValue, FacetValues};
pub(crate) use coverages::COVERAGES;
pub(crate) use record_values::Derived;
pub(crate) use status::status;
pub(crate) use term::FacetTerm;
pub(crate) use update_range::UpdateRange;
pub(crate) use zones::canonical_zone;

use coverages::{coverage_label, coverages};
use record_values::{
    all, covered_years, dataset, format_families, frequency, granularity, one, organization_badges,
    organization_term, owner_term, producer_types, schema_versions,
};
use row::{Row, facets};
use status::{status_label, statuses};
use term::distinct;

facets! {
    /// Ids of licences.
    License {
        name: "license",
        label: "Licence",
        values_of: |record, _| one(record.license().map(License::id)),
        value_label: |id| License::from(id).label().to_owned(),
        vocabulary: Some(|| License::all().iter().map(License::id).collect()),
    }
    /// Badges of the platform: `spd`, `hvd`, `inspire`, `pivotal-data`, `sl`, `sr`.
    Badge {
        name: "badge",
        label: "Label de donnée",
        values_of: |record, _| all(record.badges().iter().map(Badge::id)),
        value_label: |id| Badge::from(id).label().to_owned(),
        known_values: Some(|| Badge::all().iter().map(Badge::id).collect()),
    }
    /// Ids of geozones, such as `fr:region:53`; finds what lies within them.
    Geozone {
        name: "geozone",
        label: "Territoire",
        values_of: |record, _| all(record.geozones().iter().map(|zone| canonical_zone(zone))),
        value_label: |id| Gazetteer::france().name(id).unwrap_or(id).to_owned(),
        canonical_values: |id| vec![canonical_zone(id).to_owned()],
    }
    /// Formats, in any spelling.
    Format {
        name: "format",
        label: "Format",
        values_of: |record, _| all(record.formats()),
        value_label: |format| format_label(format).into_owned(),
        canonical_values: formats_named_by,
    }
    /// Families of formats: `tabular`, `machine_readable`, `geographical`, `documents`, `other`.
    FormatFamily {
        name: "format_family",
        label: "Famille de format",
        values_of: |record, _| all(format_families(record)),
        value_label: |id| FormatFamily::from(id).label().to_owned(),
        known_values: Some(|| FormatFamily::all().iter().map(FormatFamily::id).collect()),
    }
    /// Tags, in any spelling.
    Tag {
        name: "tag",
        label: "Mot-clé",
        values_of: |record, _| all(record.tags().iter().map(String::as_str)),
    }
    /// Ids or slugs of organizations.
    Organization {
        name: "organization",
        label: "Organisation",
        values_of: |record, _| organization_term(record).into_iter().collect(),
    }
    /// Kinds of producer: `public-service`, `local-authority`, `company`, `association`, `user`, `not-specified`.
    ProducerType {
        name: "producer_type",
        label: "Type de producteur",
        values_of: |record, _| all(producer_types(record)),
        value_label: |id| ProducerType::from(id).label().to_owned(),
        known_values: Some(|| ProducerType::all().iter().map(ProducerType::id).collect()),
    }
    /// Who may get it: `open`, `open_with_account`, `restricted`.
    AccessType {
        name: "access_type",
        label: "Modalité d’accès",
        values_of: |record, _| one(record.access_type().map(AccessType::id)),
        value_label: |id| AccessType::from(id).label().to_owned(),
        vocabulary: Some(|| AccessType::all().iter().map(AccessType::id).collect()),
    }
    /// Names of schemas, such as `etalab/schema-irve`.
    Schema {
        name: "schema",
        label: "Schéma",
        values_of: |record, _| all(dataset(record).map(Dataset::schemas).unwrap_or_default()),
    }
    /// How fine in space, such as `fr:commune`: declared, or inferred where a record declares nothing or `other`.
    Granularity {
        name: "granularity",
        label: "Granularité",
        values_of: |record, _| one(granularity(record).map(Granularity::id)),
        value_label: |id| Grain::from(id).label().to_owned(),
        vocabulary: Some(|| Grain::all().iter().map(Grain::id).collect()),
    }
    /// How often it is updated, such as `daily`.
    Frequency {
        name: "frequency",
        label: "Fréquence de mise à jour",
        values_of: |record, _| one(frequency(record).map(Frequency::id)),
        value_label: |id| Frequency::from(id).label().to_owned(),
        vocabulary: Some(|| Frequency::all().iter().map(Frequency::id).collect()),
    }
    /// How long ago it last changed: `last_30_days`, `last_12_months`, `last_3_years`.
    LastUpdate {
        name: "last_update_range",
        label: "Dernière mise à jour",
        // Which ranges a record falls in depends on the day of the search: none is indexed.
        values_of: |_, _| Vec::new(),
        value_label: |name| UpdateRange::label_of(name).to_owned(),
        known_values: Some(|| UpdateRange::ALL.map(UpdateRange::name).to_vec()),
    }
    /// Years in which it last changed, such as `2025`.
    LastUpdateYear {
        name: "last_update_year",
        label: "Année de mise à jour",
        // The year is that of the date that is counted, which depends on the other records of the producer.
        values_of: |_, _| Vec::new(),
    }
    /// What is known of its territory: `declared`, `inferred`, `none`.
    Coverage {
        name: "coverage",
        label: "Couverture",
        values_of: |record, derived| all(coverages(record, derived.inferred_zones)),
        value_label: |name| coverage_label(name).to_owned(),
        known_values: Some(|| COVERAGES.map(|(name, _)| name).to_vec()),
    }
    /// What it describes: `dataset`, `dataservice`.
    Type {
        name: "type",
        label: "Type",
        values_of: |record, _| one(Some(record.record_type().id())),
        value_label: |id| RecordType::from(id).label().to_owned(),
        known_values: Some(|| RecordType::all().iter().map(RecordType::id).collect()),
    }
    /// Archived records: `true` for those alone, `any` for those too.
    Archived {
        name: "archived",
        label: "Archivage",
        values_of: |record, _| one(Some(record.archived_at().is_some().to_string())),
        value_label: |value| either(value, "Archivé", "En ligne"),
        known_values: Some(|| vec!["true", "false"]),
    }
    /// What it says of itself: `current`, unless its title or description says that it is `archived`, `obsolete`, `replaced`,
    /// an `old_version`, `unmaintained` or `to_be_deleted`.
    Status {
        name: "status",
        label: "Statut",
        is_listed: false,
        values_of: |_, derived| one(Some(status(derived.retired))),
        value_label: |id| status_label(id).into_owned(),
        known_values: Some(statuses),
    }
    /// How wide its territory is: `international`, `national`, `regional`, `departmental`, `local`; by its zones, else inferred.
    Extent {
        name: "extent",
        label: "Étendue",
        is_listed: false,
        values_of: |record, _| one(Extent::of_zones(record.geozones()).as_ref().map(Extent::id)),
        value_label: |id| Extent::from(id).label().to_owned(),
        known_values: Some(|| Extent::all().iter().map(Extent::id).collect()),
    }
    /// Domains of the portals that records were harvested from, such as `trouver.datasud.fr`.
    SourcePortal {
        name: "source_portal",
        label: "Portail d’origine",
        is_listed: false,
        values_of: |record, _| one(record.harvest().and_then(Harvest::portal)),
        canonical_values: |domain| vec![domain.to_lowercase()],
    }
    /// Years that it covers, such as `2016`: declared, or named by the title.
    CoveredYear {
        name: "covered_year",
        label: "Année couverte",
        is_listed: false,
        values_of: |record, derived| all(covered_years(record, derived.covered_period)),
    }
    /// Badges of the organization: `public-service`, `local-authority`, `company`, `association`, `certified`.
    OrganizationBadge {
        name: "organization_badge",
        label: "Label de l’organisation",
        is_listed: false,
        values_of: |record, _| all(organization_badges(record)),
        value_label: |id| OrganizationBadge::from(id).label().to_owned(),
        known_values: Some(|| OrganizationBadge::all().iter().map(OrganizationBadge::id).collect()),
    }
    /// Ids of persons.
    Owner {
        name: "owner",
        label: "Auteur",
        is_listed: false,
        values_of: |record, _| owner_term(record).into_iter().collect(),
    }
    /// Whether the platform features it: `true`, `false`.
    Featured {
        name: "featured",
        label: "Mise en avant",
        is_listed: false,
        values_of: |record, _| one(record.featured().map(|featured| featured.to_string())),
        value_label: |value| either(value, "Mis en avant", "Non mis en avant"),
        known_values: Some(|| vec!["true", "false"]),
    }
    /// Versions of schemas.
    SchemaVersion {
        name: "schema_version",
        label: "Version du schéma",
        is_listed: false,
        values_of: |record, _| all(dataset(record).map(schema_versions).unwrap_or_default()),
    }
}

impl Facet {
    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// Returns its name: the parameter of the URL and the key of the JSON answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns the facet of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// Returns its French label.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// Returns what its values are, in English, for the description of the API.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.row().about.trim()
    }

    /// Returns the French label of one of its values; values that nobody named are their own label.
    pub(crate) fn value_label(self, value: &str) -> String {
        (self.row().value_label)(value)
    }

    /// Returns all values that it may have, where that is a closed list: choosing another one is an error. The other
    /// facets take what the catalogue says, and an unknown value finds nothing.
    #[must_use]
    pub fn known_values(self) -> Option<Vec<&'static str>> {
        self.row().known_values.map(|known| known())
    }

    /// Returns the values that have names of their own, where there are such: the closed list, or the platform's vocabulary, to
    /// which a catalogue may add. A value that is neither among them nor in the index is a mistake; of the other facets it may
    /// have been the last record's.
    #[must_use]
    pub fn vocabulary(self) -> Option<Vec<&'static str>> {
        let row = self.row();
        row.known_values.or(row.vocabulary).map(|known| known())
    }

    /// Returns the values of the index that a value as somebody writes it means: a geozone's id of the past is the id of
    /// today, a spelling of a format is the formats that it names. Any other value is itself.
    #[must_use]
    pub fn canonical_values(self, value: &str) -> Vec<String> {
        (self.row().canonical_values)(value)
    }

    /// Returns a record's distinct values in this facet, as they are indexed: the zones that a record names, not yet
    /// those that they lie in, no range of days, which depends on the day of the search, and nothing that is inferred.
    pub(crate) fn values(self, record: &Record, derived: &Derived<'_>) -> Vec<FacetTerm> {
        distinct((self.row().values_of)(record, derived))
    }
}

/// Returns the formats that a spelling names; one that nobody knows is itself.
fn formats_named_by(spelling: &str) -> Vec<String> {
    let formats = canonical_formats(spelling);
    if formats.is_empty() {
        return vec![spelling.to_owned()];
    }
    formats.into_iter().map(Into::into).collect()
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
        assert!(ROWS.is_sorted_by_key(|row| !row.is_listed));
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
