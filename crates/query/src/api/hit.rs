//! A hit as JSON.

use catalogue::{Badge, Date, License, OrganizationBadge, Owner, RecordType};
use search_index::{Fragment, Hit, HitMetrics, SearchHit, SearchRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::known_value::KnownValueAnswer;
use super::period::PeriodAnswer;
use super::said::{CitationsAnswer, ReusesAnswer};
use super::series::{ReplacementAnswer, RetiredAnswer, SeriesAnswer};
use super::trust::TrustAnswer;
use super::understanding::ExplanationAnswer;
use crate::addresses::{organization_path, record_api_path, record_path};
use crate::params::{Fields, copies_of, editions_of, to_query_string};

/// A record that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct HitAnswer {
    /// What it describes: `dataset` or `dataservice`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    record_type: RecordType,
    /// Its id on the platform.
    id: String,
    /// The last part of its page's address.
    slug: String,
    /// The title.
    title: String,
    /// The acronym.
    acronym: Option<String>,
    /// The path of the record's page here.
    page: String,
    /// The record's page on the platform.
    url: Option<String>,
    /// The record's address as JSON, by its id.
    api_url: String,
    /// The organization that it belongs to.
    organization: Option<OrganizationAnswer>,
    /// The person that it belongs to.
    owner: Option<OwnerAnswer>,
    /// The licence's id.
    #[schema(value_type = Option<String>)]
    license: Option<License>,
    /// The platform's badges; null where its source does not give them, as the lists below.
    #[schema(value_type = Option<Vec<String>>)]
    badges: Option<Vec<Badge>>,
    /// The formats, canonical.
    formats: Option<Vec<String>>,
    /// The ids of the geozones that it declares.
    geozones: Option<Vec<String>>,
    /// The ids of the geozones inferred from its producer and title, where it declares none.
    inferred_geozones: Vec<String>,
    /// How wide its territory is; null where nothing certain says it.
    extent: Option<KnownValueAnswer>,
    /// How fine its data is in space: what one line or shape of it stands for; null where nothing says it.
    grain: Option<KnownValueAnswer>,
    /// The tags.
    tags: Option<Vec<String>>,
    /// When it was created.
    #[schema(value_type = Option<String>, format = DateTime)]
    created_at: Option<Date>,
    /// When its data last changed, as far as that is known: `last_update_source` says by what.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_update: Option<Date>,
    /// What says when it last changed: `record`, its own date; where that is the stamp of a harvester (twenty records of its
    /// producer or more were updated on that day), its newest `files`, the `harvest` of its origin, the period in its `title`, or
    /// its `creation`; `stamp` where nothing else is known.
    last_update_source: &'static str,
    /// Its own date, where that is a stamp.
    #[schema(value_type = Option<String>, format = DateTime)]
    stamped_at: Option<Date>,
    /// How it is used.
    metrics: MetricsAnswer,
    /// How many resources it has.
    resources_count: Option<u64>,
    /// When it was archived.
    #[schema(value_type = Option<String>, format = DateTime)]
    archived: Option<Date>,
    /// How many near-copies of it match and are folded away (`collapse=copies`).
    copies: u64,
    /// How many other editions of its series match and are folded away (`collapse=series`).
    editions: u64,
    /// The same search for it and its near-copies, where there are any.
    copies_url: Option<String>,
    /// The series that it is an edition of; null where it is none.
    series: Option<SeriesAnswer>,
    /// The period that it covers; null where neither its temporal coverage nor its title says one.
    covered_period: Option<PeriodAnswer>,
    /// The domain of the portal that it was harvested from; null where it was not.
    source_portal: Option<String>,
    /// The address of its page at its origin, where it was harvested.
    remote_url: Option<String>,
    /// What it says of itself: `current`, or the reason why it is dead, as in `retired`.
    status: String,
    /// What it says of its own end; null where it says nothing.
    retired: Option<RetiredAnswer>,
    /// What replaces it; null where it does not say, or where that is hidden or gone.
    replaced_by: Option<ReplacementAnswer>,
    /// What tells whether it can be relied on: facts, with what says so.
    trust: TrustAnswer,
    /// The id of the nearest zone that it is about and that contains a chosen one, where it is found for that alone
    /// (`include_geozone_ancestors=true`).
    covering_zone: Option<&'static str>,
    /// The records that link to it in their descriptions.
    cited_by: CitationsAnswer,
    /// The reuses that are made with it; null where the index was built without an export of reuses (`metrics` counts them all
    /// the same).
    reuses: Option<ReusesAnswer>,
    /// How well it fits; comparable within one search only.
    score: f32,
    /// The words of the query that it has not.
    missing_words: Vec<String>,
    /// What its score is made of (`explain=true`).
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationAnswer>,
    /// Where the words stand.
    highlights: HighlightsAnswer,
}

/// An organization.
#[derive(Serialize, ToSchema)]
struct OrganizationAnswer {
    id: Option<String>,
    name: String,
    acronym: Option<String>,
    /// Its page here.
    page: String,
    /// Null where the source does not give them.
    #[schema(value_type = Option<Vec<String>>)]
    badges: Option<Vec<OrganizationBadge>>,
}

/// A person.
#[derive(Serialize, ToSchema)]
struct OwnerAnswer {
    name: String,
    slug: Option<String>,
}

/// How a record is used; null where its source does not count it.
#[derive(Serialize, ToSchema)]
struct MetricsAnswer {
    views: Option<u64>,
    reuses: Option<u64>,
    followers: Option<u64>,
    resources_downloads: Option<u64>,
}

