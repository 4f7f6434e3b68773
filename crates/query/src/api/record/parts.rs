//! What the page of a record shows beside what a hit says of it.

use catalogue::{
    AccessType, ContactPoint, Dataservice, Dataset, DatasetReference, Date, Frequency, Record,
    RecordType, Resource, SchemaReference,
};
use search_index::Hit;
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::{record_path, web_address};
use crate::api::hit::Addresses;

/// What both types of record have.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordParts {
    /// The description: Markdown where its source gives that, else plain text.
    description: String,
    /// Who may get it: `open`, `open_with_account`, `restricted`; null where its source does not say.
    #[schema(value_type = Option<String>)]
    access_type: Option<AccessType>,
    /// Where access is asked for.
    authorization_request_url: Option<String>,
    /// Whom to ask.
    contact_points: Option<Vec<ContactAnswer>>,
    /// Records that are about much the same.
    similar: Vec<RelatedAnswer>,
}

/// Whom to ask.
#[derive(Serialize, ToSchema)]
struct ContactAnswer {
    name: Option<String>,
    email: Option<String>,
    /// The address of a form.
    contact_form: Option<String>,
    /// What for, such as `contact` or `publisher`.
    role: Option<String>,
}

/// Another record.
#[derive(Serialize, ToSchema)]
pub(crate) struct RelatedAnswer {
    /// What it describes: `dataset` or `dataservice`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    record_type: RecordType,
    id: String,
    title: Option<String>,
    /// The path of its page here.
    page: String,
    /// Its address as JSON.
    api_url: String,
}

/// What a dataset alone has.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatasetParts {
    /// How often it is updated, such as `daily`.
    #[schema(value_type = Option<String>)]
    frequency: Option<Frequency>,
    /// The period that it declares to cover.
    temporal_coverage: Option<DeclaredPeriodAnswer>,
    /// The schema of its files.
    schema: Option<SchemaAnswer>,
    /// Its digital object identifier.
    doi: Option<String>,
    /// Its files and links, in its own order; null where its source does not give them.
    resources: Option<Vec<ResourceAnswer>>,
}

/// A period.
#[derive(Serialize, ToSchema)]
struct DeclaredPeriodAnswer {
    #[schema(value_type = Option<String>, format = DateTime)]
    start: Option<Date>,
    #[schema(value_type = Option<String>, format = DateTime)]
    end: Option<Date>,
}

/// A schema that files follow.
#[derive(Serialize, ToSchema)]
struct SchemaAnswer {
    /// Its name, such as `etalab/schema-irve`.
    name: Option<String>,
    version: Option<String>,
    /// Where it is described.
    url: Option<String>,
}

/// A file or a link.
#[derive(Serialize, ToSchema)]
struct ResourceAnswer {
    id: Option<String>,
    title: Option<String>,
    description: Option<String>,
    /// What it is for: `main`, `documentation`, `api`…
    #[serde(rename = "type")]
    #[schema(value_type = Option<String>)]
    resource_type: Option<catalogue::ResourceType>,
    /// The format as the record spells it.
    format: Option<String>,
    /// Where it lies.
    url: Option<String>,
    /// The address at the platform that leads to it for good.
    latest: Option<String>,
    /// How large it is, in bytes.
    filesize: Option<u64>,
    mime: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    created_at: Option<Date>,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_modified: Option<Date>,
    downloads: Option<u64>,
    schema: Option<SchemaAnswer>,
}

/// What a dataservice alone has.
#[derive(Serialize, ToSchema)]
pub(crate) struct DataserviceParts {
    /// Where its calls go.
    base_api_url: Option<String>,
    /// Its description for programs: OpenAPI, WSDL, capabilities.
    machine_documentation_url: Option<String>,
    /// Its description for developers.
    technical_documentation_url: Option<String>,
    /// Its description for those who decide.
    business_documentation_url: Option<String>,
    /// How many calls it takes, in words.
    rate_limiting: Option<String>,
    /// The share of the time at which it answers, in percent.
    availability: Option<f64>,
    /// Its protocol, such as `REST`.
    format: Option<String>,
    /// The datasets that it serves; null where its source does not name them.
    datasets: Option<Vec<ServedAnswer>>,
}

