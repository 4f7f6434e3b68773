//! What others say of a record: the reuses that are made with a dataset.

use catalogue::{RecordType, Reuse};

use super::Searcher;

impl Searcher {
    /// Returns whether the generation was built with reuses.
    pub(super) fn has_reuses(&self) -> bool {
        !self.reuses.is_empty()
    }

    /// Returns the reuses that are made with a record, the most viewed ones first; none of a dataservice, and where the
    /// generation was built without an export of reuses.
    pub fn reuses<'a>(
        &'a self,
        record_type: &RecordType,
        id: &str,
    ) -> impl ExactSizeIterator<Item = &'a Reuse> + use<'a> {
        let is_dataset = *record_type == RecordType::Dataset;
        self.reuses.of(if is_dataset { id } else { "" })
    }
}
