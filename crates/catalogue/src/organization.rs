//! The owners of records: organizations and people.

use serde::{Deserialize, Serialize};

use crate::OrganizationBadge;
use crate::zone_name::fold;

/// An organization as records refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Organization {
    /// 24 hexadecimal digits; some sources know only the name.
    pub id: Option<String>,
    /// The full name.
    pub name: String,
    /// The acronym, such as INSEE.
    pub acronym: Option<String>,
    /// The last part of its page's address.
    pub slug: Option<String>,
    /// Its address in the API.
    pub uri: Option<String>,
    /// Its web page.
    pub page: Option<String>,
    /// The address of its logo.
    pub logo: Option<String>,
    /// The address of a small version of it.
    pub logo_thumbnail: Option<String>,
    /// Its badges; `None` where the source does not give them.
    pub badges: Option<Vec<OrganizationBadge>>,
    /// Its SIRET or SIREN, digits alone; few sources give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_number_id: Option<String>,
}

impl Organization {
    /// Returns whether the platform vouches for it: certified, and a public service or a local authority.
    ///
    /// An organization whose badges the source does not give is not certified.
    #[must_use]
    pub fn is_certified(&self) -> bool {
        let has = |badge| self.badges.iter().flatten().any(|given| *given == badge);
        let is_public =
            has(OrganizationBadge::PublicService) || has(OrganizationBadge::LocalAuthority);
        has(OrganizationBadge::Certified) && is_public
    }

    /// Returns the last part of its page's address; where the source does not give it, as the platform makes it of the name.
    #[must_use]
    pub fn known_slug(&self) -> String {
        let given = self.slug.as_ref().filter(|slug| !slug.is_empty());
        given.cloned().unwrap_or_else(|| slug_of_name(&self.name))
    }

    /// Returns its SIREN: the first nine digits of its SIRET.
    #[must_use]
    pub fn siren(&self) -> Option<&str> {
        self.business_number_id.as_deref()?.get(..9)
    }
}

/// Returns a name as the platform writes it in addresses: `agence-de-leau` for `Agence de l’eau`.
fn slug_of_name(name: &str) -> String {
    let mut slug = String::new();
    let words = name.replace(['\'', '’'], "");
    for word in words.split(|c: char| !c.is_alphanumeric()) {
        // Word by word, since a name that is compared as a whole has its abbreviations written out.
        let word = match word {
            "St" | "st" | "Ste" | "ste" => word.to_lowercase(),
            word => fold(word),
        };
        if !word.is_empty() && !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

/// A person as records refer to them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    /// 24 hexadecimal digits; the exports give only the slug.
    pub id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// The last part of the person's page's address.
    pub slug: Option<String>,
    /// The person's web page.
    pub page: Option<String>,
    /// The person's address in the API.
    pub uri: Option<String>,
    /// The address of the person's picture.
    pub avatar: Option<String>,
    /// The address of a small version of it.
    pub avatar_thumbnail: Option<String>,
}

/// The organization or the person that a record belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// An organization.
    Organization(Organization),
    /// A person.
    User(User),
}

impl Owner {
    /// Returns the organization, if the owner is one.
    #[must_use]
    pub fn organization(&self) -> Option<&Organization> {
        match self {
            Self::Organization(organization) => Some(organization),
            Self::User(_) => None,
        }
    }

    /// Returns the name to show: the organization's, or the person's first and last name, or their slug.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Organization(organization) => organization.name.clone(),
            Self::User(user) => {
                let names = [user.first_name.as_deref(), user.last_name.as_deref()];
                let full_name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
                if full_name.is_empty() {
                    user.slug.clone().unwrap_or_default()
                } else {
                    full_name
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_certified_public_organization_is_certified() {
        for (badges, expected) in [
            (Some(vec!["certified", "public-service"]), true),
            (Some(vec!["local-authority", "certified"]), true),
            (Some(vec!["certified"]), false),
            (Some(vec!["certified", "company"]), false),
            (Some(vec!["public-service"]), false),
            (Some(vec![]), false),
            (None, false),
        ] {
            let organization = Organization {
                badges: badges
                    .clone()
                    .map(|kinds| kinds.into_iter().map(Into::into).collect()),
                ..Organization::default()
            };
            assert_eq!(organization.is_certified(), expected, "{badges:?}");
        }
    }

    #[test]
    fn a_slug_that_is_not_given_is_made_of_the_name() {
        for (slug, name, expected) in [
            (Some("ademe"), "Agence de la transition écologique", "ademe"),
            (
                None,
                "Agence de l’eau Adour-Garonne",
                "agence-de-leau-adour-garonne",
            ),
            (
                Some(""),
                "Institut de la statistique (Insee)",
                "institut-de-la-statistique-insee",
            ),
            (None, "Mairie de St-Cœur", "mairie-de-st-coeur"),
        ] {
            let organization = Organization {
                slug: slug.map(str::to_owned),
                name: name.to_owned(),
                ..Organization::default()
            };
            assert_eq!(organization.known_slug(), expected);
        }
    }

    #[test]
    fn a_person_is_named_in_full_and_otherwise_by_slug() {
        let person = |first_name: Option<&str>, last_name: Option<&str>| {
            let owner = Owner::User(User {
                first_name: first_name.map(str::to_owned),
                last_name: last_name.map(str::to_owned),
                slug: Some("ada-lovelace".to_owned()),
                ..User::default()
            });
            owner.name()
        };
        assert_eq!(person(Some("Ada"), Some("Lovelace")), "Ada Lovelace");
        assert_eq!(person(None, Some("Lovelace")), "Lovelace");
        assert_eq!(person(None, None), "ada-lovelace");
    }
}
