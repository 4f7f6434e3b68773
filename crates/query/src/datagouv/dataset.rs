//! A dataset as data.gouv.fr answers with it, in version 1 and 2 of its API.

mod id_or_whole;
mod measures;

use catalogue::RecordType;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use self::id_or_whole::{Frequency, License, SpatialCoverage};
use self::measures::{DatasetMetrics, Quality};
use super::call::Call;
use super::owner::{OrganizationReference, UserReference, owners};
use super::parts::{
    AccessAudience, Badge, ContactPoint, Extras, Harvest, Internal, Link, Moment, SchemaReference,
    access_audiences, access_type, badges, contact_points, moment,
};
use super::resource::Resource;
use super::whole::Whole;
use crate::addresses::record_page;

/// Resources a page of their own list, unless asked otherwise.
pub(crate) const RESOURCES_PAGE_SIZE: usize = 50;

/// Which version of the API answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// Resources are listed within.
    V1,
    /// Resources are a link.
    V2,
}

/// A dataset. What its source does not give is null, unless the platform always has a value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dataset {
    /// 24 hexadecimal digits.
    #[schema(required = false)]
    id: String,
    /// The title.
    #[schema(required = false)]
    title: String,
    /// The acronym.
    acronym: Option<String>,
    /// The last part of its page's address.
    slug: Option<String>,
    /// Markdown, often with HTML in it.
    #[schema(required = false)]
    description: String,
    /// The producer's own short description.
    description_short: Option<String>,
    /// When it was created, at its origin if that is known.
    created_at: Option<Moment>,
    /// When its metadata last changed, at its origin if that is known.
    last_modified: Option<Moment>,
    /// When its data last changed: its newest resource, else its description.
    last_update: Option<Moment>,
    /// The platform's own dates.
    #[schema(required = false)]
    internal: Internal,
    /// Always null: a deleted dataset is answered with 410.
    deleted: Option<Moment>,
    /// When it was archived.
    archived: Option<Moment>,
    /// Its DOI.
    doi: Option<String>,
    /// Whether it is a draft; those are not served.
    #[schema(required = false)]
    private: bool,
    /// Whether the platform features it.
    featured: Option<bool>,
    /// Free words.
    #[schema(required = false)]
    tags: Vec<String>,
    /// The platform's badges; none where the source does not give them.
    #[schema(required = false)]
    badges: Vec<Badge>,
    /// Version 1: the resources, none where the source does not list them. Version 2: a link to them, with the number
    /// that the source says.
    #[schema(required = false)]
    resources: Resources,
    /// Version 1: an empty list, if asked for by name. Version 2: a link to an empty list: they are in no record.
    #[serde(skip_serializing_if = "CommunityResources::is_not_asked")]
    #[schema(required = false)]
    community_resources: CommunityResources,
    /// The id of the update frequency, or all of it if `X-Get-Datasets-Full-Objects` is set.
    #[schema(required = false)]
    frequency: Frequency,
    /// When it is to be updated next.
    frequency_date: Option<Moment>,
    /// The id of the licence, or all of it if `X-Get-Datasets-Full-Objects` is set.
    #[schema(required = false)]
    license: License,
    /// `open`, `open_with_account` or `restricted`.
    #[schema(required = false)]
    access_type: String,
    /// Who may get it under which condition.
    #[schema(required = false)]
    access_audiences: Vec<AccessAudience>,
    /// Where to ask for access.
    authorization_request_url: Option<String>,
    /// Why access is limited, as a category.
    access_type_reason_category: Option<String>,
    /// Why access is limited, in words.
    access_type_reason: Option<String>,
    /// The organization that it belongs to.
    organization: Option<OrganizationReference>,
    /// The person that it belongs to.
    owner: Option<UserReference>,
    /// Where.
    spatial: Option<SpatialCoverage>,
    /// When.
    temporal_coverage: Option<TemporalCoverage>,
    /// The schema that it declares; version 1 only.
    #[serde(skip_serializing_if = "SchemaOfVersion1::is_not_answered")]
    #[schema(required = false, value_type = Option<SchemaReference>)]
    schema: SchemaOfVersion1,
    /// Whom to ask.
    #[schema(required = false)]
    contact_points: Vec<ContactPoint>,
    /// Free keys.
    #[schema(required = false, value_type = Object)]
    extras: Extras,
    /// Where it was harvested from.
    harvest: Option<Harvest>,
    /// What the Géoplateforme says of it.
    #[schema(value_type = Option<Object>)]
    geopf: Option<Value>,
    /// How it is used.
    #[schema(required = false)]
    metrics: DatasetMetrics,
    /// How well it is described.
    quality: Option<Quality>,
    /// Its address in this API.
    #[schema(required = false)]
    uri: String,
    /// Its page on the platform; where the source does not give it, the one here.
    #[schema(required = false)]
    page: String,
    /// What the asking user may do: nothing.
    #[schema(required = false)]
    permissions: DatasetPermissions,
}

