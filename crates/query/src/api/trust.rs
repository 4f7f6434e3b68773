//! What tells whether a record can be relied on, as JSON: facts, each with what says so.

use catalogue::RecordType;
use search_index::{CopyOf, HarvestOfProducer, Producer, Promise, SearchHit, Trust};
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::record_path;

/// What tells whether a record can be relied on.
#[derive(Serialize, ToSchema)]
pub(super) struct TrustAnswer {
    /// Who answers for it.
    producer: ProducerAnswer,
    /// Which edition of its series it is; null where it is none.
    edition: Option<EditionTrust>,
    /// Whether it is updated as often as it promises; null where it promises nothing, or no update is known.
    promise: Option<PromiseAnswer>,
    /// How many reuses are built on it; null where its source does not count them.
    reuses: Option<u64>,
    /// Whether it has any file; null of a dataservice, and where its source does not say.
    has_files: Option<bool>,
    /// The record of another producer that it is a copy of; null where it is none.
    copy_of: Option<CopyAnswer>,
    /// The words of its description that say that its data was made of a public producer's (`constitué à partir des données de …`);
    /// null where none do, and where its own producer is public.
    derived_from: Option<String>,
    /// What is harvested of its producer, which left it behind: the record was sent by hand and has not been updated for five years,
    /// while most of what the producer publishes is harvested; null where that is not so.
    left_behind: Option<LeftBehindAnswer>,
}

/// How official a producer is.
#[derive(Serialize, ToSchema)]
struct ProducerAnswer {
    /// `public` (a public service or local authority), `organization`, `person` or `nobody`.
    kind: &'static str,
    /// Whether the platform has certified it, as a public one.
    certified: bool,
    /// What says that it is public: the platform's `badges`, or where no source gives these, its `name`; null where it is not.
    source: Option<&'static str>,
}

/// The place of an edition in its series, by the period or number in its title.
#[derive(Serialize, ToSchema)]
struct EditionTrust {
    /// Whether no edition is newer.
    is_newest: bool,
    /// How many are newer.
    n_newer: u64,
    /// The id of the newest one.
    newest: Option<String>,
}

/// A promised frequency of updates, by the record's `frequency` and `last_update`.
#[derive(Serialize, ToSchema)]
struct PromiseAnswer {
    /// The frequency that it promises.
    frequency: String,
    /// Within so many days it is to be updated.
    promised_days: u64,
    /// So many days ago it last was, counted to the last update of the youngest record of the catalogue.
    days_since_update: u64,
    /// Whether that is at most twice the promised time.
    is_kept: bool,
    /// How many days it is late; 0 where the promise is kept.
    late_days: u64,
}

/// The record that another one is a copy of: they have one title and one description.
#[derive(Serialize, ToSchema)]
struct CopyAnswer {
    /// What it describes.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    record_type: RecordType,
    /// Its id.
    id: String,
    /// Its page here.
    page: String,
    /// Its title.
    title: String,
    /// The name of its producer.
    producer: Option<String>,
    /// What says that it is the original: its `producer`, which is more official, or its `creation`, which came first.
    source: &'static str,
}

/// What is harvested of a producer that left a record behind.
#[derive(Serialize, ToSchema)]
struct LeftBehindAnswer {
    /// The host name of the portal from which most of it comes.
    source_portal: String,
    /// How many of its records are harvested.
    harvested_records: u64,
}

impl TrustAnswer {
    pub fn new(found: &SearchHit) -> Self {
        let series = found.series.as_ref();
        let Trust {
            producer,
            promise,
            copy_of,
            derived_from,
            left_behind,
        } = &found.trust;
        Self {
            producer: (*producer).into(),
            edition: series.map(|series| EditionTrust {
                is_newest: series.n_newer == 0,
                n_newer: series.n_newer,
                newest: series.editions.first().map(|edition| edition.id.clone()),
            }),
            promise: promise.as_ref().map(PromiseAnswer::from),
            reuses: found.hit.metrics.reuses,
            has_files: found.hit.n_resources.map(|n_files| n_files > 0),
            copy_of: copy_of.as_ref().map(CopyAnswer::from),
            derived_from: derived_from.as_ref().map(|it| it.words.clone()),
            left_behind: left_behind.as_ref().map(LeftBehindAnswer::from),
        }
    }
}

impl From<&HarvestOfProducer> for LeftBehindAnswer {
    fn from(harvest: &HarvestOfProducer) -> Self {
        Self {
            source_portal: harvest.portal.clone(),
            harvested_records: harvest.n_records,
        }
    }
}

impl From<Producer> for ProducerAnswer {
    fn from(producer: Producer) -> Self {
        let (kind, certified, source) = match producer {
            Producer::Public {
                is_certified,
                is_by_badges,
            } => {
                let source = if is_by_badges { "badges" } else { "name" };
                ("public", is_certified, Some(source))
            }
            Producer::Organization => ("organization", false, None),
            Producer::Person => ("person", false, None),
            Producer::Nobody => ("nobody", false, None),
        };
        Self {
            kind,
            certified,
            source,
        }
    }
}

impl From<&Promise> for PromiseAnswer {
    fn from(promise: &Promise) -> Self {
        let late_days = promise.n_days_late();
        Self {
            frequency: promise.frequency.clone(),
            promised_days: promise.n_days,
            days_since_update: promise.n_days_since,
            is_kept: late_days == 0,
            late_days,
        }
    }
}

impl From<&CopyOf> for CopyAnswer {
    fn from(copy: &CopyOf) -> Self {
        let record = &copy.record;
        Self {
            record_type: record.record_type.clone(),
            id: record.id.clone(),
            page: record_path(&record.record_type, &record.name),
            title: copy.title.clone(),
            producer: copy.producer.clone(),
            source: if copy.is_more_official {
                "producer"
            } else {
                "creation"
            },
        }
    }
}