/// A dataset that a dataservice serves.
#[derive(Serialize, ToSchema)]
struct ServedAnswer {
    id: String,
    title: Option<String>,
    /// The path of its page here, if it is in the index.
    page: String,
}

impl RecordParts {
    pub fn new(record: &Record, similar: Vec<RelatedAnswer>) -> Self {
        let description = record.description();
        let text = || description.text.clone();
        let (authorization, contacts) = match record {
            Record::Dataset(it) => (&it.authorization_request_url, &it.contact_points),
            Record::Dataservice(it) => (&it.authorization_request_url, &it.contact_points),
        };
        Self {
            description: description.markdown.clone().unwrap_or_else(text),
            access_type: record.access_type().cloned(),
            authorization_request_url: authorization.as_deref().and_then(web_address),
            contact_points: contacts
                .as_ref()
                .map(|contacts| contacts.iter().map(ContactAnswer::from).collect()),
            similar,
        }
    }
}

impl From<&ContactPoint> for ContactAnswer {
    fn from(contact: &ContactPoint) -> Self {
        Self {
            name: contact.name.clone(),
            email: contact.email.clone(),
            contact_form: contact.contact_form.as_deref().and_then(web_address),
            role: contact.role.clone(),
        }
    }
}

impl RelatedAnswer {
    pub fn new(hit: Hit, addresses: Addresses<'_>) -> Self {
        Self {
            page: record_path(&hit.record_type, &hit.slug),
            api_url: addresses.record(&hit.record_type, &hit.id),
            record_type: hit.record_type,
            id: hit.id,
            title: Some(hit.title),
        }
    }
}

impl From<Dataset> for DatasetParts {
    fn from(dataset: Dataset) -> Self {
        let resources = dataset.resources;
        Self {
            frequency: dataset.frequency,
            temporal_coverage: dataset
                .temporal_coverage
                .map(|period| DeclaredPeriodAnswer {
                    start: period.start,
                    end: period.end,
                }),
            schema: dataset.schema.map(SchemaAnswer::from),
            doi: dataset.doi,
            resources: resources.map(|all| all.into_iter().map(ResourceAnswer::from).collect()),
        }
    }
}

impl From<SchemaReference> for SchemaAnswer {
    fn from(schema: SchemaReference) -> Self {
        Self {
            name: schema.name,
            version: schema.version,
            url: schema.url.as_deref().and_then(web_address),
        }
    }
}

impl From<Resource> for ResourceAnswer {
    fn from(resource: Resource) -> Self {
        Self {
            id: resource.id,
            title: resource.title,
            description: resource.description,
            resource_type: resource.resource_type,
            format: resource.format,
            url: resource.url.as_deref().and_then(web_address),
            latest: resource.latest.as_deref().and_then(web_address),
            filesize: resource.filesize,
            mime: resource.mime,
            created_at: resource.created_at,
            last_modified: resource.last_modified,
            downloads: resource.downloads,
            schema: resource.schema.map(SchemaAnswer::from),
        }
    }
}

impl From<Dataservice> for DataserviceParts {
    fn from(it: Dataservice) -> Self {
        let address = |url: Option<String>| url.as_deref().and_then(web_address);
        Self {
            base_api_url: address(it.base_api_url),
            machine_documentation_url: address(it.machine_documentation_url),
            technical_documentation_url: address(it.technical_documentation_url),
            business_documentation_url: address(it.business_documentation_url),
            rate_limiting: it.rate_limiting,
            availability: it.availability,
            format: it.format,
            datasets: it
                .datasets
                .map(|all| all.into_iter().map(ServedAnswer::from).collect()),
        }
    }
}

impl From<DatasetReference> for ServedAnswer {
    fn from(dataset: DatasetReference) -> Self {
        Self {
            page: record_path(&RecordType::Dataset, &dataset.id),
            id: dataset.id,
            title: dataset.title,
        }
    }
}
