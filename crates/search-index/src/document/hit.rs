//! The hit: what a result list shows of a record, stored as JSON in the document.

use catalogue::{
    Badge, CoveredPeriod, Date, Evidence, Harvest, KnownExtent, KnownGrain, KnownUpdate, License,
    Owner, Record, RecordType, Retirement, derivation,
};
use serde::{Deserialize, Serialize};

use crate::facet::status;

/// The part of a record that a result list shows. It is stored beside the whole record, which can be much larger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Whether the record describes a dataset or a dataservice.
    #[serde(rename = "type")]
    pub record_type: RecordType,
    /// The record's id: 24 hexadecimal digits.
    pub id: String,
    /// The last part of the address of the record's page.
    pub slug: String,
    /// The title.
    pub title: String,
    /// The acronym.
    pub acronym: Option<String>,
    /// The address of the record's page on the platform.
    pub url: Option<String>,
    /// The organization or the user that publishes the record.
    pub owner: Option<Owner>,
    /// The licence.
    pub license: Option<License>,
    /// The platform's badges. Of these and the lists below, `None` is one that the source does not give.
    pub badges: Option<Vec<Badge>>,
    /// The normalized formats of the record.
    pub formats: Option<Vec<String>>,
    /// The ids of the geozones that the record declares.
    pub geozones: Option<Vec<String>>,
    /// The ids of the geozones inferred from the record; none where it declares some.
    pub inferred_geozones: Vec<String>,
    /// The tags.
    pub tags: Option<Vec<String>>,
    /// When the record was created.
    pub created_at: Option<Date>,
    /// When a dataset's data or a dataservice's description last changed. Where the record's own date is a stamp, the best date
    /// that is known otherwise.
    pub last_update: Option<Date>,
    /// When the record was archived.
    pub archived: Option<Date>,
    /// The public use of the record.
    pub metrics: HitMetrics,
    /// The number of a dataset's resources.
    pub n_resources: Option<u64>,
    /// What the record says of its own end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Retirement>,
    /// The words that say that the record's data was made of a public producer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<Evidence>,
    /// The best date of the last update beside the record's own, in case that is a stamp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_update: Option<KnownUpdate>,
    /// The record's own date of last update where it is a stamp: many records of its producer have the same day.
    #[serde(skip)]
    pub stamp: Option<Date>,
    /// Whether the record's slug leads to another record.
    #[serde(skip)]
    pub has_shared_slug: bool,
    /// The period that the record covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_period: Option<CoveredPeriod>,
    /// The domain of the portal that the record was harvested from; `None` where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_portal: Option<String>,
    /// The address of the record's page at its origin, where it was harvested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_url: Option<String>,
    /// How wide the territory of the record is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<KnownExtent>,
    /// How fine the record's data is in space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grain: Option<KnownGrain>,
}

/// The public use of a record; a number is `None` where the record's source does not count it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HitMetrics {
    /// Views of the record's page.
    pub views: Option<u64>,
    /// Reuses built on the record.
    pub reuses: Option<u64>,
    /// People who follow the record.
    pub followers: Option<u64>,
    /// Downloads of the record's resources.
    pub resources_downloads: Option<u64>,
}

impl Hit {
    /// Returns what the record says of itself: `current`, or the id of the reason why it is dead.
    #[must_use]
    pub fn status(&self) -> &str {
        status(self.retired.as_ref())
    }

    /// Returns the name in the address of the record's page: its slug, or its id where the slug leads to another record.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.has_shared_slug || self.slug.is_empty() {
            &self.id
        } else {
            &self.slug
        }
    }

    /// Takes the record's own date of last update for a stamp.
    pub(crate) fn replace_stamp(&mut self) {
        self.stamp = self.last_update;
        if let Some(known) = &self.known_update {
            self.last_update = Some(known.date);
        }
    }
}

impl From<&Record> for Hit {
    fn from(record: &Record) -> Self {
        let inferred_geozones = catalogue::inferred_geozones(record);
        Self {
            record_type: record.record_type(),
            id: record.id().to_owned(),
            slug: record.slug().to_owned(),
            title: record.title().to_owned(),
            acronym: record
                .acronym()
                .filter(|acronym| !acronym.is_empty())
                .map(str::to_owned),
            url: record.page().map(str::to_owned),
            owner: record.owner().cloned(),
            license: record.license().cloned(),
            badges: record.has_known_badges().then(|| record.badges().to_vec()),
            formats: record.has_known_formats().then(|| record.formats()),
            geozones: record
                .has_known_geozones()
                .then(|| record.geozones().to_vec()),
            extent: KnownExtent::of(record, &inferred_geozones),
            grain: KnownGrain::of(record),
            inferred_geozones,
            tags: record.has_known_tags().then(|| record.tags().to_vec()),
            created_at: record.created_at(),
            last_update: record.last_update(),
            archived: record.archived_at(),
            metrics: HitMetrics {
                views: record.views(),
                reuses: record.reuses(),
                followers: record.followers(),
                resources_downloads: record.resources_downloads(),
            },
            n_resources: match record {
                Record::Dataset(dataset) => dataset.n_resources(),
                Record::Dataservice(_) => None,
            },
            retired: Retirement::of(record),
            derived_from: derivation(record),
            known_update: KnownUpdate::beside_stamp(record),
            stamp: None,
            has_shared_slug: false,
            covered_period: CoveredPeriod::of(record),
            source_portal: record.harvest().and_then(Harvest::portal),
            remote_url: record
                .harvest()
                .and_then(|harvest| harvest.remote_url.clone()),
        }
    }
}
