//! The small objects that datasets, dataservices and resources are made of.
//!
//! A field that the source of a record does not give is null. Fields are never required in the description, because a mask can
//! leave out any of them.

use catalogue::{AccessType, Date, InternalDates};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A moment, in UTC: `2024-06-06T16:38:39.597000+00:00`.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(value_type = String, format = DateTime)]
pub(crate) struct Moment(Date);

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

/// Returns the date as answers write it.
pub(crate) fn moment(date: Option<Date>) -> Option<Moment> {
    date.map(Moment)
}

/// A badge.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Badge {
    /// Its id, such as `hvd`.
    #[schema(required = false)]
    kind: String,
}

/// Returns badges by their ids; none where the source has no list of badges.
pub(crate) fn badges<'a, B: 'a>(
    given: Option<&'a Vec<B>>,
    id: impl Fn(&'a B) -> &'a str,
) -> Vec<Badge> {
    let badge = |badge| Badge {
        kind: id(badge).to_owned(),
    };
    given.into_iter().flatten().map(badge).collect()
}

/// The platform's own dates of an object.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Internal {
    /// When the platform created it.
    created_at_internal: Option<Moment>,
    /// When the platform last changed it.
    last_modified_internal: Option<Moment>,
}

impl Internal {
    /// Returns the platform's own dates; where the source does not give them, those of the object itself.
    pub(crate) fn new(
        dates: Option<&InternalDates>,
        created_at: Option<Date>,
        last_modified: Option<Date>,
    ) -> Self {
        let created = dates.and_then(|dates| dates.created_at_internal);
        let modified = dates.and_then(|dates| dates.last_modified_internal);
        Self {
            created_at_internal: moment(created.or(created_at)),
            last_modified_internal: moment(modified.or(last_modified).or(created_at)),
        }
    }
}

/// Returns the id of an access type: where the source gives none, the record is open, as on the platform.
pub(crate) fn access_type(given: Option<&AccessType>) -> String {
    given.unwrap_or(&AccessType::Open).id().to_owned()
}

/// A schema that data follows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchemaReference {
    /// Its name, such as `etalab/schema-irve`.
    name: Option<String>,
    /// Its version.
    version: Option<String>,
    /// Its address.
    url: Option<String>,
}

impl From<&catalogue::SchemaReference> for SchemaReference {
    fn from(schema: &catalogue::SchemaReference) -> Self {
        Self {
            name: schema.name.clone(),
            version: schema.version.clone(),
            url: schema.url.clone(),
        }
    }
}

/// A list that is had from another address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Link {
    /// Always `subsection`.
    #[schema(required = false)]
    rel: &'static str,
    /// Where the list is.
    #[schema(required = false)]
    href: String,
    /// Always `GET`.
    #[schema(required = false)]
    r#type: &'static str,
    /// How many items it has; null where the source does not say.
    total: Option<u64>,
}

impl Link {
    pub(crate) fn to(href: String, total: Option<u64>) -> Self {
        Self {
            rel: "subsection",
            href,
            r#type: "GET",
            total,
        }
    }
}

/// Whom to ask.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactPoint {
    /// Its id.
    id: Option<String>,
    /// Their name.
    name: Option<String>,
    /// Their e-mail address.
    email: Option<String>,
    /// The address of a form.
    contact_form: Option<String>,
    /// Their role, such as `contact`.
    role: Option<String>,
}

/// Returns the contact points as answers write them: an empty list where they are unknown.
pub(crate) fn contact_points(given: Option<&[catalogue::ContactPoint]>) -> Vec<ContactPoint> {
    let contact_point = |point: &catalogue::ContactPoint| ContactPoint {
        id: point.id.clone(),
        name: point.name.clone(),
        email: point.email.clone(),
        contact_form: point.contact_form.clone(),
        role: point.role.clone(),
    };
    let given = given.unwrap_or_default();
    given.iter().map(contact_point).collect()
}

/// A kind of public, and whether it may have access.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccessAudience {
    /// Who: `local_authority_and_administration`, `company_and_association` or `private`.
    #[schema(required = false)]
    role: String,
    /// Whether: `yes`, `no` or `under_condition`.
    #[schema(required = false)]
    condition: String,
}

/// Returns the audiences as answers write them: an empty list where they are unknown.
pub(crate) fn access_audiences(given: Option<&[catalogue::AccessAudience]>) -> Vec<AccessAudience> {
    let audience = |audience: &catalogue::AccessAudience| AccessAudience {
        role: audience.role.id().to_owned(),
        condition: audience.condition.id().to_owned(),
    };
    let given = given.unwrap_or_default();
    given.iter().map(audience).collect()
}

/// Where a record was harvested from; what is not known is left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Harvest {
    #[serde(skip_serializing_if = "Option::is_none")]
    backend: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_update: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dct_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doi: Option<String>,
}

impl From<&catalogue::Harvest> for Harvest {
    fn from(harvest: &catalogue::Harvest) -> Self {
        Self {
            backend: harvest.backend.clone(),
            domain: harvest.domain.clone(),
            source_id: harvest.source_id.clone(),
            source_url: harvest.source_url.clone(),
            remote_id: harvest.remote_id.clone(),
            remote_url: harvest.remote_url.clone(),
            created_at: moment(harvest.created_at),
            issued_at: moment(harvest.issued_at),
            modified_at: moment(harvest.modified_at),
            last_update: moment(harvest.last_update),
            archived_at: moment(harvest.archived_at),
            archived_reason: harvest.archived_reason.clone(),
            uri: harvest.uri.clone(),
            dct_identifier: harvest.dct_identifier.clone(),
            doi: harvest.doi.clone(),
        }
    }
}

/// Free keys, as the source gives them.
pub(crate) type Extras = serde_json::Map<String, Value>;

/// A count by month (`2024-05`).
pub(crate) type Months = std::collections::BTreeMap<String, u64>;
