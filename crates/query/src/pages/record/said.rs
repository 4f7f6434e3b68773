//! What others say of a record, in words and links: the records that link to it, and the reuses that are made with it.

use catalogue::Reuse;
use search_index::{CitingRecord, RecordCitations};

use crate::addresses::{record_path, web_address};
use crate::pages::frame::Frame;
use crate::pages::link::Link;

/// The first entries of a list, and how many more there are.
pub(in crate::pages) struct Said<T> {
    /// `Citée par 3 autres fiches`.
    pub heading: String,
    pub entries: Vec<T>,
    /// How many more there are, in words.
    pub more: Option<String>,
}

/// A record that links to the page's.
pub(in crate::pages) struct Cited {
    pub title: String,
    pub href: String,
    pub producer: Option<String>,
    /// What it calls the page's record.
    pub text: Option<String>,
}

/// A reuse.
pub(in crate::pages) struct Reused {
    pub link: Link,
    pub kind: Option<String>,
    pub owner: Option<String>,
    pub description: Option<String>,
}

/// So many reuses are listed.
pub(in crate::pages) const MAX_REUSES: usize = 10;

/// Returns the records that link to one; `None` where none does.
pub(super) fn cited_by(frame: &Frame, citations: &RecordCitations) -> Option<Said<Cited>> {
    let n_records = citations.n_records;
    let entries = citations.records.iter();
    (n_records > 0).then(|| Said {
        heading: frame.language().count("record-cited", n_records),
        entries: entries.map(|citing| Cited::new(frame, citing)).collect(),
        more: more(frame, n_records, citations.records.len()),
    })
}

/// Returns the reuses of a record, of which there are so many; `None` where there are none.
pub(super) fn reused_by(frame: &Frame, n_reuses: u64, reuses: &[Reuse]) -> Option<Said<Reused>> {
    (n_reuses > 0).then(|| Said {
        heading: frame.say("record-reuses").into_owned(),
        entries: reuses
            .iter()
            .map(|reuse| Reused::new(frame, reuse))
            .collect(),
        more: more(frame, n_reuses, reuses.len()),
    })
}

fn more(frame: &Frame, n: u64, n_listed: usize) -> Option<String> {
    let n_more = n.saturating_sub(n_listed as u64);
    (n_more > 0).then(|| frame.language().count("more-values", n_more))
}

impl Cited {
    fn new(frame: &Frame, citing: &CitingRecord) -> Self {
        let is_named_otherwise = |text: &String| *text != citing.title;
        Self {
            title: citing.title.clone(),
            href: frame.href(&record_path(&citing.record_type, &citing.name)),
            producer: citing.producer.clone().filter(|name| !name.is_empty()),
            text: citing.text.clone().filter(is_named_otherwise),
        }
    }
}

impl Reused {
    fn new(frame: &Frame, reuse: &Reuse) -> Self {
        let address = reuse.url.as_deref().and_then(web_address);
        let address = address.or_else(|| reuse.page.as_deref().and_then(web_address));
        let kind = reuse.reuse_type.as_ref();
        Self {
            link: Link {
                text: reuse.title.clone(),
                href: address,
            },
            kind: kind.map(|it| {
                let label = frame.language().label("reuse_type", it.id(), it.label());
                label.into_owned()
            }),
            owner: reuse.owner.clone(),
            description: reuse.description.clone(),
        }
    }
}
