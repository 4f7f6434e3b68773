//! A dataservice as data.gouv.fr answers with it.

use catalogue::RecordType;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::owner::{OrganizationReference, UserReference, owners};
use super::parts::{
    AccessAudience, Badge, ContactPoint, Extras, Harvest, Link, Moment, Months, access_audiences,
    access_type, badges, contact_points, moment,
};
use super::whole::Whole;
use crate::addresses::record_page;

/// A dataservice (an API). What its source does not give is null.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dataservice {
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
    /// Markdown.
    #[schema(required = false)]
    description: String,
    /// Where its calls go.
    base_api_url: Option<String>,
    /// Its description for machines.
    machine_documentation_url: Option<String>,
    /// Its documentation for engineers.
    technical_documentation_url: Option<String>,
    /// Its documentation for everybody else.
    business_documentation_url: Option<String>,
    /// How often it may be called, in words.
    rate_limiting: Option<String>,
    /// Where that is explained.
    rate_limiting_url: Option<String>,
    /// The share of time that it is up, in percent.
    availability: Option<f64>,
    /// Where that is measured.
    availability_url: Option<String>,
    /// `REST`, `WMS` or `WSL`.
    format: Option<String>,
    /// The id of the licence.
    license: Option<String>,
    /// Free words.
    #[schema(required = false)]
    tags: Vec<String>,
    /// Whether it is a draft; those are not served.
    #[schema(required = false)]
    private: bool,
    /// Free keys.
    #[schema(required = false, value_type = Object)]
    extras: Extras,
    /// Whether the platform features it.
    featured: Option<bool>,
    /// Whom to ask.
    #[schema(required = false)]
    contact_points: Vec<ContactPoint>,
    /// When it was created.
    created_at: Option<Moment>,
    /// When its description last changed.
    metadata_modified_at: Option<Moment>,
    /// Always null: a deleted dataservice is answered with 410.
    deleted_at: Option<Moment>,
    /// When it was archived.
    archived_at: Option<Moment>,
    /// Where the datasets that it serves are listed, and how many there are.
    #[schema(required = false)]
    datasets: Link,
    /// Where it was harvested from.
    harvest: Option<Harvest>,
    /// The platform's badges; none where the source does not give them.
    #[schema(required = false)]
    badges: Vec<Badge>,
    /// `open`, `open_with_account` or `restricted`.
    #[schema(required = false)]
    access_type: String,
    /// Who may call it under which condition.
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
    /// How it is used.
    #[schema(required = false)]
    metrics: DataserviceMetrics,
    /// What the asking user may do: nothing.
    #[schema(required = false)]
    permissions: DataservicePermissions,
    /// Its address in this API.
    #[schema(required = false)]
    self_api_url: String,
    /// Its page on the platform; where the source does not give it, the one here.
    #[schema(required = false)]
    self_web_url: String,
}

/// How a dataservice is used; null where the source does not count it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DataserviceMetrics {
    discussions: Option<u64>,
    discussions_open: Option<u64>,
    followers: Option<u64>,
    #[schema(value_type = Option<BTreeMap<String, u64>>)]
    followers_by_months: Option<Months>,
    reuses: Option<u64>,
    views: Option<u64>,
}

/// What the asking user may do with a dataservice.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct DataservicePermissions {
    #[schema(required = false)]
    edit: bool,
    #[schema(required = false)]
    delete: bool,
}

impl Dataservice {
    /// Returns the answer for a dataservice, with all that its source says.
    pub(crate) fn whole(dataservice: &catalogue::Dataservice, base_url: &str) -> Whole<Self> {
        let answer = Self::new(dataservice, base_url);
        Whole::new(answer, Value::Object(dataservice.others.clone()))
    }

    fn new(dataservice: &catalogue::Dataservice, base_url: &str) -> Self {
        let (organization, owner) = owners(dataservice.owner.as_ref(), base_url);
        let id = &dataservice.id;
        Self {
            id: id.clone(),
            title: dataservice.title.clone(),
            acronym: dataservice.acronym.clone(),
            slug: dataservice.slug.clone(),
            description: dataservice.description.markdown.clone().unwrap_or_default(),
            base_api_url: dataservice.base_api_url.clone(),
            machine_documentation_url: dataservice.machine_documentation_url.clone(),
            technical_documentation_url: dataservice.technical_documentation_url.clone(),
            business_documentation_url: dataservice.business_documentation_url.clone(),
            rate_limiting: dataservice.rate_limiting.clone(),
            rate_limiting_url: dataservice.rate_limiting_url.clone(),
            availability: dataservice.availability,
            availability_url: dataservice.availability_url.clone(),
            format: dataservice.format.clone(),
            license: dataservice
                .license
                .as_ref()
                .map(|license| license.id().to_owned()),
            tags: dataservice.tags.clone().unwrap_or_default(),
            private: dataservice.private.unwrap_or(false),
            extras: dataservice.extras.clone().unwrap_or_default(),
            featured: dataservice.featured,
            contact_points: contact_points(dataservice.contact_points.as_deref()),
            created_at: moment(dataservice.created_at),
            metadata_modified_at: moment(dataservice.metadata_modified_at),
            deleted_at: moment(dataservice.deleted_at),
            archived_at: moment(dataservice.archived_at),
            datasets: Link::to(
                format!("{base_url}/api/1/datasets/?dataservice={id}"),
                n_datasets(dataservice),
            ),
            harvest: dataservice.harvest.as_ref().map(Harvest::from),
            badges: badges(dataservice.badges.as_ref(), catalogue::Badge::id),
            access_type: access_type(dataservice.access_type.as_ref()),
            access_audiences: access_audiences(dataservice.access_audiences.as_deref()),
            authorization_request_url: dataservice.authorization_request_url.clone(),
            access_type_reason_category: dataservice.access_type_reason_category.clone(),
            access_type_reason: dataservice.access_type_reason.clone(),
            organization,
            owner,
            metrics: DataserviceMetrics::from(&dataservice.metrics),
            permissions: DataservicePermissions::default(),
            self_api_url: format!("{base_url}/api/1/dataservices/{id}/"),
            self_web_url: record_page(
                dataservice.self_web_url.as_ref(),
                &RecordType::Dataservice,
                id,
                base_url,
            ),
        }
    }
}

/// Returns how many datasets it serves, if its source counts or lists them.
fn n_datasets(dataservice: &catalogue::Dataservice) -> Option<u64> {
    let listed = dataservice.datasets.as_ref();
    dataservice
        .n_datasets
        .or(listed.map(|datasets| datasets.len() as u64))
}

impl From<&catalogue::DataserviceMetrics> for DataserviceMetrics {
    fn from(metrics: &catalogue::DataserviceMetrics) -> Self {
        Self {
            discussions: metrics.discussions,
            discussions_open: metrics.discussions_open,
            followers: metrics.followers,
            followers_by_months: metrics.followers_by_months.clone(),
            reuses: metrics.reuses,
            views: metrics.views,
        }
    }
}