/// A dataset's resources: a list in version 1, a link in version 2.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Resources {
    /// All of them.
    List(Vec<Resource>),
    /// Where they are listed.
    Link(Link),
}

/// A dataset's community resources, which no source of this server gives.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum CommunityResources {
    /// Version 1 answers with them only if asked by name.
    NotAsked,
    /// None.
    List(Vec<Resource>),
    /// Where they are listed.
    Link(Link),
}

impl CommunityResources {
    fn is_not_asked(&self) -> bool {
        matches!(self, Self::NotAsked)
    }
}

/// The schema, where the version of the API has it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum SchemaOfVersion1 {
    /// Version 2 has no such field.
    NotAnswered,
    /// What the dataset declares.
    Of(Option<SchemaReference>),
}

impl SchemaOfVersion1 {
    fn new(dataset: &catalogue::Dataset, version: Version) -> Self {
        match version {
            Version::V1 => Self::Of(dataset.schema.as_ref().map(Into::into)),
            Version::V2 => Self::NotAnswered,
        }
    }

    fn is_not_answered(&self) -> bool {
        matches!(self, Self::NotAnswered)
    }
}

/// The period that a dataset covers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TemporalCoverage {
    /// The first day.
    start: Option<Moment>,
    /// The last day.
    end: Option<Moment>,
}

impl From<&catalogue::TemporalCoverage> for TemporalCoverage {
    fn from(coverage: &catalogue::TemporalCoverage) -> Self {
        Self {
            start: moment(coverage.start),
            end: moment(coverage.end),
        }
    }
}

/// What the asking user may do with a dataset.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct DatasetPermissions {
    #[schema(required = false)]
    edit: bool,
    #[schema(required = false)]
    delete: bool,
    #[schema(required = false)]
    edit_resources: bool,
}

impl Dataset {
    /// Returns the answer for a dataset, with all that its source says; `path` names the fields of the whole answer that
    /// lead to it.
    pub(crate) fn whole(
        dataset: &catalogue::Dataset,
        version: Version,
        call: &Call,
        path: &[&str],
    ) -> Whole<Self> {
        let answer = Self::new(dataset, version, call, path);
        Whole::new(answer, Value::Object(dataset.others.clone()))
    }

