//! One organization of what its records and a list of organizations tell.

use std::collections::HashMap;

use catalogue::{Organization, OrganizationProfile};

use super::known::{KnownOrganization, OfRecords, Published};

/// Returns the organizations that have records or stand in a list, each once.
pub(super) fn merged(
    of_records: Vec<OfRecords>,
    profiles: Vec<OrganizationProfile>,
) -> Vec<KnownOrganization> {
    let keyed = profiles.into_iter().filter_map(|profile| {
        let id = profile.organization.id.clone()?;
        Some((id, profile))
    });
    let mut profiles: HashMap<String, OrganizationProfile> = keyed.collect();
    let mut all = Vec::with_capacity(of_records.len() + profiles.len());
    for mut known in of_records {
        let profile = profiles.remove(&known.key);
        if let Some(profile) = &profile {
            complete(&mut known.organization, &profile.organization);
        }
        all.push(new(known.key, known.organization, profile, known.published));
    }
    for (id, profile) in profiles {
        let organization = profile.organization.clone();
        all.push(new(id, organization, Some(profile), Published::default()));
    }
    all
}

fn new(
    key: String,
    organization: Organization,
    profile: Option<OrganizationProfile>,
    published: Published,
) -> KnownOrganization {
    KnownOrganization {
        slug: organization.known_slug(),
        page_name: String::new(),
        key,
        organization,
        profile,
        published,
    }
}

/// Fills what records do not say of their organization.
fn complete(organization: &mut Organization, told: &Organization) {
    for (known, told) in [
        (&mut organization.acronym, &told.acronym),
        (&mut organization.slug, &told.slug),
        (&mut organization.page, &told.page),
        (&mut organization.logo, &told.logo),
        (&mut organization.logo_thumbnail, &told.logo_thumbnail),
        (
            &mut organization.business_number_id,
            &told.business_number_id,
        ),
    ] {
        if known.is_none() {
            known.clone_from(told);
        }
    }
    if organization.badges.is_none() {
        organization.badges.clone_from(&told.badges);
    }
}
