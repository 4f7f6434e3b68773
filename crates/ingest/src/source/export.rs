//! Catalogue exports: CSV with `;`, read by the names in the header, whatever their order and number.

use std::collections::HashMap;

use catalogue::{Gazetteer, License, Record, RecordType, Resolution};
use csv::{ByteRecord, StringRecord};

use crate::wire::{self, Refusal, WireDataservice, WireDataset};
use crate::wire::{
    Export, Flag, Listed, Moment, Months, Number, StateDate, Text, WireBadge, WireDataserviceMetrics,
    WireDatasetReference, WireHarvest, WireMetrics, WireOrganization, WireQuality, WireSpatial, WireTemporalCoverage,
    WireUser,
};

/// Columns that tell an export of dataservices.
const DATASERVICE_COLUMNS: [&str; 4] =
    ["base_api_url", "machine_documentation_url", "technical_documentation_url", "metadata_modified_at"];

/// Columns that tell an export of something else although it has ids and titles, and of what.
const OTHER_COLUMNS: [(&str, &str); 5] = [
    ("dataset.id", "resources"),
    ("filetype", "resources"),
    ("remote_url", "reuses"),
    ("subject", "discussions"),
    ("members_count", "organizations"),
];

/// Names of zones hold no more commas than this: a bound on how many ways there are to read a list of them.
const LONGEST_ZONE_NAME_PARTS: usize = 6;

/// The header of an export.
#[derive(Debug)]
pub(crate) struct Columns {
    record_type: RecordType,
    places: HashMap<String, usize>,
    n_columns: usize,
}

/// A row in the API's shape.
pub(crate) enum Row {
    /// Of an export of datasets.
    Dataset(Box<WireDataset>),
    /// Of an export of dataservices.
    Dataservice(Box<WireDataservice>),
}

impl Row {
    /// Converts to the catalogue's type.
    pub(crate) fn into_record(self) -> Result<Record, Refusal> {
        match self {
            Self::Dataset(wire) => wire::dataset_record(*wire),
            Self::Dataservice(wire) => wire::dataservice_record(*wire),
        }
    }

    /// Returns the row as an API object, for a snapshot.
    pub(crate) fn to_json(&self) -> serde_json::Result<String> {
        match self {
            Self::Dataset(wire) => serde_json::to_string(wire),
            Self::Dataservice(wire) => serde_json::to_string(wire),
        }
    }
}

impl Columns {
    /// Reads a header; fails with the reason if it is not that of an export of datasets or of dataservices.
    pub(crate) fn read(header: &ByteRecord) -> Result<Self, String> {
        let header = StringRecord::from_byte_record_lossy(header.clone());
        let mut places = HashMap::new();
        for (place, name) in header.iter().enumerate() {
            places.entry(name.trim().to_owned()).or_insert(place);
        }
        if let Some((column, subject)) = OTHER_COLUMNS.iter().find(|(column, _)| places.contains_key(*column)) {
            return Err(format!(
                "an export of {subject}, told by its column `{column}`, where one of datasets or of dataservices is \
                 expected"
            ));
        }
        let missing: Vec<String> =
            ["id", "title"].iter().filter(|name| !places.contains_key(**name)).map(|name| format!("`{name}`")).collect();
        if !missing.is_empty() {
            let found = header.iter().take(8).map(shorten).collect::<Vec<_>>().join("`, `");
            let (plural, missing) = (if missing.len() > 1 { "s" } else { "" }, missing.join(" and "));
            return Err(format!(
                "no export of datasets or of dataservices: the column{plural} {missing} missing from its header, which \
                 begins with `{found}`"
            ));
        }
        let is_dataservice = DATASERVICE_COLUMNS.iter().any(|column| places.contains_key(*column));
        let record_type = if is_dataservice { RecordType::Dataservice } else { RecordType::Dataset };
        Ok(Self { record_type, places, n_columns: header.len() })
    }

    /// Returns a row in the API's shape.
    pub(crate) fn read_row(&self, row: &ByteRecord) -> Result<Row, Refusal> {
        // Bytes that are no UTF-8 become U+FFFD: a few wrong letters are no reason to lose a record.
        let fields = StringRecord::from_byte_record_lossy(row.clone());
        let cells = Cells { columns: self, fields: &fields };
        let refusal = |reason| Refusal { record_type: Some(self.record_type.clone()), id: cells.text("id").0, reason };
        if fields.len() != self.n_columns {
            return Err(refusal(format!("{} columns where the header has {}", fields.len(), self.n_columns)));
        }
        let archived = StateDate::read(cells.get("archived")).map_err(|error| refusal(format!("archived: {error}")))?;
        Ok(match self.record_type {
            RecordType::Dataservice => Row::Dataservice(Box::new(dataservice(&cells, archived))),
            _ => Row::Dataset(Box::new(dataset(&cells, archived))),
        })
    }
}

fn shorten(name: &str) -> &str {
    name.char_indices().nth(40).map_or(name, |(end, _)| &name[..end])
}

/// The cells of a row by the names of their columns; a column that is not there is empty.
struct Cells<'a> {
    columns: &'a Columns,
    fields: &'a StringRecord,
}