    fn new(dataset: &catalogue::Dataset, version: Version, call: &Call, path: &[&str]) -> Self {
        let base_url = &call.base_url;
        let is_full = version == Version::V2 && call.wants_full_objects;
        let (organization, owner) = owners(dataset.owner.as_ref(), base_url);
        Self {
            id: dataset.id.clone(),
            title: dataset.title.clone(),
            acronym: dataset.acronym.clone(),
            slug: dataset.slug.clone(),
            description: dataset.description.markdown.clone().unwrap_or_default(),
            description_short: dataset.description_short.clone(),
            created_at: moment(dataset.created_at),
            last_modified: moment(dataset.last_modified),
            last_update: moment(last_update(dataset)),
            internal: Internal::new(
                dataset.internal.as_ref(),
                dataset.created_at,
                dataset.last_modified,
            ),
            deleted: moment(dataset.deleted),
            archived: moment(dataset.archived),
            doi: dataset.doi.clone(),
            private: dataset.private.unwrap_or(false),
            featured: dataset.featured,
            tags: dataset.tags.clone().unwrap_or_default(),
            badges: badges(dataset.badges.as_ref(), catalogue::Badge::id),
            resources: resources(dataset, version, base_url),
            community_resources: community_resources(dataset, version, call, path),
            frequency: Frequency::new(
                dataset.frequency.as_ref().unwrap_or(&UNKNOWN_FREQUENCY),
                is_full,
            ),
            frequency_date: moment(dataset.frequency_date),
            license: License::new(
                dataset.license.as_ref().unwrap_or(&UNKNOWN_LICENSE),
                is_full,
            ),
            access_type: access_type(dataset.access_type.as_ref()),
            access_audiences: access_audiences(dataset.access_audiences.as_deref()),
            authorization_request_url: dataset.authorization_request_url.clone(),
            access_type_reason_category: dataset.access_type_reason_category.clone(),
            access_type_reason: dataset.access_type_reason.clone(),
            organization,
            owner,
            spatial: dataset
                .spatial
                .as_ref()
                .map(|spatial| SpatialCoverage::new(spatial, is_full)),
            temporal_coverage: dataset.temporal_coverage.as_ref().map(Into::into),
            schema: SchemaOfVersion1::new(dataset, version),
            contact_points: contact_points(dataset.contact_points.as_deref()),
            extras: dataset.extras.clone().unwrap_or_default(),
            harvest: dataset.harvest.as_ref().map(Harvest::from),
            geopf: dataset.geopf.clone().filter(Value::is_object),
            metrics: DatasetMetrics::from(&dataset.metrics),
            quality: dataset.quality.as_ref().map(Quality::from),
            uri: format!("{base_url}/api/1/datasets/{}/", dataset.id),
            page: page(dataset, base_url),
            permissions: DatasetPermissions::default(),
        }
    }
}

/// Returns the address of a dataset's page.
pub(super) fn page(dataset: &catalogue::Dataset, base_url: &str) -> String {
    let given = dataset.page.as_ref();
    record_page(given, &RecordType::Dataset, &dataset.id, base_url)
}

/// What the platform says where nothing is known.
const UNKNOWN_FREQUENCY: catalogue::Frequency = catalogue::Frequency::Unknown;
const UNKNOWN_LICENSE: catalogue::License = catalogue::License::NotSpecified;

/// Returns when a dataset's data last changed, by the platform's rule where the source does not say it: the newest change of a
/// resource, else of the description.
fn last_update(dataset: &catalogue::Dataset) -> Option<catalogue::Date> {
    let resources = dataset.resources.iter().flatten();
    let newest = resources
        .filter_map(|resource| resource.last_modified)
        .max();
    let harvested = || dataset.harvest.as_ref()?.modified_at;
    let given = dataset.last_update.or(newest).or_else(harvested);
    given.or(dataset.last_modified).or(dataset.created_at)
}

fn resources(dataset: &catalogue::Dataset, version: Version, base_url: &str) -> Resources {
    match version {
        Version::V1 => Resources::List(
            dataset
                .resources
                .iter()
                .flatten()
                .map(Resource::from)
                .collect(),
        ),
        Version::V2 => {
            let href = format!(
                "{base_url}/api/2/datasets/{}/resources/?page=1&page_size={RESOURCES_PAGE_SIZE}",
                dataset.id
            );
            // As many as that list has: an export counts resources that it does not give.
            let listed = dataset.resources.as_ref().map(|all| all.len() as u64);
            Resources::Link(Link::to(href, listed))
        }
    }
}

fn community_resources(
    dataset: &catalogue::Dataset,
    version: Version,
    call: &Call,
    path: &[&str],
) -> CommunityResources {
    if version == Version::V2 {
        let href = format!(
            "{}/api/1/datasets/community_resources/?dataset={}&page=1&page_size={RESOURCES_PAGE_SIZE}",
            call.base_url, dataset.id
        );
        return CommunityResources::Link(Link::to(href, Some(0)));
    }
    let is_named = call
        .mask
        .as_ref()
        .is_some_and(|mask| mask.names(path, "community_resources"));
    if is_named {
        CommunityResources::List(Vec::new())
    } else {
        CommunityResources::NotAsked
    }
}
