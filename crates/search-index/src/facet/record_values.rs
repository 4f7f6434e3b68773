//! Which values a record has in the facets.

use std::ops::RangeInclusive;

use catalogue::{
    CoveredPeriod, Dataset, FormatFamily, Frequency, Granularity, KnownExtent, KnownGrain,
    OrganizationBadge, Owner, ProducerType, Record, Retirement, format_family,
};

use super::term::FacetTerm;

/// What is derived of a record once, for all facets.
pub(crate) struct Derived<'a> {
    /// The ids of its inferred zones.
    pub inferred_zones: &'a [String],
    /// What it says of its own end.
    pub retired: Option<&'a Retirement>,
    /// The period that it covers.
    pub covered_period: Option<&'a CoveredPeriod>,
    /// How wide its territory is.
    pub extent: Option<&'a KnownExtent>,
    /// How fine its data is.
    pub grain: Option<&'a KnownGrain>,
}

/// Returns the terms of a value, if there is one.
pub(super) fn one(value: Option<impl Into<String>>) -> Vec<FacetTerm> {
    all(value)
}

/// Returns the terms of all values.
pub(super) fn all(values: impl IntoIterator<Item = impl Into<String>>) -> Vec<FacetTerm> {
    values.into_iter().map(FacetTerm::plain).collect()
}

pub(super) fn dataset(record: &Record) -> Option<&Dataset> {
    match record {
        Record::Dataset(dataset) => Some(dataset),
        Record::Dataservice(_) => None,
    }
}

/// Returns the families of all formats of a record. A dataset without any format is `other`, as on the platform; a
/// dataservice without any has no family.
pub(super) fn format_families(record: &Record) -> Vec<String> {
    let formats = record.formats();
    if formats.is_empty() && dataset(record).is_some() {
        return vec![FormatFamily::Unspecified.id().to_owned()];
    }
    let families = formats.iter().map(|format| format_family(format));
    families.map(|family| family.id().to_owned()).collect()
}

/// Returns the term of the organization that publishes a record; one without an id is its name.
pub(super) fn organization_term(record: &Record) -> Option<FacetTerm> {
    let organization = record.owner()?.organization()?;
    let id = organization.id.as_ref();
    Some(FacetTerm {
        value: id.unwrap_or(&organization.name).clone(),
        label: Some(organization.name.clone()),
    })
}

/// Returns the term of the person that a record belongs to; one without an id is the slug.
pub(super) fn owner_term(record: &Record) -> Option<FacetTerm> {
    let owner = record.owner()?;
    let Owner::User(user) = owner else {
        return None;
    };
    Some(FacetTerm {
        value: user.id.as_ref().or(user.slug.as_ref())?.clone(),
        label: Some(owner.name()),
    })
}

pub(super) fn schema_versions(dataset: &Dataset) -> Vec<String> {
    let resources = dataset.resources.iter().flatten();
    let of_resources = resources.filter_map(|resource| resource.schema.as_ref());
    let schemas = dataset.schema.iter().chain(of_resources);
    schemas
        .filter_map(|schema| schema.version.clone())
        .collect()
}

pub(super) fn producer_types(record: &Record) -> Vec<String> {
    let types = record.owner().map(Owner::producer_types);
    let ids = types.iter().flatten().map(ProducerType::id);
    ids.map(str::to_owned).collect()
}

pub(super) fn organization_badges(record: &Record) -> Vec<&str> {
    let organization = record.owner().and_then(Owner::organization);
    let badges = organization.and_then(|organization| organization.badges.as_ref());
    badges
        .into_iter()
        .flatten()
        .map(OrganizationBadge::id)
        .collect()
}

pub(super) fn granularity(record: &Record) -> Option<&Granularity> {
    let spatial = dataset(record)?.spatial.as_ref()?;
    spatial.granularity.as_ref()
}

pub(super) fn frequency(record: &Record) -> Option<&Frequency> {
    dataset(record)?.frequency.as_ref()
}

/// Returns the years of the period that a record covers; where its beginning is not known, the last one alone.
pub(super) fn covered_years(record: &Record, period: Option<&CoveredPeriod>) -> Vec<String> {
    /// Others are mistyped, or say little of a catalogue of today.
    const YEARS: RangeInclusive<i16> = 1800..=2100;

    let Some(covered) = period else {
        return Vec::new();
    };
    let end = covered.known_end(record).or(covered.start);
    let start = covered.start.or(end);
    let (Some(start), Some(end)) = (start, end) else {
        return Vec::new();
    };
    let years = start.year().max(*YEARS.start())..=end.year().min(*YEARS.end());
    years.map(|year| year.to_string()).collect()
}
