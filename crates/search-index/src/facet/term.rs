//! What each record is in each facet.

use catalogue::{Dataset, Owner, Record, format_family};

use super::{COVERAGES, Facet, canonical_zone};

/// A facet value as it lies in the index: the value, and its label where no vocabulary knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FacetTerm {
    pub value: String,
    pub label: Option<String>,
}

impl FacetTerm {
    fn plain(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: None,
        }
    }

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
            None => Self::plain(text),
        }
    }
}

impl Facet {
    /// Returns a record's distinct values in this facet, as they are indexed: the zones that a record names, not yet
    /// those that they lie in, and no range of days, which depends on the day of the search.
    pub(crate) fn values(self, record: &Record, inferred_zones: &[String]) -> Vec<FacetTerm> {
        let terms = match self {
            Self::License => one(record.license().map(catalogue::License::id)),
            Self::Badge => all(record.badges().iter().map(catalogue::Badge::id)),
            Self::Geozone => all(record.geozones().iter().map(|zone| canonical_zone(zone))),
            Self::Format => all(record.formats()),
            Self::FormatFamily => all(format_families(record)),
            Self::Tag => all(record.tags().iter().map(String::as_str)),
            Self::Organization => organization_term(record).into_iter().collect(),
            Self::ProducerType => {
                let types = record.owner().map(Owner::producer_types);
                all(types.iter().flatten().map(catalogue::ProducerType::id))
            }
            Self::AccessType => one(record.access_type().map(catalogue::AccessType::id)),
            Self::Schema => all(dataset(record).map(Dataset::schemas).unwrap_or_default()),
            Self::Granularity => {
                let spatial = dataset(record).and_then(|dataset| dataset.spatial.as_ref());
                let granularity = spatial.and_then(|spatial| spatial.granularity.as_ref());
                one(granularity.map(catalogue::Granularity::id))
            }
            Self::Frequency => {
                let frequency = dataset(record).and_then(|dataset| dataset.frequency.as_ref());
                one(frequency.map(catalogue::Frequency::id))
            }
            Self::LastUpdate => Vec::new(),
            Self::LastUpdateYear => one(record
                .last_update()
                .map(|date| date.day().year().to_string())),
            Self::Coverage => all(coverages(record, inferred_zones)),
            Self::Type => one(Some(record.record_type().id())),
            Self::Archived => one(Some(record.archived_at().is_some().to_string())),
            Self::OrganizationBadge => {
                let organization = record.owner().and_then(Owner::organization);
                let badges = organization.and_then(|organization| organization.badges.as_ref());
                all(badges
                    .into_iter()
                    .flatten()
                    .map(catalogue::OrganizationBadge::id))
            }
            Self::Owner => owner_term(record).into_iter().collect(),
            Self::Featured => one(record.featured().map(|featured| featured.to_string())),
            Self::SchemaVersion => all(dataset(record).map(schema_versions).unwrap_or_default()),
        };
        distinct(terms)
    }
}

/// Returns the zones inferred of a record, as they are indexed.
pub(crate) fn inferred_zone_terms(inferred_zones: &[String]) -> Vec<FacetTerm> {
    distinct(all(inferred_zones.iter().map(|zone| canonical_zone(zone))))
}

fn distinct(mut terms: Vec<FacetTerm>) -> Vec<FacetTerm> {
    terms.retain(|term| !term.value.is_empty());
    terms.sort();
    terms.dedup();
    terms
}

fn one(value: Option<impl Into<String>>) -> Vec<FacetTerm> {
    all(value)
}

fn all(values: impl IntoIterator<Item = impl Into<String>>) -> Vec<FacetTerm> {
    values.into_iter().map(FacetTerm::plain).collect()
}

fn dataset(record: &Record) -> Option<&Dataset> {
    match record {
        Record::Dataset(dataset) => Some(dataset),
        Record::Dataservice(_) => None,
    }
}

/// The families of all its formats; a dataset without any is `other`, as on the platform, a dataservice nothing.
fn format_families(record: &Record) -> Vec<String> {
    let formats = record.formats();
    if formats.is_empty() && dataset(record).is_some() {
        return vec![catalogue::FormatFamily::Unspecified.id().to_owned()];
    }
    let families = formats.iter().map(|format| format_family(format));
    families.map(|family| family.id().to_owned()).collect()
}

fn coverages(record: &Record, inferred_zones: &[String]) -> Vec<&'static str> {
    let [(declared, _), (inferred, _), (none, _)] = COVERAGES;
    let spatial = dataset(record).and_then(|dataset| dataset.spatial.as_ref());
    let declares_place = |spatial: &catalogue::Spatial| {
        spatial.geom.is_some() || !spatial.zones.is_empty() || !spatial.unresolved_names.is_empty()
    };
    let mut coverages = Vec::new();
    if spatial.is_some_and(declares_place) {
        coverages.push(declared);
    }
    if !inferred_zones.is_empty() {
        coverages.push(inferred);
    }
    if coverages.is_empty() {
        coverages.push(none);
    }
    coverages
}

/// An organization without an id is its name.
fn organization_term(record: &Record) -> Option<FacetTerm> {
    let organization = record.owner()?.organization()?;
    let id = organization.id.as_ref();
    Some(FacetTerm {
        value: id.unwrap_or(&organization.name).clone(),
        label: Some(organization.name.clone()),
    })
}

/// A person without an id is the slug.
fn owner_term(record: &Record) -> Option<FacetTerm> {
    let owner = record.owner()?;
    let Owner::User(user) = owner else {
        return None;
    };
    Some(FacetTerm {
        value: user.id.as_ref().or(user.slug.as_ref())?.clone(),
        label: Some(owner.name()),
    })
}

fn schema_versions(dataset: &Dataset) -> Vec<String> {
    let resources = dataset.resources.iter().flatten();
    let of_resources = resources.filter_map(|resource| resource.schema.as_ref());
    let schemas = dataset.schema.iter().chain(of_resources);
    schemas
        .filter_map(|schema| schema.version.clone())
        .collect()
}
