//! The organizations of a source, by id.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use catalogue::OrganizationProfile;

use crate::limits::ALL_ORGANIZATIONS_BYTES;
use crate::wire::{Refusal, Text, WireBadge, WireOrganization, WireProfile};

/// Organizations by id.
#[derive(Default)]
pub(crate) struct Organizations {
    known: HashMap<String, Known>,
    n_bytes: usize,
}

struct Known {
    profile: WireProfile,
    was_found: AtomicBool,
}

impl Organizations {
    /// Adds an organization; refuses one without an id, and all beyond what may be kept in memory.
    pub(crate) fn add(&mut self, profile: WireProfile) -> Result<(), Refusal> {
        let refusal = |id: Option<String>, reason: &str| Refusal {
            id,
            reason: reason.to_owned(),
            ..Refusal::default()
        };
        let organization = &profile.organization;
        let Some(id) = organization.id.0.clone() else {
            return Err(refusal(None, "no id"));
        };
        let texts = [
            &organization.name,
            &organization.acronym,
            &organization.slug,
            &organization.page,
            &organization.logo,
            &profile.description,
        ];
        let n_bytes: usize = texts
            .iter()
            .filter_map(|text| text.0.as_ref())
            .map(String::len)
            .sum();
        if self.n_bytes + n_bytes > ALL_ORGANIZATIONS_BYTES {
            return Err(refusal(Some(id), "too many organizations"));
        }
        self.n_bytes += n_bytes;
        self.known.entry(id).or_insert(Known {
            profile,
            was_found: AtomicBool::new(false),
        });
        Ok(())
    }

    pub(super) fn len(&self) -> u64 {
        self.known.len() as u64
    }

    /// Returns how many organizations no record belongs to.
    pub(super) fn n_not_found(&self) -> u64 {
        let known = self.known.values();
        known
            .filter(|known| !known.was_found.load(Ordering::Relaxed))
            .count() as u64
    }

    /// Calls with each of them as an API object, in the order of their ids.
    pub(super) fn each<E>(&self, mut act: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        let mut ids: Vec<&String> = self.known.keys().collect();
        ids.sort_unstable();
        // A type of texts can always be written.
        let told = ids
            .into_iter()
            .map(|id| serde_json::to_string(&self.known[id].profile));
        told.flatten().try_for_each(|json| act(&json))
    }

    /// Returns what the list tells of all of them.
    pub(super) fn into_profiles(self) -> impl Iterator<Item = OrganizationProfile> {
        let known = self.known.into_values();
        known.filter_map(|known| known.profile.into_profile())
    }

    /// Fills what is not known of a record's organization.
    pub(super) fn complete(&self, organization: &mut WireOrganization) {
        let known = organization.id.0.as_ref().and_then(|id| self.known.get(id));
        let Some(known) = known else {
            return;
        };
        known.was_found.store(true, Ordering::Relaxed);
        let known = &known.profile.organization;
        for (text, known) in [
            (&mut organization.name, &known.name),
            (&mut organization.acronym, &known.acronym),
            (&mut organization.slug, &known.slug),
            (&mut organization.page, &known.page),
            (&mut organization.logo, &known.logo),
            (
                &mut organization.business_number_id,
                &known.business_number_id,
            ),
        ] {
            if text.0.is_none() {
                text.clone_from(known);
            }
        }
        if organization.badges.is_none() {
            let kinds = known.badges.as_ref().map(|badges| badges.iter().flatten());
            organization.badges = kinds.map(|badges| {
                let copy = |badge: &WireBadge| WireBadge {
                    kind: Text(badge.kind.0.clone()),
                };
                badges.map(|badge| Some(copy(badge))).collect()
            });
        }
    }
}