/// Texts with the words marked.
#[derive(Serialize, ToSchema)]
struct HighlightsAnswer {
    /// The title.
    title: Vec<FragmentAnswer>,
    /// An extract of the description; empty where there is none.
    description: Vec<FragmentAnswer>,
}

/// A piece of a text.
#[derive(Serialize, ToSchema)]
struct FragmentAnswer {
    text: String,
    /// Whether it is a word that was looked for.
    mark: bool,
}

/// The addresses of answers in JSON, which begin with that of the server.
#[derive(Clone, Copy)]
pub(crate) struct Addresses<'a> {
    /// The address of the server, without a final slash.
    base: &'a str,
    /// The members that the answers of searches have, where they do not have all.
    fields: Option<&'a Fields>,
}

impl<'a> Addresses<'a> {
    /// Returns the addresses of the server that lies there.
    pub fn at(base: &'a str) -> Self {
        Self { base, fields: None }
    }

    /// Returns the addresses of searches whose hits have these members.
    pub fn with(self, fields: &'a Fields) -> Self {
        let fields = Some(fields);
        Self { fields, ..self }
    }

    /// Returns the address of a search.
    pub fn search(self, request: &SearchRequest) -> String {
        let mut query_string = to_query_string(request);
        if let Some(fields) = self.fields {
            query_string = fields.add_to(query_string);
        }
        let separator = if query_string.is_empty() { "" } else { "?" };
        format!("{}/api/search{separator}{query_string}", self.base)
    }

    /// Returns the address of a record.
    pub fn record(self, record_type: &RecordType, id: &str) -> String {
        format!("{}{}", self.base, record_api_path(record_type, id))
    }
}

impl HitAnswer {
    /// Returns the answer.
    pub fn new(found: SearchHit, request: &SearchRequest, addresses: Addresses<'_>) -> Self {
        let search_url = |request: &SearchRequest| addresses.search(request);
        let is_folded = found.n_copies > 0;
        let copies_url = is_folded.then(|| search_url(&copies_of(request, &found.hit.id)));
        let trust = TrustAnswer::new(&found);
        let hit = found.hit;
        let last_update_source = last_update_source(&hit);
        let status = hit.status().to_owned();
        let page = record_path(&hit.record_type, hit.name());
        let (organization, owner) = owner_answers(hit.owner);
        Self {
            page,
            api_url: addresses.record(&hit.record_type, &hit.id),
            series: found.series.map(|series| {
                let url = search_url(&editions_of(&series.id));
                SeriesAnswer::new(series, url, &hit.record_type)
            }),
            status,
            retired: hit.retired.map(RetiredAnswer::from),
            replaced_by: found.replacement.map(ReplacementAnswer::from),
            covered_period: hit.covered_period.map(PeriodAnswer::from),
            source_portal: hit.source_portal,
            remote_url: hit.remote_url,
            record_type: hit.record_type,
            id: hit.id,
            slug: hit.slug,
            title: hit.title,
            acronym: hit.acronym,
            url: hit.url,
            organization,
            owner,
            license: hit.license,
            badges: hit.badges,
            formats: hit.formats,
            geozones: hit.geozones,
            inferred_geozones: hit.inferred_geozones,
            extent: hit.extent.map(KnownValueAnswer::from),
            grain: hit.grain.map(KnownValueAnswer::from),
            tags: hit.tags,
            created_at: hit.created_at,
            last_update_source,
            stamped_at: hit.stamp,
            last_update: hit.last_update,
            metrics: hit.metrics.into(),
            resources_count: hit.n_resources,
            archived: hit.archived,
            copies: found.n_copies,
            editions: found.n_editions,
            copies_url,
            trust,
            covering_zone: found.covering_zone.map(|zone| zone.id),
            cited_by: CitationsAnswer::from(&*found.citations),
            reuses: ReusesAnswer::new(found.n_reuses, found.reuses),
            score: found.score,
            missing_words: found.missing,
            explanation: found.explanation.map(ExplanationAnswer::from),
            highlights: HighlightsAnswer {
                title: fragments(found.title),
                description: fragments(found.description),
            },
        }
    }
}

/// Returns what says when a record last changed.
fn last_update_source(hit: &Hit) -> &'static str {
    match (hit.stamp, &hit.known_update) {
        (None, _) => "record",
        (Some(_), None) => "stamp",
        (Some(_), Some(known)) => known.source.name(),
    }
}

fn owner_answers(owner: Option<Owner>) -> (Option<OrganizationAnswer>, Option<OwnerAnswer>) {
    let Some(owner) = owner else {
        return (None, None);
    };
    let name = owner.name();
    match owner {
        Owner::Organization(organization) => {
            let answer = OrganizationAnswer {
                page: organization_path(&organization),
                id: organization.id,
                name: organization.name,
                acronym: organization.acronym,
                badges: organization.badges,
            };
            (Some(answer), None)
        }
        Owner::User(user) => {
            let slug = user.slug;
            (None, Some(OwnerAnswer { name, slug }))
        }
    }
}

fn fragments(fragments: Vec<Fragment>) -> Vec<FragmentAnswer> {
    let fragments = fragments.into_iter();
    fragments
        .map(|Fragment { text, mark }| FragmentAnswer { text, mark })
        .collect()
}

impl From<HitMetrics> for MetricsAnswer {
    fn from(metrics: HitMetrics) -> Self {
        Self {
            views: metrics.views,
            reuses: metrics.reuses,
            followers: metrics.followers,
            resources_downloads: metrics.resources_downloads,
        }
    }
}
