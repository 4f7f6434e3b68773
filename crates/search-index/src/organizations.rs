//! The organizations of a generation: who they are, by their records and by a list of organizations where a source has one,
//! what they publish, and which of them some words name.
//!
//! Some thousands of them: they are gathered when first asked for, and looked through whole.

mod finding;
mod known;
mod merging;
mod word_index;

use std::collections::HashMap;

use catalogue::OrganizationProfile;

pub(crate) use known::OfRecords;
pub use known::{KnownOrganization, Published};
use merging::merged;
use word_index::WordIndex;

/// All organizations of a generation.
pub struct Organizations {
    /// Those that publish most first.
    all: Vec<KnownOrganization>,
    by_key: HashMap<String, u32>,
    by_slug: HashMap<String, u32>,
    words: WordIndex,
}

impl Organizations {
    pub(crate) fn new(of_records: Vec<OfRecords>, profiles: Vec<OrganizationProfile>) -> Self {
        let mut all = merged(of_records, profiles);
        all.sort_by(|a, b| {
            let by_records = b.n_records().cmp(&a.n_records());
            by_records.then_with(|| a.key.cmp(&b.key))
        });
        let keys = (0..).zip(&all).map(|(at, known)| (known.key.clone(), at));
        let by_key: HashMap<String, u32> = keys.collect();
        let mut by_slug: HashMap<String, u32> = HashMap::new();
        // A slug that a source gives counts before one that is made.
        for is_given in [true, false] {
            for (at, known) in (0..).zip(&all) {
                let has_slug = known.organization.slug.is_some();
                let is_free = !known.slug.is_empty() && !by_key.contains_key(&known.slug);
                if has_slug == is_given && is_free {
                    by_slug.entry(known.slug.clone()).or_insert(at);
                }
            }
        }
        for (at, known) in (0..).zip(&mut all) {
            let is_its_own = by_slug.get(&known.slug) == Some(&at);
            let name = if is_its_own { &known.slug } else { &known.key };
            known.page_name = name.clone();
        }
        Self {
            words: WordIndex::new(&all),
            all,
            by_key,
            by_slug,
        }
    }

    /// Returns all of them, those that publish most first.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &KnownOrganization> {
        self.all.iter()
    }

    /// Returns the organization of that id or slug, or of that name where no source knows its id.
    #[must_use]
    pub fn get(&self, id_or_slug: &str) -> Option<&KnownOrganization> {
        let at = self.by_key.get(id_or_slug);
        let at = at.or_else(|| self.by_slug.get(id_or_slug))?;
        self.all.get(*at as usize)
    }

    /// Returns each slug with the key of the organization that it leads to.
    pub(crate) fn slugs(&self) -> impl Iterator<Item = (&str, &str)> {
        let slugs = self.by_slug.iter();
        slugs.map(|(slug, at)| (slug.as_str(), self.all[*at as usize].key.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Organization;

    use super::*;

    fn of_records(key: &str, slug: Option<&str>, name: &str, n_datasets: u64) -> OfRecords {
        OfRecords {
            key: key.to_owned(),
            organization: Organization {
                id: Some(key.to_owned()),
                slug: slug.map(str::to_owned),
                name: name.to_owned(),
                ..Organization::default()
            },
            published: Published {
                n_datasets,
                ..Published::default()
            },
        }
    }

    #[test]
    fn each_page_name_leads_to_its_organization() {
        let organizations = Organizations::new(
            vec![
                of_records("1", Some("ville"), "Ville", 3),
                // The same slug, and one that is made of the name and given elsewhere.
                of_records("2", Some("ville"), "Ville bis", 5),
                of_records("3", None, "Ville", 9),
                of_records("4", None, "Région", 1),
                // A slug that is another's id.
                of_records("5", Some("1"), "Cinq", 1),
            ],
            Vec::new(),
        );
        let names: Vec<(&str, &str)> = organizations
            .iter()
            .map(|known| (known.key.as_str(), known.page_name.as_str()))
            .collect();
        let expected = [
            ("3", "3"),
            ("2", "ville"),
            ("1", "1"),
            ("4", "region"),
            ("5", "5"),
        ];
        assert_eq!(names, expected);
        for known in organizations.iter() {
            assert_eq!(organizations.get(&known.page_name), Some(known));
            assert_eq!(organizations.get(&known.key), Some(known));
        }
        assert_eq!(organizations.get("nobody"), None);
    }

    #[test]
    fn a_list_of_organizations_completes_them_and_adds_those_without_records() {
        let profile = |id: &str, name: &str| OrganizationProfile {
            organization: Organization {
                id: Some(id.to_owned()),
                name: name.to_owned(),
                acronym: Some("VA".to_owned()),
                ..Organization::default()
            },
            description: Some("Une ville.".to_owned()),
            ..OrganizationProfile::default()
        };
        let organizations = Organizations::new(
            vec![of_records("1", Some("ville"), "Ville", 3)],
            vec![profile("1", "Ville de A"), profile("2", "Autre")],
        );
        let ville = organizations.get("ville").unwrap();
        assert_eq!(ville.organization.name, "Ville");
        assert_eq!(ville.organization.acronym.as_deref(), Some("VA"));
        let told = ville.profile.as_ref().unwrap();
        assert_eq!(told.description.as_deref(), Some("Une ville."));
        assert_eq!(organizations.get("autre").unwrap().n_records(), 0);
    }
}
