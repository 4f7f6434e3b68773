//! What others say of a record as JSON: the records that link to it, and the reuses that are made with it.

use catalogue::{RecordType, Reuse, ReuseType};
use search_index::{CitingRecord, RecordCitations};
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::{record_path, web_address};

/// The records whose descriptions link to a record. Those that are archived, hidden, or say that they are dead are none.
#[derive(Serialize, ToSchema)]
pub(super) struct CitationsAnswer {
    /// How many records there are.
    n_records: u64,
    /// How many producers they have, the record's own apart.
    n_producers: u64,
    /// The records: those of other producers first, then the most viewed ones; 10 at most.
    records: Vec<CitingAnswer>,
}

/// A record that links to another one.
#[derive(Serialize, ToSchema)]
struct CitingAnswer {
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
    /// What it calls the other one: the text of its link; null where that names nothing.
    text: Option<String>,
}

/// The reuses that are made with a dataset.
#[derive(Serialize, ToSchema)]
pub(super) struct ReusesAnswer {
    /// How many there are.
    n_reuses: u64,
    /// The reuses, the most viewed ones first; 5 at most.
    reuses: Vec<ReuseAnswer>,
}

/// A reuse.
#[derive(Serialize, ToSchema)]
struct ReuseAnswer {
    /// Its id on the platform.
    id: String,
    /// Its title.
    title: String,
    /// What it is: `api`, `application`, `idea`, `news_article`, `paper`, `post`, `visualization`, `hardware`.
    #[serde(rename = "type")]
    #[schema(value_type = Option<String>)]
    reuse_type: Option<ReuseType>,
    /// Where it can be used or read.
    url: Option<String>,
    /// Its page on the platform.
    platform_url: Option<String>,
    /// The beginning of its description.
    description: Option<String>,
    /// Who has made it.
    owner: Option<String>,
}

impl From<&RecordCitations> for CitationsAnswer {
    fn from(citations: &RecordCitations) -> Self {
        Self {
            n_records: citations.n_records,
            n_producers: citations.n_producers,
            records: citations.records.iter().map(CitingAnswer::from).collect(),
        }
    }
}

impl From<&CitingRecord> for CitingAnswer {
    fn from(citing: &CitingRecord) -> Self {
        Self {
            record_type: citing.record_type.clone(),
            id: citing.id.clone(),
            page: record_path(&citing.record_type, &citing.name),
            title: citing.title.clone(),
            producer: citing.producer.clone(),
            text: citing.text.clone(),
        }
    }
}

impl ReusesAnswer {
    /// Returns the answer; `None` where nothing is known of reuses.
    pub fn new(n_reuses: Option<u64>, reuses: Vec<Reuse>) -> Option<Self> {
        Some(Self {
            n_reuses: n_reuses?,
            reuses: reuses.into_iter().map(ReuseAnswer::from).collect(),
        })
    }
}

impl From<Reuse> for ReuseAnswer {
    fn from(reuse: Reuse) -> Self {
        Self {
            id: reuse.id,
            title: reuse.title,
            reuse_type: reuse.reuse_type,
            url: reuse.url.as_deref().and_then(web_address),
            platform_url: reuse.page.as_deref().and_then(web_address),
            description: reuse.description,
            owner: reuse.owner,
        }
    }
}
