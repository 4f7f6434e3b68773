//! The hidden records of an open generation, by what names them.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use catalogue::{Record, RecordType};
use tantivy::DocAddress;

use crate::document::key;
use crate::hidden::{HiddenRecord, HiddenRecords};

/// What must not be shown, by id, slug and file.
#[derive(Default)]
pub(super) struct HiddenNames {
    list: HiddenRecords,
    /// By key of an id or a slug, the record's place in the list.
    by_name: HashMap<String, usize>,
    /// By id of a file, the place of its dataset in the list.
    by_resource: HashMap<String, usize>,
    /// Documents that were hidden since this generation was opened: a new one is open meanwhile, and exports from this one
    /// go on.
    since: RwLock<HashSet<DocAddress>>,
}

impl HiddenNames {
    /// Returns the names of a list, and of those of its records that the generation has, each with its place in the list.
    pub fn of(list: &HiddenRecords, records: &[(usize, Record)]) -> Self {
        let mut hiding = Self {
            list: list.clone(),
            ..Self::default()
        };
        for (place, hidden) in list.records().iter().enumerate() {
            for name in [Some(&hidden.id), hidden.slug.as_ref()]
                .into_iter()
                .flatten()
            {
                let key = key(&hidden.record_type, name);
                hiding.by_name.insert(key, place);
            }
        }
        for (place, record) in records {
            let key = key(&record.record_type(), record.slug());
            hiding.by_name.insert(key, *place);
            if let Record::Dataset(dataset) = record {
                let resources = dataset.resources.iter().flatten();
                let ids = resources.filter_map(|resource| resource.id.clone());
                hiding.by_resource.extend(ids.map(|id| (id, *place)));
            }
        }
        hiding
    }

    pub fn list(&self) -> &HiddenRecords {
        &self.list
    }

    /// Returns the hidden record of that id or slug.
    pub fn named(&self, record_type: &RecordType, id_or_slug: &str) -> Option<&HiddenRecord> {
        if self.by_name.is_empty() {
            return None;
        }
        let place = self.by_name.get(&key(record_type, id_or_slug))?;
        self.list.records().get(*place)
    }

    /// Returns the hidden dataset that has the resource of that id.
    pub fn with_resource(&self, resource_id: &str) -> Option<&HiddenRecord> {
        let place = self.by_resource.get(resource_id)?;
        self.list.records().get(*place)
    }

    /// Takes documents for hidden since the generation was opened.
    pub fn hide_since(&self, documents: HashSet<DocAddress>) {
        let mut since = self.since.write().unwrap_or_else(PoisonError::into_inner);
        *since = documents;
    }

    /// Returns whether a document was hidden since the generation was opened.
    pub fn was_hidden_since(&self, document: DocAddress) -> bool {
        let since = self.since.read().unwrap_or_else(PoisonError::into_inner);
        since.contains(&document)
    }
}
