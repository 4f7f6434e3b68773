//! What kind of producer a record has.

use crate::vocabulary::vocabulary;
use crate::{OrganizationBadge, Owner, is_public_name};

vocabulary! {
    /// What kind of body, or person, publishes.
    ///
    /// The platform derives it from the badges of the organization, as [`Owner::producer_types`] does.
    pub enum ProducerType {
        PublicService = "public-service", "Service public";
        LocalAuthority = "local-authority", "Collectivité territoriale";
        Company = "company", "Entreprise";
        Association = "association", "Association";
        User = "user", "Particulier";
        NotSpecified = "not-specified", "Non précisé";
    }
}

impl Owner {
    /// Returns the kinds of producer that the owner is: one for each badge that names a kind, `not-specified` where no
    /// badge does, and none where the source gives no badges at all.
    #[must_use]
    pub fn producer_types(&self) -> Vec<ProducerType> {
        let Self::Organization(organization) = self else {
            return vec![ProducerType::User];
        };
        let Some(badges) = &organization.badges else {
            return Vec::new();
        };
        let mut types: Vec<ProducerType> = badges.iter().filter_map(of_badge).collect();
        types.sort();
        types.dedup();
        if types.is_empty() {
            types.push(ProducerType::NotSpecified);
        }
        types
    }

    /// Returns whether it is a public service or a local authority: by its badges, or where no source gives these, its name.
    #[must_use]
    pub fn is_public(&self) -> bool {
        let Self::Organization(organization) = self else {
            return false;
        };
        let types = self.producer_types();
        let public = [ProducerType::PublicService, ProducerType::LocalAuthority];
        types.iter().any(|one| public.contains(one))
            || (organization.badges.is_none() && is_public_name(&organization.name))
    }
}

fn of_badge(badge: &OrganizationBadge) -> Option<ProducerType> {
    match badge {
        OrganizationBadge::PublicService => Some(ProducerType::PublicService),
        OrganizationBadge::LocalAuthority => Some(ProducerType::LocalAuthority),
        OrganizationBadge::Company => Some(ProducerType::Company),
        OrganizationBadge::Association => Some(ProducerType::Association),
        OrganizationBadge::Certified | OrganizationBadge::Other(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Organization, User};

    #[test]
    fn an_organization_is_what_its_badges_say() {
        for (badges, expected) in [
            (
                Some(vec!["certified", "public-service"]),
                vec!["public-service"],
            ),
            (
                Some(vec!["association", "local-authority"]),
                vec!["local-authority", "association"],
            ),
            (Some(vec!["certified"]), vec!["not-specified"]),
            (Some(vec![]), vec!["not-specified"]),
            (None, vec![]),
        ] {
            let owner = Owner::Organization(Organization {
                badges: badges
                    .clone()
                    .map(|kinds| kinds.into_iter().map(Into::into).collect()),
                ..Organization::default()
            });
            let types = owner.producer_types();
            let ids: Vec<&str> = types.iter().map(ProducerType::id).collect();
            assert_eq!(ids, expected, "{badges:?}");
        }
    }

    #[test]
    fn a_person_is_a_user() {
        let owner = Owner::User(User::default());
        assert_eq!(owner.producer_types(), [ProducerType::User]);
    }
}
