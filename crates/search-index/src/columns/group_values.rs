//! The values that groups of records have.

use super::lists::Lists;

/// The values of one facet that groups have.
pub(crate) struct GroupValues {
    /// By group, the set of values that all its members have; `None` where they differ.
    pub(super) sets: Vec<Option<u32>>,
    /// By group, the values that any of its members has that are not archived.
    pub(super) of_live: Lists,
}

impl GroupValues {
    /// Returns the set of values that all members of a group have; `None` where they differ.
    pub fn set(&self, group: u32) -> Option<u32> {
        self.sets[group as usize]
    }

    /// Returns the ordinals of the values that any member of a group has that is not archived, ascending.
    pub fn of_live(&self, group: u32) -> &[u32] {
        self.of_live.get(group)
    }
}
