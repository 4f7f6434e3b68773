//! The owner of a record as data.gouv.fr answers with it: an organization or a person.

use catalogue::Owner;
use serde::Serialize;
use utoipa::ToSchema;

use super::parts::{Badge, badges};
use crate::addresses::organization_path;

/// An organization as records refer to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationReference {
    /// Always `Organization`.
    #[schema(required = false)]
    class: &'static str,
    /// 24 hexadecimal digits; null where the source knows only the name.
    pub(crate) id: Option<String>,
    /// The full name.
    #[schema(required = false)]
    pub(crate) name: String,
    /// The acronym.
    pub(crate) acronym: Option<String>,
    /// The last part of its page's address; where the source does not give it, as the platform makes it of the name.
    #[schema(required = false)]
    pub(crate) slug: String,
    /// Its address in this API.
    pub(crate) uri: Option<String>,
    /// Its page on the platform; where the source does not give it, the one here.
    #[schema(required = false)]
    pub(crate) page: String,
    /// The address of its logo.
    pub(crate) logo: Option<String>,
    /// The same, small.
    pub(crate) logo_thumbnail: Option<String>,
    /// Its badges; none where the source does not give them.
    #[schema(required = false)]
    pub(crate) badges: Vec<Badge>,
    /// What the asking user may do: nothing.
    #[schema(required = false)]
    pub(crate) permissions: OrganizationPermissions,
}

/// What the asking user may do with an organization.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct OrganizationPermissions {
    #[schema(required = false)]
    edit: bool,
    #[schema(required = false)]
    delete: bool,
    #[schema(required = false)]
    members: bool,
    #[schema(required = false)]
    harvest: bool,
    #[schema(required = false)]
    private: bool,
}

impl OrganizationReference {
    pub(crate) fn new(organization: &catalogue::Organization, base_url: &str) -> Self {
        let uri = |id: &String| format!("{base_url}/api/1/organizations/{id}/");
        let own_page = || format!("{base_url}{}", organization_path(organization));
        Self {
            class: "Organization",
            id: organization.id.clone(),
            name: organization.name.clone(),
            acronym: organization.acronym.clone(),
            slug: organization.known_slug(),
            uri: organization.id.as_ref().map(uri),
            page: organization.page.clone().unwrap_or_else(own_page),
            logo: organization.logo.clone(),
            logo_thumbnail: organization.logo_thumbnail.clone(),
            badges: badges(
                organization.badges.as_ref(),
                catalogue::OrganizationBadge::id,
            ),
            permissions: OrganizationPermissions::default(),
        }
    }
}

/// A person as records refer to them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserReference {
    /// Always `User`.
    #[schema(required = false)]
    class: &'static str,
    /// 24 hexadecimal digits; null where the source gives only the slug.
    id: Option<String>,
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// The last part of the person's page's address.
    slug: Option<String>,
    /// The person's page on the platform.
    page: Option<String>,
    /// The person's address in the platform's API; there are no people in this one.
    uri: Option<String>,
    /// The address of the person's picture.
    avatar: Option<String>,
    /// The same, small.
    avatar_thumbnail: Option<String>,
}

/// Returns the owner of a record: in the first place if it is an organization, in the second if it is a person.
pub(crate) fn owners(
    owner: Option<&Owner>,
    base_url: &str,
) -> (Option<OrganizationReference>, Option<UserReference>) {
    match owner {
        Some(Owner::Organization(organization)) => (
            Some(OrganizationReference::new(organization, base_url)),
            None,
        ),
        Some(Owner::User(user)) => {
            let reference = UserReference {
                class: "User",
                id: user.id.clone(),
                first_name: user.first_name.clone(),
                last_name: user.last_name.clone(),
                slug: user.slug.clone(),
                page: user.page.clone(),
                uri: user.uri.clone(),
                avatar: user.avatar.clone(),
                avatar_thumbnail: user.avatar_thumbnail.clone(),
            };
            (None, Some(reference))
        }
        None => (None, None),
    }
}
