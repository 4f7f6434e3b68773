//! The page of one record.

mod coverage;
mod facts;
mod resources;
mod said;

use std::sync::Arc;

use askama::Template;
use catalogue::{Date, Owner, Record, RecordType, Retirement, Reuse, Stamp};
use jiff::civil;
use search_index::{
    Hit, RecordCitations, RecordSeries, Replacement, SearchRequest, Searcher, Trust,
};

use super::card::Updated;
use super::description;
use super::editions::{Editions, Ended};
use super::frame::Frame;
use super::link::{Link, facet_link};
use super::trust::{Known, TrustFact, trust_facts};
use crate::addresses::{organization_path, record_path, web_address};
use crate::error::Error;
use crate::json_ld;
use crate::language::Language;
use crate::params::copies_of;
use crate::rdf::{Alternate, alternates};
use coverage::{Coverage, coverage};
use facts::{Fact, facts, links};
use resources::{ResourceRow, rows};
pub(super) use said::MAX_REUSES;
use said::{Cited, Reused, Said, cited_by, reused_by};

/// The page of a dataset or a dataservice.
#[derive(Template)]
#[template(path = "record.html")]
pub(super) struct RecordPage {
    frame: Frame,
    query: String,
    title: String,
    page_title: String,
    acronym: Option<String>,
    kind: String,
    owner: Option<String>,
    owner_href: Option<String>,
    is_certified: bool,
    updated: Option<Updated>,
    archived: Option<String>,
    /// How many others have the same title, and where they are listed.
    copies: Option<(String, String)>,
    /// The other editions of its series.
    editions: Option<Editions>,
    /// What tells whether it can be relied on.
    trust: Vec<TrustFact>,
    /// What it says of its own end.
    ended: Option<Ended>,
    summary: String,
    /// Cleaned of all that could do harm.
    description: String,
    coverage: Option<Coverage>,
    facts: Vec<Fact>,
    links: Vec<Link>,
    tags: Vec<Link>,
    resources: Vec<ResourceRow>,
    /// How many resources there are, and how many of them are not listed.
    n_resources: Option<(String, Option<String>)>,
    /// The records that link to it.
    cited_by: Option<Said<Cited>>,
    /// What is made with it.
    reused_by: Option<Said<Reused>>,
    similar: Vec<Similar>,
    platform_href: Option<String>,
    json_ld: String,
    /// The same for machines.
    alternates: Vec<Alternate>,
}

/// A link to a similar record.
struct Similar {
    title: String,
    href: String,
    is_api: bool,
    owner: Option<String>,
}

/// What the index knows of a record's neighbours.
pub(super) struct Around {
    /// The record's name in the address of its page.
    pub name: String,
    pub similar: Vec<Hit>,
    /// How many other records have the record's title.
    pub n_copies: u64,
    /// The record's own date of last update where it is a stamp.
    pub stamp: Option<Stamp>,
    /// The series that the record is an edition of.
    pub series: Option<RecordSeries>,
    /// What the record says of its own end.
    pub retired: Option<Retirement>,
    /// What replaces it.
    pub replacement: Option<Replacement>,
    /// What tells whether it can be relied on.
    pub trust: Option<Trust>,
    /// The records that link to it.
    pub citations: Arc<RecordCitations>,
    /// The first reuses that are made with it, and how many there are.
    pub reuses: Vec<Reuse>,
    pub n_reuses: u64,
    /// The ids of the datasets of a dataservice that are in the index too.
    pub known_datasets: Vec<String>,
}

/// Returns how many other records of its type have a record's title, archived ones apart.
pub(super) fn n_copies(searcher: &Searcher, record: &Record) -> Result<u64, Error> {
    let request = SearchRequest {
        facets: Vec::new(),
        page_size: 0,
        ..copies_of(&SearchRequest::default(), record.id())
    };
    let n_live = searcher.search(&request)?.total;
    Ok(n_live.saturating_sub(u64::from(record.archived_at().is_none())))
}

/// Returns the ids of the datasets that a dataservice serves and that are in the index.
pub(super) fn known_datasets(searcher: &Searcher, record: &Record) -> Result<Vec<String>, Error> {
    let Record::Dataservice(dataservice) = record else {
        return Ok(Vec::new());
    };
    let mut known = Vec::new();
    for dataset in dataservice.datasets.iter().flatten() {
        if searcher
            .record(&RecordType::Dataset, &dataset.id)?
            .is_some()
        {
            known.push(dataset.id.clone());
        }
    }
    Ok(known)
}

