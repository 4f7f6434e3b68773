//! A row of an export in the API's shape.

use std::collections::HashMap;

use catalogue::{Date, Gazetteer, License, Resolution};
use csv::StringRecord;
use jiff::Timestamp;

use crate::wire::{
    Flag, Listed, Moment, Months, Number, StateDate, Text, WireBadge, WireDataservice,
    WireDataserviceMetrics, WireDataset, WireDatasetReference, WireExport, WireHarvest,
    WireMetrics, WireOrganization, WireQuality, WireSpatial, WireTemporalCoverage, WireUser,
};

/// At commas, the name of a zone falls into at most so many parts: a bound on how many ways there are to read a list of
/// names.
const LONGEST_ZONE_NAME_PARTS: usize = 6;

/// The cells of a row by the names of their columns. The cell of a column that the export lacks is empty.
pub(super) struct Cells<'a> {
    /// The index of each column by its name.
    pub(super) indices: &'a HashMap<String, usize>,
    pub(super) fields: &'a StringRecord,
}

impl<'a> Cells<'a> {
    pub(super) fn get(&self, column: &str) -> &'a str {
        let index = self.indices.get(column);
        index
            .and_then(|index| self.fields.get(*index))
            .unwrap_or_default()
    }

    fn has(&self, column: &str) -> bool {
        self.indices.contains_key(column)
    }

    pub(super) fn text(&self, column: &str) -> Text {
        Text::new(self.get(column))
    }

    pub(super) fn number(&self, column: &str) -> Number {
        Number::read(self.get(column))
    }

    fn flag(&self, column: &str) -> Flag {
        Flag::read(self.get(column))
    }

    pub(super) fn date(&self, column: &str) -> Moment {
        Moment::read(self.get(column))
    }

    /// Returns the last of the row's dates that every row has, for what happened nobody knows when.
    pub(super) fn last_date(&self) -> Date {
        ["last_modified", "metadata_modified_at", "created_at"]
            .iter()
            .find_map(|column| self.date(column).0)
            .unwrap_or_else(|| Date::from(Timestamp::UNIX_EPOCH))
    }

    fn months(&self, column: &str) -> Months {
        match self.get(column) {
            "" | "0" => Months::default(),
            text => Months::read(text),
        }
    }

    /// Returns the items of a list that are joined by commas.
    pub(super) fn list(&self, column: &str) -> Vec<Text> {
        self.get(column)
            .split(',')
            .map(Text::new)
            .filter(|text| text.0.is_some())
            .collect()
    }

    /// Returns the items of such a list, if the export has its column.
    pub(super) fn known_list(&self, column: &str) -> Option<Vec<Option<Text>>> {
        self.has(column)
            .then(|| self.list(column).into_iter().map(Some).collect())
    }

    /// Returns the id of the licence whose title is given.
    fn license(&self) -> Text {
        let title = self.get("license");
        if title.trim().is_empty() {
            Text(None)
        } else {
            Text::new(License::from_title(title).id())
        }
    }

    pub(super) fn badges(&self) -> Option<Vec<Option<WireBadge>>> {
        self.has("badges").then(|| {
            self.list("badges")
                .into_iter()
                .map(|kind| Some(WireBadge { kind }))
                .collect()
        })
    }

    pub(super) fn organization(&self) -> Option<WireOrganization> {
        let (id, name) = (self.text("organization_id"), self.text("organization"));
        (id.0.is_some() || name.0.is_some()).then(|| WireOrganization {
            id,
            name,
            ..WireOrganization::default()
        })
    }

    /// Returns the person; exports give their slug and not their name.
    pub(super) fn owner(&self) -> Option<WireUser> {
        let (id, slug) = (self.text("owner_id"), self.text("owner"));
        (id.0.is_some() || slug.0.is_some()).then(|| WireUser {
            id,
            slug,
            ..WireUser::default()
        })
    }

    pub(super) fn harvest(&self) -> WireHarvest {
        WireHarvest {
            backend: self.text("harvest.backend"),
            domain: self.text("harvest.domain"),
            remote_id: self.text("harvest.remote_id"),
            remote_url: self.text("harvest.remote_url"),
            uri: self.text("harvest.uri"),
            created_at: self.date("harvest.created_at"),
            issued_at: self.date("harvest.issued_at"),
            modified_at: self.date("harvest.modified_at"),
            last_update: self.date("harvest.last_update"),
            dct_identifier: self.text("harvest.dct_identifier"),
            ..WireHarvest::default()
        }
    }

    /// Returns the row as the API would give the dataset.
    pub(super) fn dataset(&self, archived: StateDate) -> WireDataset {
        WireDataset {
            id: self.text("id"),
            title: self.text("title"),
            acronym: self.text("acronym"),
            slug: self.text("slug"),
            description: self.text("description"),
            description_short: self.text("description_short"),
            created_at: self.date("created_at"),
            last_modified: self.date("last_modified"),
            archived,
            featured: self.flag("featured"),
            tags: self.known_list("tags"),
            badges: self.badges(),
            frequency: self.text("frequency"),
            license: self.license(),
            access_type: self.text("access_type"),
            organization: self.organization(),
            owner: self.owner(),
            spatial: Some(WireSpatial {
                geom: serde_json::from_str(self.get("spatial.geom")).ok(),
                granularity: self.text("spatial.granularity"),
                zones: None,
            }),
            temporal_coverage: Some(WireTemporalCoverage {
                start: self.date("temporal_coverage.start"),
                end: self.date("temporal_coverage.end"),
            }),
            harvest: Some(self.harvest()),
            metrics: Some(self.dataset_metrics()),
            quality: Some(WireQuality {
                score: self.number("quality_score"),
                ..WireQuality::default()
            }),
            page: self.text("url"),
            export: Some(self.export()),
            ..WireDataset::default()
        }
    }

    fn dataset_metrics(&self) -> WireMetrics {
        WireMetrics {
            discussions: self.number("metric.discussions"),
            discussions_open: self.number("metric.discussions_open"),
            reuses: self.number("metric.reuses"),
            reuses_by_months: self.months("metric.reuses_by_months"),
            dataservices: self.number("metric.dataservices"),
            followers: self.number("metric.followers"),
            followers_by_months: self.months("metric.followers_by_months"),
            views: self.number("metric.views"),
            resources_downloads: self.number("metric.resources_downloads"),
        }
    }

    /// Returns what an export says of a dataset and the API has no field for.
    fn export(&self) -> WireExport {
        let is_known = |name: &str| Gazetteer::france().resolve_name(name) != Resolution::Unknown;
        let zone_names = split_zone_names(self.get("spatial.zones"), is_known);
        WireExport {
            resources_count: self.number("resources_count"),
            main_resources_count: self.number("main_resources_count"),
            resources_formats: self.known_list("resources_formats"),
            spatial_zones: self.has("spatial.zones").then(|| {
                let names = zone_names.into_iter().map(Text::new);
                names.map(Some).collect()
            }),
        }
    }

    /// Returns the row as the API would give the dataservice.
    pub(super) fn dataservice(&self, archived: StateDate) -> WireDataservice {
        let reference = |id| WireDatasetReference {
            id,
            ..WireDatasetReference::default()
        };
        WireDataservice {
            id: self.text("id"),
            title: self.text("title"),
            acronym: self.text("acronym"),
            slug: self.text("slug"),
            description: self.text("description"),
            base_api_url: self.text("base_api_url"),
            machine_documentation_url: self.text("machine_documentation_url"),
            technical_documentation_url: self.text("technical_documentation_url"),
            business_documentation_url: self.text("business_documentation_url"),
            rate_limiting: self.text("rate_limiting"),
            availability: self.number("availability"),
            license: self.license(),
            tags: self.known_list("tags"),
            featured: self.flag("featured"),
            created_at: self.date("created_at"),
            metadata_modified_at: self.date("metadata_modified_at"),
            archived_at: archived,
            datasets: self
                .has("datasets")
                .then(|| Listed::Items(self.list("datasets").into_iter().map(reference).collect())),
            harvest: Some(self.harvest()),
            badges: self.badges(),
            access_type: self.text("access_type"),
            authorization_request_url: self.text("authorization_request_url"),
            organization: self.organization(),
            owner: self.owner(),
            metrics: Some(WireDataserviceMetrics {
                discussions: self.number("metric.discussions"),
                discussions_open: self.number("metric.discussions_open"),
                followers: self.number("metric.followers"),
                followers_by_months: self.months("metric.followers_by_months"),
                reuses: self.number("metric.reuses"),
                views: self.number("metric.views"),
            }),
            self_web_url: self.text("url"),
            ..WireDataservice::default()
        }
    }
}

