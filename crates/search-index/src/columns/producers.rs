//! Who publishes a document, as what is compared.

use super::facet_column::FacetColumn;

/// A producer, by the sets of values of organizations and persons.
pub(super) type Producer = (u32, u32);

/// The producers of all documents.
#[derive(Clone, Copy)]
pub(super) struct Producers<'a> {
    pub organizations: &'a FacetColumn,
    pub owners: &'a FacetColumn,
}

impl Producers<'_> {
    /// Returns who publishes a document; `None` where that is nobody.
    pub fn of(&self, segment: usize, document: u32) -> Option<Producer> {
        let [organization, owner] = [self.organizations, self.owners]
            .map(|facet| facet.documents(segment)[document as usize]);
        let is_nobodys =
            self.organizations.set(organization).is_empty() && self.owners.set(owner).is_empty();
        (!is_nobodys).then_some((organization, owner))
    }
}
