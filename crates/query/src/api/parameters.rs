//! The parameters of a search, as the description of the API tells them; [`parse`](crate::params::parse) reads them.

use search_index::{Facet, SortField};
use utoipa::IntoParams;

/// Which records a search is about. Facets take any of several values, repeated.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) struct FilterParameters {
    /// Ids of licences.
    license: Option<Vec<String>>,
    /// Badges of the platform: `spd`, `hvd`, `inspire`, `pivotal-data`, `sl`, `sr`.
    badge: Option<Vec<String>>,
    /// Ids of geozones, such as `fr:region:53`; finds what lies within them.
    geozone: Option<Vec<String>>,
    /// Whether `geozone` also finds what is about a zone that contains one of them.
    include_geozone_ancestors: Option<bool>,
    /// Whether geozones inferred from producer and title count: `true` unless asked otherwise.
    inferred: Option<bool>,
    /// Formats, in any spelling.
    format: Option<Vec<String>>,
    /// Families of formats: `tabular`, `machine_readable`, `geographical`, `documents`, `other`.
    format_family: Option<Vec<String>>,
    /// Tags.
    tag: Option<Vec<String>>,
    /// Ids of organizations.
    organization: Option<Vec<String>>,
    /// Kinds of producer: `public-service`, `local-authority`, `company`, `association`, `user`, `not-specified`.
    producer_type: Option<Vec<String>>,
    /// Who may get it: `open`, `open_with_account`, `restricted`.
    access_type: Option<Vec<String>>,
    /// Names of schemas, such as `etalab/schema-irve`.
    schema: Option<Vec<String>>,
    /// Versions of schemas.
    schema_version: Option<Vec<String>>,
    /// How fine in space, such as `fr:commune`.
    granularity: Option<Vec<String>>,
    /// How often it is updated, such as `daily`.
    frequency: Option<Vec<String>>,
    /// How long ago it last changed: `last_30_days`, `last_12_months`, `last_3_years`.
    last_update_range: Option<Vec<String>>,
    /// Years in which it last changed, such as `2025`.
    last_update_year: Option<Vec<String>>,
    /// What is known of its territory: `declared`, `inferred`, `none`.
    coverage: Option<Vec<String>>,
    /// What it describes: `dataset`, `dataservice`.
    #[param(rename = "type")]
    record_type: Option<Vec<String>>,
    /// Badges of the organization: `public-service`, `local-authority`, `company`, `association`, `certified`.
    organization_badge: Option<Vec<String>>,
    /// Ids of persons.
    owner: Option<Vec<String>>,
    /// Whether the platform features it: `true`, `false`.
    featured: Option<Vec<String>>,
    /// Archived records: `true` for those alone, `any` for those too.
    archived: Option<String>,
    /// `facet:value`, repeated: what a record must have all of.
    all_of: Option<Vec<String>>,
    /// Two days, `2020-01-01-2020-12-31`: what covers all of that period.
    temporal_coverage: Option<String>,
    /// Whether of near-copies (records of one type with the same title) the most used alone is shown; totals and facets
    /// count groups then. `false` unless asked otherwise.
    collapse: Option<bool>,
    /// An id or slug: that record and its near-copies alone.
    copies_of: Option<String>,
}

/// What a search takes beside its filters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) struct SearchParameters {
    /// The words. Where few records have all of them, those with most of them follow; spelling is mended, and acronyms,
    /// synonyms, places, years and formats are understood. So are `"a phrase"`, `-word` and `field:value`.
    #[param(max_length = 1000)]
    q: Option<String>,
    /// Whether the words are taken as they were typed, and all of them required: nothing is mended or understood in them.
    /// `false` unless asked otherwise.
    verbatim: Option<bool>,
    /// Whether hits say what their scores are made of. `false` unless asked otherwise.
    explain: Option<bool>,
    /// The order: `relevance`, or `created`, `last_update`, `reuses`, `followers`, `views`, `title`, each also with `-` in
    /// front.
    sort: Option<String>,
    /// The page.
    #[param(minimum = 1)]
    page: Option<u64>,
    /// Hits a page.
    #[param(minimum = 1, maximum = 100)]
    page_size: Option<u64>,
    /// The facets to count, with commas, or `none`.
    facets: Option<String>,
    /// Values a facet.
    #[param(minimum = 0, maximum = 1000)]
    facet_size: Option<u64>,
}

/// Returns every value that a parameter takes, where they are a closed list.
pub(crate) fn closed_list(parameter: &str) -> Option<Vec<String>> {
    match parameter {
        "archived" => Some(["true", "false", "any"].map(str::to_owned).to_vec()),
        "sort" => {
            let names = SortField::ALL.map(SortField::name);
            let both_ways = names
                .iter()
                .flat_map(|name| [(*name).to_owned(), format!("-{name}")]);
            Some(
                std::iter::once("relevance".to_owned())
                    .chain(both_ways)
                    .collect(),
            )
        }
        name => {
            let known = Facet::from_name(name)?.known_values()?;
            Some(known.into_iter().map(str::to_owned).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_a_closed_list_is_read_and_no_other() {
        for parameter in [
            "sort",
            "archived",
            "badge",
            "type",
            "format_family",
            "last_update_range",
        ] {
            let values = closed_list(parameter).unwrap();
            for value in &values {
                let read = crate::params::parse(&format!("{parameter}={value}"));
                assert!(read.is_ok(), "{parameter}={value}: {read:?}");
            }
            assert!(values.len() > 1, "{parameter}");
            assert!(crate::params::parse(&format!("{parameter}=nope")).is_err());
        }
        assert_eq!(closed_list("q"), None);
        assert_eq!(closed_list("license"), None);
    }
}
