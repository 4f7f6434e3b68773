//! The organizations of an open generation, gathered when they are first asked for.

use std::cmp::Reverse;

use catalogue::{Date, Organization, Owner};
use serde::Deserialize;
use tantivy::DocAddress;

use super::Searcher;
use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::organizations::{KnownOrganization, OfRecords, Organizations, Published};
use crate::query::rewritten;
use crate::request::{SearchRequest, SortField};
use crate::schema::NumberField;
use crate::stored::FirstText;

/// The organization that a stored hit belongs to.
#[derive(Deserialize)]
struct Owned {
    owner: Option<Owner>,
}

/// What the columns say of an organization, and the record that says best who it is: a live one, the most viewed.
#[derive(Default)]
struct Gathered {
    published: Published,
    best: Option<(bool, i64, Reverse<DocAddress>)>,
}

impl Searcher {
    /// Returns the organizations: those of the records, and those of a list of organizations where a source has one.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn organizations(&self) -> Result<&Organizations, Error> {
        if let Some(known) = self.organizations.get() {
            return Ok(known);
        }
        let known = Organizations::new(self.of_records()?, self.profiles.clone());
        let known = self.organizations.get_or_init(|| known);
        let values = &self.columns.facet(Facet::Organization).values;
        values.also_named(known.slugs());
        Ok(known)
    }

    /// Returns the organizations that a text names, the best first: by words of their names and acronyms, also mistyped or by
    /// another name, by an id, a slug, a SIREN or a SIRET.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn find_organizations(&self, text: &str) -> Result<Vec<&KnownOrganization>, Error> {
        let organizations = self.organizations()?;
        let name = text.trim();
        let number: String = name.split_whitespace().collect();
        let has_number = |known: &&KnownOrganization| {
            let organization = &known.organization;
            let numbers = [
                organization.siren(),
                organization.business_number_id.as_deref(),
            ];
            numbers.contains(&Some(number.as_str()))
        };
        let mut named: Vec<&KnownOrganization> = organizations.get(name).into_iter().collect();
        named.extend(organizations.iter().filter(has_number));
        let query = rewritten(&self.context(&SearchRequest::default()), text)?;
        for found in organizations.find(&query) {
            if named.iter().all(|known| known.key != found.key) {
                named.push(found);
            }
        }
        Ok(named)
    }

    /// Lets organizations be chosen by their slugs, where a request chooses one by anything but its id.
    pub(super) fn know_organizations(&self, request: &SearchRequest) -> Result<(), Error> {
        let values = &self.columns.facet(Facet::Organization).values;
        let chosen = [&request.filters, &request.all_of].into_iter();
        let mut chosen = chosen
            .filter_map(|it| it.get(&Facet::Organization))
            .flatten();
        if chosen.any(|value| values.ordinal(value).is_none()) {
            self.organizations()?;
        }
        Ok(())
    }

    fn of_records(&self) -> Result<Vec<OfRecords>, Error> {
        let gathered = self.gathered();
        let values = &self.columns.facet(Facet::Organization).values;
        let mut found: Vec<(DocAddress, u32, Published)> = Vec::new();
        for (ordinal, organization) in (0..).zip(gathered) {
            if let Some((_, _, Reverse(address))) = organization.best {
                found.push((address, ordinal, organization.published));
            }
        }
        // Neighbours lie in one block of the store.
        found.sort_unstable_by_key(|(address, ..)| *address);
        let mut of_records = Vec::with_capacity(found.len());
        for (address, ordinal, published) in found {
            let stored: FirstText = self.engine.doc(address).to("read a document")?;
            let owned: Owned = serde_json::from_str(stored.of(self.fields.hit)).to("read a hit")?;
            let value = values.get(ordinal);
            let organization = match owned.owner {
                Some(Owner::Organization(organization)) => organization,
                _ => Organization::default(),
            };
            of_records.push(OfRecords {
                key: value.name.to_string(),
                organization: Organization {
                    // The name that most of its records give.
                    name: value.label().to_owned(),
                    ..organization
                },
                published,
            });
        }
        Ok(of_records)
    }

    /// Returns by ordinal of organization what the columns say of it.
    fn gathered(&self) -> Vec<Gathered> {
        let organizations = self.columns.facet(Facet::Organization);
        let types = self.columns.facet(Facet::Type);
        let dataset = types.values.ordinal("dataset");
        let mut gathered: Vec<Gathered> = Vec::new();
        gathered.resize_with(organizations.values.len(), Gathered::default);
        for (segment, columns) in self.columns.segments.iter().enumerate() {
            let sets = organizations.documents(segment).iter();
            let sets = (0..).zip(sets.zip(types.documents(segment)));
            for (document, (set, type_set)) in sets {
                if self.columns.deleted.is_deleted(segment, document) {
                    continue;
                }
                let is_live = self.columns.is_live(segment, document);
                let is_dataset = types.set(*type_set).first().copied() == dataset;
                let number = |field| columns.number(field, document).unwrap_or(0);
                let count = |field| number(field).cast_unsigned();
                let date = |field| {
                    let date = columns.sort_value(field, document)?;
                    Date::from_microseconds(date)
                };
                for ordinal in organizations.set(*set) {
                    let Gathered { published, best } = &mut gathered[*ordinal as usize];
                    let address = DocAddress::new(segment as u32, document);
                    let this = (is_live, number(NumberField::Views), Reverse(address));
                    *best = (*best).max(Some(this));
                    let created = date(SortField::Created);
                    let first = published.first_created;
                    published.first_created = first.into_iter().chain(created).min();
                    let update = date(SortField::LastUpdate);
                    published.last_update = published.last_update.max(update);
                    if is_live {
                        published.n_datasets += u64::from(is_dataset);
                        published.n_dataservices += u64::from(!is_dataset);
                        published.views += count(NumberField::Views);
                        published.reuses += count(NumberField::Reuses);
                        published.followers += count(NumberField::Followers);
                    }
                }
            }
        }
        gathered
    }
}