impl RecordPage {
    /// Returns the page of a record.
    pub fn new(frame: Frame, record: &Record, around: &Around, base_url: &str) -> Self {
        let language = frame.language();
        let today = Date::now().day();
        let organization = record.owner().and_then(Owner::organization);
        let owner_href = organization.map(|it| frame.href(&organization_path(it)));
        let title = record.title().to_owned();
        let record_type = record.record_type();
        let kind = language.label("type", record_type.id(), record_type.label());
        Self {
            page_title: language.say_with("record-title", &[("title", &title), ("kind", &kind)]),
            query: String::new(),
            title,
            acronym: record
                .acronym()
                .filter(|acronym| !acronym.is_empty())
                .map(str::to_owned),
            kind: kind.into_owned(),
            owner: record
                .owner()
                .map(Owner::name)
                .filter(|name| !name.is_empty()),
            owner_href,
            is_certified: organization.is_some_and(catalogue::Organization::is_certified),
            updated: around.updated(language, record, today),
            archived: record
                .archived_at()
                .map(|date| language.say_with("record-archived", &[("day", &language.day(date))])),
            copies: (around.n_copies > 0).then(|| copies(&frame, record, around.n_copies)),
            editions: around
                .series
                .as_ref()
                .map(|series| Editions::new(&frame, series, &record_type, record.id())),
            trust: around.trust_facts(&frame, record),
            ended: around.ended(&frame, record),
            summary: summary(&record.description().text),
            description: description::to_html(
                record.description().markdown.as_deref().unwrap_or_default(),
            ),
            coverage: coverage(&frame, record),
            facts: facts(&frame, record, &around.known_datasets, today),
            links: links(&frame, record),
            tags: record
                .tags()
                .iter()
                .map(|tag| facet_link(&frame, "tag", tag, tag.clone()))
                .collect(),
            resources: rows(&frame, record),
            n_resources: resources::counts(&frame, record),
            cited_by: cited_by(&frame, &around.citations),
            reused_by: reused_by(&frame, around.n_reuses, &around.reuses),
            similar: around
                .similar
                .iter()
                .map(|hit| Similar::new(&frame, hit))
                .collect(),
            platform_href: record.page().and_then(web_address),
            json_ld: json_ld::record(record, &around.name, base_url),
            alternates: alternates(&record.record_type(), record.id()),
            frame,
        }
    }
}

impl Around {
    fn updated(&self, language: &Language, record: &Record, today: civil::Date) -> Option<Updated> {
        let date = record.last_update()?;
        Some(match self.stamp {
            Some(stamp) => Updated::known(language, stamp, today),
            None => Updated::new(language, date, today),
        })
    }

    fn trust_facts(&self, frame: &Frame, record: &Record) -> Vec<TrustFact> {
        let known = Known {
            is_newest: self.series.as_ref().map(|series| series.n_newer == 0),
            n_reuses: record.reuses(),
            n_files: match record {
                Record::Dataset(dataset) => dataset.n_resources(),
                Record::Dataservice(_) => None,
            },
        };
        let facts = self.trust.as_ref();
        facts.map_or_else(Vec::new, |trust| trust_facts(frame, trust, &known))
    }

    /// Returns what a record says of its own end, unless that is only that it is archived, which is told already.
    fn ended(&self, frame: &Frame, record: &Record) -> Option<Ended> {
        let ended = Ended::new(frame, self.retired.as_ref()?, self.replacement.as_ref());
        (record.archived_at().is_none() || ended.successor.is_some()).then_some(ended)
    }
}

/// Returns how many other records have the record's title, in words, and the address of the list of them.
fn copies(frame: &Frame, record: &Record, n_copies: u64) -> (String, String) {
    let list = copies_of(&SearchRequest::default(), record.id());
    let text = frame.language().count("record-copies", n_copies);
    (text, frame.search_href(&list))
}

/// Returns the beginning of a description, on one line.
fn summary(description: &str) -> String {
    let beginning: String = description.chars().take(160).collect();
    beginning.replace('\n', " ")
}

impl Similar {
    fn new(frame: &Frame, hit: &Hit) -> Self {
        Self {
            title: hit.title.clone(),
            href: frame.href(&record_path(&hit.record_type, hit.name())),
            is_api: hit.record_type == RecordType::Dataservice,
            owner: hit
                .owner
                .as_ref()
                .map(Owner::name)
                .filter(|name| !name.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use catalogue::{ContactPoint, Dataset, Resource};

    use super::*;

    fn hostile() -> Record {
        let attack = "<script>alert(1)</script>\"'";
        Record::Dataset(Box::new(Dataset {
            id: "1".to_owned(),
            title: attack.to_owned(),
            description: catalogue::Description {
                markdown: Some(format!(
                    "{attack} [x](javascript:alert(2)) <img src=x onerror=alert(3)>"
                )),
                text: attack.to_owned(),
            },
            tags: Some(vec![attack.to_owned()]),
            page: Some("javascript:alert(1)".to_owned()),
            contact_points: Some(vec![ContactPoint {
                name: Some(attack.to_owned()),
                email: Some("javascript:alert(1)@a.test?x=<script>".to_owned()),
                contact_form: Some("javascript:alert(1)".to_owned()),
                ..ContactPoint::default()
            }]),
            resources: Some(vec![Resource {
                title: Some(attack.to_owned()),
                url: Some("javascript:alert(1)".to_owned()),
                ..Resource::default()
            }]),
            ..Dataset::default()
        }))
    }

    fn page(record: &Record) -> String {
        let around = Around {
            name: record.id().to_owned(),
            similar: Vec::new(),
            n_copies: 0,
            stamp: None,
            series: None,
            retired: None,
            replacement: None,
            trust: None,
            citations: Arc::default(),
            reuses: Vec::new(),
            n_reuses: 0,
            known_datasets: Vec::new(),
        };
        RecordPage::new(Frame::french(), record, &around, "https://x.test")
            .render()
            .unwrap()
    }

    #[test]
    fn a_hostile_record_is_inert() {
        let html = page(&hostile());
        let n_scripts = html.matches("<script").count();
        let n_data = html
            .matches("<script type=\"application/ld+json\">")
            .count();
        let n_own = html
            .matches("<script type=\"module\" src=\"/static/")
            .count();
        assert_eq!((n_scripts, n_data, n_own), (2, 1, 1), "{html}");
        assert!(
            !html.contains("\"javascript:") && !html.contains("mailto:javascript"),
            "{html}"
        );
        assert!(!html.contains("onerror"), "{html}");
    }

    #[test]
    fn what_a_record_lacks_is_left_out() {
        let html = page(&hostile());
        assert!(!html.contains("Licence</dt>"));
        assert!(!html.contains("Fréquence</dt>"));
    }
}
