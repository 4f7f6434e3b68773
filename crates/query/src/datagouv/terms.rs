//! Terms of the vocabularies as data.gouv.fr answers with them: licences, frequencies, granularities, zones, formats.

use catalogue::{Frequency, Gazetteer, Granularity, License, known_formats};
use serde::Serialize;
use utoipa::ToSchema;

/// A licence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LicenseAnswer {
    /// Its id, such as `lov2`.
    #[schema(required = false)]
    id: String,
    /// The platform's title.
    #[schema(required = false)]
    title: String,
    /// Who keeps it; not known here.
    maintainer: Option<String>,
    /// Its address; not known here.
    url: Option<String>,
    /// Always empty.
    #[schema(required = false)]
    flags: Vec<String>,
    /// Always empty.
    #[schema(required = false)]
    alternate_urls: Vec<String>,
    /// How else its title is written.
    #[schema(required = false)]
    alternate_titles: Vec<String>,
}

impl From<&License> for LicenseAnswer {
    fn from(license: &License) -> Self {
        let titles = license.alternate_titles();
        Self {
            id: license.id().to_owned(),
            title: license.title().to_owned(),
            maintainer: None,
            url: None,
            flags: Vec::new(),
            alternate_urls: Vec::new(),
            alternate_titles: titles.iter().map(|title| (*title).to_owned()).collect(),
        }
    }
}

/// How often a dataset is updated.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FrequencyAnswer {
    /// Its id, such as `daily`.
    #[schema(required = false)]
    id: String,
    /// Its French label.
    #[schema(required = false)]
    label: String,
}

impl From<&Frequency> for FrequencyAnswer {
    fn from(frequency: &Frequency) -> Self {
        Self {
            id: frequency.id().to_owned(),
            label: frequency.label().to_owned(),
        }
    }
}

/// What a resource is for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResourceTypeAnswer {
    /// Its id, such as `main`.
    #[schema(required = false)]
    pub(crate) id: String,
    /// Its French label.
    #[schema(required = false)]
    pub(crate) label: String,
}

/// How fine data is in space, or the level of a zone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GranularityAnswer {
    /// Its id, such as `fr:commune`.
    #[schema(required = false)]
    id: String,
    /// Its French name.
    #[schema(required = false)]
    name: String,
}

impl From<&Granularity> for GranularityAnswer {
    fn from(granularity: &Granularity) -> Self {
        Self {
            id: granularity.id().to_owned(),
            name: granularity.label().to_owned(),
        }
    }
}

/// A geozone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ZoneAnswer {
    /// Its id, such as `fr:region:53`.
    #[schema(required = false)]
    pub(crate) id: String,
    /// Not known here.
    slug: Option<String>,
    /// Its name; null where the gazetteer does not hold the zone.
    pub(crate) name: Option<String>,
    /// Its code within the level.
    #[schema(required = false)]
    pub(crate) code: String,
    /// Its level, such as `fr:region`.
    #[schema(required = false)]
    pub(crate) level: String,
    /// Its address at the statistical office; not known here.
    uri: Option<String>,
}

impl ZoneAnswer {
    /// Returns the zone of that id, in or out of the gazetteer.
    pub(crate) fn new(id: &str) -> Self {
        let known = Gazetteer::france().get(id);
        let id = known.map_or(id, |zone| zone.id);
        let (level, code) = level_and_code(id);
        Self {
            id: id.to_owned(),
            slug: None,
            name: known.map(|zone| zone.name.to_owned()),
            code: code.to_owned(),
            level: level.to_owned(),
            uri: None,
        }
    }
}

/// Splits a zone's id: `fr:region:53`, and `country-subset:fr:drom` whose code has a colon of its own.
pub(crate) fn level_and_code(id: &str) -> (&str, &str) {
    let parts = if id.starts_with("country") {
        id.split_once(':')
    } else {
        id.rsplit_once(':')
    };
    parts.unwrap_or((id, ""))
}

/// Returns the short list of formats, in the order of the alphabet.
pub(crate) fn formats() -> Vec<&'static str> {
    let mut formats: Vec<&str> = known_formats().collect();
    formats.sort_unstable();
    formats
}
