//! The page of an organization: who it is, and what it publishes.

use askama::Template;
use catalogue::{Date, Owner, RecordType};
use jiff::civil;
use search_index::{
    Direction, Facet, Hit, KnownOrganization, SearchRequest, Searcher, Sort, SortField,
};

use super::card::Updated;
use super::description;
use super::frame::Frame;
use super::link::facet_href;
use crate::addresses::{record_path, web_address};
use crate::error::Error;
use crate::json_ld;
use crate::params::to_query_string;

/// Records in each of the lists.
const LISTED: usize = 10;

/// The page of an organization.
#[derive(Template)]
#[template(path = "organization.html")]
pub(super) struct OrganizationPage {
    frame: Frame,
    query: String,
    name: String,
    acronym: Option<String>,
    page_title: String,
    is_certified: bool,
    /// Its badges and kinds of producer, in words.
    labels: Vec<String>,
    /// What it says of itself, cleaned of all that could do harm.
    description: String,
    /// How many records of each type it has, in words, and where they are listed.
    counts: Vec<(String, String)>,
    search_href: String,
    feed_href: String,
    platform_href: Option<String>,
    latest: Vec<Listed>,
    most_used: Vec<Listed>,
    json_ld: String,
}

/// A record in a list.
struct Listed {
    title: String,
    href: String,
    is_api: bool,
    updated: Option<Updated>,
}

/// The first records of an organization.
pub(super) struct Records {
    latest: Vec<Hit>,
    most_used: Vec<Hit>,
}

impl Records {
    /// Finds the records that were updated last, and those that are used most.
    pub fn of(searcher: &Searcher, known: &KnownOrganization) -> Result<Self, Error> {
        let first = |sort| -> Result<Vec<Hit>, Error> {
            let request = SearchRequest {
                sort,
                page_size: LISTED,
                facets: Vec::new(),
                ..all_of(known)
            };
            let found = searcher.search(&request)?.hits.into_iter();
            Ok(found.map(|found| found.hit).collect())
        };
        Ok(Self {
            latest: first(Sort::By(SortField::LastUpdate, Direction::Descending))?,
            most_used: first(Sort::By(SortField::Views, Direction::Descending))?,
        })
    }
}

/// Returns the search for all that an organization has.
fn all_of(known: &KnownOrganization) -> SearchRequest {
    SearchRequest::default().filter(Facet::Organization, &known.key)
}

impl OrganizationPage {
    /// Returns the page of an organization.
    pub fn new(frame: Frame, known: &KnownOrganization, records: &Records, base_url: &str) -> Self {
        let today = Date::now().day();
        let organization = &known.organization;
        let listed = |hits: &[Hit]| -> Vec<Listed> {
            let hits = hits.iter();
            hits.map(|hit| Listed::new(&frame, hit, today)).collect()
        };
        let told = known.profile.as_ref();
        let description = told.and_then(|it| it.description.as_deref());
        let name = organization.name.clone();
        Self {
            query: String::new(),
            page_title: frame.say_with("organization-title", "name", &name),
            acronym: organization
                .acronym
                .clone()
                .filter(|acronym| !acronym.is_empty()),
            is_certified: organization.is_certified(),
            labels: labels(&frame, known),
            description: description::to_html(description.unwrap_or_default()),
            counts: counts(&frame, known),
            search_href: facet_href(&frame, "organization", &known.key),
            feed_href: format!("/feed.atom?{}", to_query_string(&all_of(known))),
            platform_href: organization.page.as_deref().and_then(web_address),
            latest: listed(&records.latest),
            most_used: listed(&records.most_used),
            json_ld: json_ld::organization(known, base_url),
            name,
            frame,
        }
    }
}

/// Returns the kinds of producer that an organization is, and its badges that say no kind, in words.
fn labels(frame: &Frame, known: &KnownOrganization) -> Vec<String> {
    let language = frame.language();
    let badges = known.organization.badges.iter().flatten();
    let mut labels: Vec<String> = Vec::new();
    if badges.clone().next().is_none() {
        let types = Owner::Organization(known.organization.clone()).producer_types();
        labels.extend(types.iter().map(|it| {
            let label = language.label("producer_type", it.id(), it.label());
            label.into_owned()
        }));
    }
    labels.extend(badges.map(|it| {
        let label = language.label("organization_badge", it.id(), it.label());
        label.into_owned()
    }));
    labels
}

/// Returns how many records of each type an organization has, with the search for them.
fn counts(frame: &Frame, known: &KnownOrganization) -> Vec<(String, String)> {
    let published = &known.published;
    let counted = [
        (
            RecordType::Dataset,
            published.n_datasets,
            "organization-datasets",
        ),
        (
            RecordType::Dataservice,
            published.n_dataservices,
            "organization-dataservices",
        ),
    ];
    let counted = counted.into_iter().filter(|(_, n, _)| *n > 0);
    counted
        .map(|(record_type, n, message)| {
            let search = all_of(known).filter(Facet::Type, record_type.id());
            (
                frame.language().count(message, n),
                frame.search_href(&search),
            )
        })
        .collect()
}

impl Listed {
    fn new(frame: &Frame, hit: &Hit, today: civil::Date) -> Self {
        Self {
            title: hit.title.clone(),
            href: frame.href(&record_path(&hit.record_type, hit.name())),
            is_api: hit.record_type == RecordType::Dataservice,
            updated: hit
                .last_update
                .map(|date| Updated::of_hit(frame.language(), hit, date, today)),
        }
    }
}
