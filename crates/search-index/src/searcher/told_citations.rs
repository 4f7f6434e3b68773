//! The citations that were told before: their records are read from the store once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use catalogue::RecordType;
use tantivy::DocAddress;

use crate::error::Error;

/// The records that link to one in their descriptions. Those that are archived, hidden, or say that they are dead are none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordCitations {
    /// How many records there are.
    pub n_records: u64,
    /// How many producers they have, the record's own apart.
    pub n_producers: u64,
    /// The records: those of other producers first, then the most viewed ones; [`MAX_CITING`](crate::MAX_CITING) of them.
    pub records: Vec<CitingRecord>,
}

/// A record that links to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitingRecord {
    /// What it describes.
    pub record_type: RecordType,
    /// Its id.
    pub id: String,
    /// The name in the address of its page here.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its producer.
    pub producer: Option<String>,
    /// What it calls the other one: the text of the link; `None` where that names nothing.
    pub text: Option<String>,
}

/// Citations by the record that they lead to: some thousands at most.
#[derive(Default)]
pub(super) struct ToldCitations(Mutex<HashMap<DocAddress, Arc<RecordCitations>>>);

impl ToldCitations {
    /// Returns the citations of a record, which are read where they were not told yet.
    pub fn of(
        &self,
        cited: DocAddress,
        read: impl FnOnce() -> Result<RecordCitations, Error>,
    ) -> Result<Arc<RecordCitations>, Error> {
        let told = || self.0.lock().ok();
        if let Some(known) = told().and_then(|told| told.get(&cited).cloned()) {
            return Ok(known);
        }
        let citations = Arc::new(read()?);
        if let Some(mut told) = told() {
            told.insert(cited, Arc::clone(&citations));
        }
        Ok(citations)
    }
}
