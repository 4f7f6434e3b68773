//! The changes of an update.

use std::collections::HashMap;

use catalogue::{Record, RecordType};

use crate::generation::check::Probe;
use crate::generation::deleted::DeletedRecords;
use crate::generation::manifest::{RecordCounts, UpdateCounts};

/// The changes so far.
pub(super) struct Changes {
    pub by_key: HashMap<String, Changed>,
    pub deleted: DeletedRecords,
    pub changed_deleted: bool,
    pub probes: Vec<Probe>,
}

/// A record that has changed.
pub(super) struct Changed {
    pub record_type: RecordType,
    pub was_there: bool,
    pub is_there: bool,
}

impl Changes {
    pub fn none() -> Self {
        Self {
            by_key: HashMap::new(),
            deleted: DeletedRecords::default(),
            changed_deleted: false,
            probes: Vec::new(),
        }
    }

    pub fn are_none(&self) -> bool {
        self.by_key.is_empty() && !self.changed_deleted
    }

    pub fn add_deleted(&mut self, record_type: &RecordType, id_or_slug: &str) {
        self.changed_deleted |= self.deleted.add(record_type, id_or_slug);
    }

    /// A record that is there again was not deleted.
    pub fn forget_deleted(&mut self, record: &Record) {
        for name in [record.id(), record.slug()] {
            self.changed_deleted |= self.deleted.remove(&record.record_type(), name);
        }
    }

    /// Returns the numbers of records, given those of the base.
    pub fn records(&self, mut records: RecordCounts) -> RecordCounts {
        for changed in self.by_key.values() {
            match (changed.was_there, changed.is_there) {
                (false, true) => records.add(&changed.record_type),
                (true, false) => records.remove(&changed.record_type),
                _ => {}
            }
        }
        records
    }

    pub fn counts(&self, base: &str, rejected: u64) -> UpdateCounts {
        let n = |was_there: bool, is_there: bool| {
            let changed = self.by_key.values();
            let such = changed.filter(|it| (it.was_there, it.is_there) == (was_there, is_there));
            such.count() as u64
        };
        UpdateCounts {
            base: base.to_owned(),
            added: n(false, true),
            replaced: n(true, true),
            removed: n(true, false),
            rejected,
        }
    }
}