impl<'a> Cells<'a> {
    fn get(&self, column: &str) -> &'a str {
        let place = self.columns.places.get(column);
        place.and_then(|place| self.fields.get(*place)).unwrap_or_default()
    }

    fn has(&self, column: &str) -> bool {
        self.columns.places.contains_key(column)
    }

    fn text(&self, column: &str) -> Text {
        Text::new(self.get(column))
    }

    fn number(&self, column: &str) -> Number {
        Number::read(self.get(column))
    }

    fn flag(&self, column: &str) -> Flag {
        Flag::read(self.get(column))
    }

    fn date(&self, column: &str) -> Moment {
        Moment::read(self.get(column))
    }

    fn months(&self, column: &str) -> Months {
        match self.get(column) {
            "" | "0" => Months::default(),
            text => Months::read(text),
        }
    }

    /// Returns the parts of a list joined by commas.
    fn list(&self, column: &str) -> Vec<Text> {
        self.get(column).split(',').map(Text::new).filter(|text| text.0.is_some()).collect()
    }

    /// Returns the id of the licence whose title is given.
    fn license(&self) -> Text {
        let title = self.get("license");
        if title.trim().is_empty() { Text(None) } else { Text::new(License::from_title(title).id()) }
    }

    fn badges(&self) -> Option<Vec<Option<WireBadge>>> {
        self.has("badges").then(|| self.list("badges").into_iter().map(|kind| Some(WireBadge { kind })).collect())
    }

    fn organization(&self) -> Option<WireOrganization> {
        let (id, name) = (self.text("organization_id"), self.text("organization"));
        (id.0.is_some() || name.0.is_some()).then(|| WireOrganization { id, name, ..WireOrganization::default() })
    }

    /// Returns the person; exports give their slug and not their name.
    fn owner(&self) -> Option<WireUser> {
        let (id, slug) = (self.text("owner_id"), self.text("owner"));
        (id.0.is_some() || slug.0.is_some()).then(|| WireUser { id, slug, ..WireUser::default() })
    }

    fn harvest(&self) -> WireHarvest {
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
}

fn dataset(cells: &Cells<'_>, archived: StateDate) -> WireDataset {
    let is_known = |name: &str| Gazetteer::france().resolve_name(name) != Resolution::Unknown;
    let zone_names = split_zone_names(cells.get("spatial.zones"), is_known);
    WireDataset {
        id: cells.text("id"),
        title: cells.text("title"),
        acronym: cells.text("acronym"),
        slug: cells.text("slug"),
        description: cells.text("description"),
        description_short: cells.text("description_short"),
        created_at: cells.date("created_at"),
        last_modified: cells.date("last_modified"),
        archived,
        featured: cells.flag("featured"),
        tags: Some(cells.list("tags").into_iter().map(Some).collect()),
        badges: cells.badges(),
        frequency: cells.text("frequency"),
        license: cells.license(),
        access_type: cells.text("access_type"),
        organization: cells.organization(),
        owner: cells.owner(),
        spatial: Some(WireSpatial {
            geom: serde_json::from_str(cells.get("spatial.geom")).ok(),
            granularity: cells.text("spatial.granularity"),
            zones: None,
        }),
        temporal_coverage: Some(WireTemporalCoverage {
            start: cells.date("temporal_coverage.start"),
            end: cells.date("temporal_coverage.end"),
        }),
        harvest: Some(cells.harvest()),
        metrics: Some(WireMetrics {
            discussions: cells.number("metric.discussions"),
            discussions_open: cells.number("metric.discussions_open"),
            reuses: cells.number("metric.reuses"),
            reuses_by_months: cells.months("metric.reuses_by_months"),
            dataservices: cells.number("metric.dataservices"),
            followers: cells.number("metric.followers"),
            followers_by_months: cells.months("metric.followers_by_months"),
            views: cells.number("metric.views"),
            resources_downloads: cells.number("metric.resources_downloads"),
        }),
        quality: Some(WireQuality { score: cells.number("quality_score"), ..WireQuality::default() }),
        page: cells.text("url"),
        export: Some(Export {
            resources_count: cells.number("resources_count"),
            main_resources_count: cells.number("main_resources_count"),
            resources_formats: Some(cells.list("resources_formats").into_iter().map(Some).collect()),
            spatial_zones: Some(zone_names.into_iter().map(|name| Some(Text::new(name))).collect()),
        }),
        ..WireDataset::default()
    }
}

fn dataservice(cells: &Cells<'_>, archived: StateDate) -> WireDataservice {
    let reference = |id| WireDatasetReference { id, ..WireDatasetReference::default() };
    WireDataservice {
        id: cells.text("id"),
        title: cells.text("title"),
        acronym: cells.text("acronym"),
        slug: cells.text("slug"),
        description: cells.text("description"),
        base_api_url: cells.text("base_api_url"),
        machine_documentation_url: cells.text("machine_documentation_url"),
        technical_documentation_url: cells.text("technical_documentation_url"),
        business_documentation_url: cells.text("business_documentation_url"),
        rate_limiting: cells.text("rate_limiting"),
        availability: cells.number("availability"),
        license: cells.license(),
        tags: Some(cells.list("tags").into_iter().map(Some).collect()),
        featured: cells.flag("featured"),
        created_at: cells.date("created_at"),
        metadata_modified_at: cells.date("metadata_modified_at"),
        archived_at: archived,
        datasets: cells.has("datasets").then(|| Listed::Items(cells.list("datasets").into_iter().map(reference).collect())),
        harvest: Some(cells.harvest()),
        badges: cells.badges(),
        access_type: cells.text("access_type"),
        authorization_request_url: cells.text("authorization_request_url"),
        organization: cells.organization(),
        owner: cells.owner(),
        metrics: Some(WireDataserviceMetrics {
            discussions: cells.number("metric.discussions"),
            discussions_open: cells.number("metric.discussions_open"),
            followers: cells.number("metric.followers"),
            followers_by_months: cells.months("metric.followers_by_months"),
            reuses: cells.number("metric.reuses"),
            views: cells.number("metric.views"),
        }),
        self_web_url: cells.text("url"),
        ..WireDataservice::default()
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
        let known = (2..=longest).rev().find(|n_parts| is_known(rest[..*n_parts].join(",").trim()));
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
