//! Parts that datasets and dataservices have in common on the wire.

use catalogue::{Description, Harvest, Organization, Owner, User};
use serde::{Deserialize, Serialize};

use super::lenient::{Moment, Text};
use crate::markdown::plain_text;

/// A list that may be null and hold nulls.
pub(crate) type List<T> = Option<Items<T>>;

/// The items of such a list.
pub(crate) type Items<T> = Vec<Option<T>>;

/// Returns the items of a list that are not null.
pub(crate) fn items<T>(list: Items<T>) -> Vec<T> {
    list.into_iter().flatten().collect()
}

/// Returns the texts of a list that are not blank.
pub(crate) fn texts(list: Items<Text>) -> Vec<String> {
    items(list)
        .into_iter()
        .filter_map(Text::into_line)
        .collect()
}

/// Returns the kinds of the badges as the catalogue's type; `None` where the answer has no list of badges.
pub(crate) fn badges<B: From<String>>(list: List<WireBadge>) -> Option<Vec<B>> {
    list.map(|list| {
        items(list)
            .into_iter()
            .filter_map(|badge| badge.kind.into_line())
            .map(B::from)
            .collect()
    })
}

/// Returns a description with its plain text.
pub(crate) fn description(markdown: Text) -> Description {
    Description {
        text: markdown.0.as_deref().map(plain_text).unwrap_or_default(),
        markdown: markdown.0,
    }
}

/// A badge.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireBadge {
    pub(crate) kind: Text,
}

/// An organization as records refer to it.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireOrganization {
    pub(crate) id: Text,
    pub(crate) name: Text,
    pub(crate) acronym: Text,
    pub(crate) slug: Text,
    pub(crate) uri: Text,
    pub(crate) page: Text,
    pub(crate) logo: Text,
    pub(crate) logo_thumbnail: Text,
    pub(crate) badges: List<WireBadge>,
    pub(crate) business_number_id: Text,
}

/// A person as records refer to them.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireUser {
    pub(crate) id: Text,
    pub(crate) first_name: Text,
    pub(crate) last_name: Text,
    pub(crate) slug: Text,
    pub(crate) page: Text,
    pub(crate) uri: Text,
    pub(crate) avatar: Text,
    pub(crate) avatar_thumbnail: Text,
}

/// Returns the owner of a record: the organization, else the person; `None` where all fields of both are empty.
pub(crate) fn owner(
    organization: Option<WireOrganization>,
    user: Option<WireUser>,
) -> Option<Owner> {
    if let Some(organization) = organization.and_then(WireOrganization::into_organization) {
        return Some(Owner::Organization(organization));
    }
    let user = user?;
    let user = User {
        id: user.id.0,
        first_name: user.first_name.into_line(),
        last_name: user.last_name.into_line(),
        slug: user.slug.0,
        page: user.page.0,
        uri: user.uri.0,
        avatar: user.avatar.0,
        avatar_thumbnail: user.avatar_thumbnail.0,
    };
    (user != User::default()).then_some(Owner::User(user))
}

impl WireOrganization {
    /// Converts to the catalogue's type; `None` where nothing names the organization.
    pub(crate) fn into_organization(self) -> Option<Organization> {
        let id = self.id.0;
        let slug = self.slug.0;
        let name = self
            .name
            .into_line()
            .or_else(|| slug.clone())
            .or_else(|| id.clone());
        Some(Organization {
            id,
            name: name?,
            acronym: self.acronym.into_line(),
            slug,
            uri: self.uri.0,
            page: self.page.0,
            logo: self.logo.0,
            logo_thumbnail: self.logo_thumbnail.0,
            badges: badges(self.badges),
            business_number_id: business_number(self.business_number_id),
        })
    }
}

/// Returns a SIREN or SIRET without blanks; what is none is left out.
fn business_number(text: Text) -> Option<String> {
    let digits: String = text.0?.split_whitespace().collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(digits.len(), 9 | 14)).then_some(digits)
}

/// Where a record was harvested from.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireHarvest {
    pub(crate) backend: Text,
    pub(crate) domain: Text,
    pub(crate) source_id: Text,
    pub(crate) source_url: Text,
    pub(crate) remote_id: Text,
    pub(crate) remote_url: Text,
    pub(crate) created_at: Moment,
    pub(crate) issued_at: Moment,
    pub(crate) modified_at: Moment,
    pub(crate) last_update: Moment,
    pub(crate) archived_at: Moment,
    pub(crate) archived_reason: Text,
    /// The name of `archived_reason` before 2023.
    #[serde(skip_serializing)]
    pub(crate) archived: Text,
    pub(crate) uri: Text,
    pub(crate) dct_identifier: Text,
    pub(crate) doi: Text,
}

impl WireHarvest {
    /// Converts to the catalogue's type; `None` where all fields are empty.
    pub(crate) fn into_harvest(self) -> Option<Harvest> {
        let harvest = Harvest {
            backend: self.backend.0,
            domain: self.domain.0,
            source_id: self.source_id.0,
            source_url: self.source_url.0,
            remote_id: self.remote_id.0,
            remote_url: self.remote_url.0,
            created_at: self.created_at.0,
            issued_at: self.issued_at.0,
            modified_at: self.modified_at.0,
            last_update: self.last_update.0,
            archived_at: self.archived_at.0,
            archived_reason: self.archived_reason.0.or(self.archived.0),
            uri: self.uri.0,
            dct_identifier: self.dct_identifier.0,
            doi: self.doi.0,
        };
        (harvest != Harvest::default()).then_some(harvest)
    }
}

/// A contact point: whom to ask about a record.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct ContactPoint {
    id: Text,
    name: Text,
    email: Text,
    contact_form: Text,
    role: Text,
}

/// Returns the contact points of a list.
pub(crate) fn contact_points(list: Items<ContactPoint>) -> Vec<catalogue::ContactPoint> {
    items(list).into_iter().map(Into::into).collect()
}

impl From<ContactPoint> for catalogue::ContactPoint {
    fn from(wire: ContactPoint) -> Self {
        Self {
            id: wire.id.0,
            name: wire.name.into_line(),
            email: wire.email.into_line(),
            contact_form: wire.contact_form.0,
            role: wire.role.0,
        }
    }
}

/// A kind of public, and under which condition it may have access.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct AccessAudience {
    role: Text,
    condition: Text,
}

/// Returns the audiences that name both role and condition.
pub(crate) fn access_audiences(list: Items<AccessAudience>) -> Vec<catalogue::AccessAudience> {
    let mut audiences = Vec::new();
    for audience in items(list) {
        if let (Some(role), Some(condition)) = (audience.role.0, audience.condition.0) {
            audiences.push(catalogue::AccessAudience {
                role: role.into(),
                condition: condition.into(),
            });
        }
    }
    audiences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_business_number_has_nine_or_fourteen_digits() {
        for (text, expected) in [
            ("38529030900454", Some("38529030900454")),
            ("385 290 309", Some("385290309")),
            ("385 290 309 00454", Some("38529030900454")),
            ("385290", None),
            ("inconnu", None),
            ("", None),
        ] {
            let number = business_number(Text::new(text));
            assert_eq!(number.as_deref(), expected, "{text}");
        }
    }
}