/// Returns the names in a list joined by commas, some of which hold commas themselves: from the left, the longest run of
/// parts that is a known name; else one part.
fn split_zone_names(list: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let parts: Vec<&str> = list.split(',').collect();
    let mut names = Vec::new();
    let mut rest = parts.as_slice();
    while let [first, ..] = rest {
        let longest = rest.len().min(LONGEST_ZONE_NAME_PARTS);
        let known = (2..=longest)
            .rev()
            .find(|n_parts| is_known(rest[..*n_parts].join(",").trim()));
        let (name, n_parts) = match known {
            Some(n_parts) => (rest[..n_parts].join(","), n_parts),
            None => ((*first).to_owned(), 1),
        };
        if !name.trim().is_empty() {
            names.push(name.trim().to_owned());
        }
        rest = &rest[n_parts..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_zone_names_is_read_by_the_longest_known_names() {
        let known = [
            "Saint-Martin, Saint-Barthélemy",
            "Val, Bois et Monts",
            "France",
            "Val",
        ];
        for (list, expected) in [
            ("", vec![]),
            ("France", vec!["France"]),
            ("France,Val", vec!["France", "Val"]),
            ("Val, Bois et Monts", vec!["Val, Bois et Monts"]),
            (
                "France,Val, Bois et Monts,Val",
                vec!["France", "Val, Bois et Monts", "Val"],
            ),
            ("Cocagne, France,", vec!["Cocagne", "France"]),
        ] {
            assert_eq!(
                split_zone_names(list, |name| known.contains(&name)),
                expected,
                "{list}"
            );
        }
    }
}
