//! Whole records, as programs ask for them.

use catalogue::{Dataset, Date, Record, RecordType};

use super::Searcher;
use crate::error::Error;
use crate::facet::FacetCounts;
use crate::request::SearchRequest;

/// A page of a search, as whole records.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordResults {
    /// How many there are on all pages: exact.
    pub total: u64,
    /// The records of the asked page.
    pub records: Vec<Record>,
    /// The counts of the asked facets, in the asked order.
    pub facets: Vec<FacetCounts>,
}

impl Searcher {
    /// Searches, for whole records, on the day that it is (UTC).
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn records(&self, request: &SearchRequest) -> Result<RecordResults, Error> {
        let today = Date::now().day();
        let request = &*self.by_names(request)?;
        let plan = self.plan(request)?;
        let found = self.run(&plan, request, today)?;
        let skipped = request
            .page
            .saturating_sub(1)
            .saturating_mul(request.page_size);
        let shown = found.hits.iter().skip(skipped).take(request.page_size);
        let records: Result<Vec<Record>, Error> =
            shown.map(|hit| self.read_record(hit.address)).collect();
        Ok(RecordResults {
            total: found.total,
            records: records?,
            facets: self.facet_counts(request, &found.counts, today)?,
        })
    }

    /// Returns the dataset that has the resource of that id.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn dataset_of_resource(&self, resource_id: &str) -> Result<Option<Dataset>, Error> {
        for address in self.find(self.fields.identifiers, &resource_id.to_lowercase())? {
            if let Record::Dataset(dataset) = self.read_record(address)?
                && dataset.resource(resource_id).is_some()
            {
                return Ok(Some(*dataset));
            }
        }
        Ok(None)
    }

    /// Returns whether the platform has deleted the record of that id or slug.
    #[must_use]
    pub fn was_deleted(&self, record_type: &RecordType, id_or_slug: &str) -> bool {
        self.deleted.contains(record_type, id_or_slug)
    }
}
