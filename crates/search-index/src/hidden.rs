//! Records that must not be shown: `hidden.json`, beside the generations.
//!
//! The list outlives rebuilds: it names records by type and id, whatever generation has them. The generations keep such a
//! record in their files; whoever opens one leaves it out (`searcher::hiding`).

use std::fs::{self, File};
use std::io;
use std::path::Path;

use catalogue::{Date, RecordType};
use serde::{Deserialize, Serialize};

use crate::error::{EngineContext, Error, IoContext};
use crate::files::{remove_temporary, replace_file, sync_directory};

/// The file's name in the index directory; an index without hidden records need not have it.
const HIDDEN_FILE: &str = "hidden.json";

/// A record that must not be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenRecord {
    /// Whether it describes a dataset or a dataservice.
    #[serde(rename = "type")]
    pub record_type: RecordType,
    /// Its id.
    pub id: String,
    /// Its slug when it was hidden, where the index had it.
    pub slug: Option<String>,
    /// Why it is hidden, for whoever asks for it.
    pub reason: String,
    /// Since when.
    pub hidden_at: Date,
}

impl HiddenRecord {
    /// Returns whether a text is the record's id or slug.
    #[must_use]
    pub fn is_named(&self, id_or_slug: &str) -> bool {
        self.id == id_or_slug || self.slug.as_deref() == Some(id_or_slug)
    }
}

/// The records that must not be shown, and when the list last changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenRecords {
    changed_at: Option<Date>,
    records: Vec<HiddenRecord>,
}

impl HiddenRecords {
    /// Reads the list of an index directory; an empty one where there is none.
    ///
    /// # Errors
    ///
    /// [`Error::HiddenUnreadable`] where it is there and cannot be read: nothing may be shown then.
    pub fn read(index: &Path) -> Result<Self, Error> {
        let path = index.join(HIDDEN_FILE);
        let unreadable = |reason: String| Error::HiddenUnreadable {
            path: path.clone(),
            reason,
        };
        match fs::read(&path) {
            Ok(json) => {
                serde_json::from_slice(&json).map_err(|error| unreadable(error.to_string()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }

    /// Changes the list of an index directory. Another change at the same time waits; a build does not hold it up.
    ///
    /// # Errors
    ///
    /// Where the list cannot be read or written: it is as before then.
    pub fn change<T>(index: &Path, change: impl FnOnce(&mut Self) -> T) -> Result<T, Error> {
        let directory = File::open(index).on("open", index)?;
        directory.lock().on("lock", index)?;
        remove_temporary(index, HIDDEN_FILE);
        let mut list = Self::read(index)?;
        let before = list.records.clone();
        let result = change(&mut list);
        if list.records != before {
            list.changed_at = Some(Date::now());
            let json = serde_json::to_vec_pretty(&list).to("write the hidden records")?;
            replace_file(index, HIDDEN_FILE, &json)?;
            sync_directory(index)?;
        }
        Ok(result)
    }

    /// Adds a record, or changes the reason of one that is hidden already.
    pub fn hide(&mut self, record: HiddenRecord) {
        let mut known = self.records.iter_mut();
        let is_same = |known: &&mut HiddenRecord| {
            known.record_type == record.record_type && known.id == record.id
        };
        match known.find(is_same) {
            Some(known) => known.reason = record.reason,
            None => self.records.push(record),
        }
    }

    /// Removes the records of that id or slug, and returns them.
    pub fn show(
        &mut self,
        record_type: Option<&RecordType>,
        id_or_slug: &str,
    ) -> Vec<HiddenRecord> {
        let is_meant = |record: &mut HiddenRecord| {
            record.is_named(id_or_slug)
                && record_type.is_none_or(|record_type| record.record_type == *record_type)
        };
        self.records.extract_if(.., is_meant).collect()
    }

    /// Returns the records, in the order in which they were hidden.
    #[must_use]
    pub fn records(&self) -> &[HiddenRecord] {
        &self.records
    }

    /// Returns when the list last changed; `None` where there never was one.
    #[must_use]
    pub fn changed_at(&self) -> Option<Date> {
        self.changed_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, reason: &str) -> HiddenRecord {
        HiddenRecord {
            record_type: RecordType::Dataset,
            id: id.to_owned(),
            slug: Some(format!("jeu-{id}")),
            reason: reason.to_owned(),
            hidden_at: "2026-01-16T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_list_is_read_back_and_changed_by_id_and_slug() {
        let index = tempfile::tempdir().unwrap();
        let read = || HiddenRecords::read(index.path()).unwrap();
        assert_eq!(read(), HiddenRecords::default());
        let change = |record: HiddenRecord| {
            HiddenRecords::change(index.path(), |list| list.hide(record)).unwrap();
        };
        change(record("1", "one"));
        change(record("2", "two"));
        change(record("1", "another"));
        assert_eq!(
            read().records(),
            [record("1", "another"), record("2", "two")]
        );
        assert!(read().changed_at().is_some());
        for (name, removed) in [("jeu-2", 1), ("2", 0), ("1", 1)] {
            let shown = HiddenRecords::change(index.path(), |list| list.show(None, name));
            assert_eq!(shown.unwrap().len(), removed, "{name}");
        }
        assert!(read().records().is_empty());
    }

    #[test]
    fn a_list_that_cannot_be_read_is_no_empty_list() {
        let index = tempfile::tempdir().unwrap();
        fs::write(index.path().join(HIDDEN_FILE), "{").unwrap();
        assert!(HiddenRecords::read(index.path()).is_err());
        let changed = HiddenRecords::change(index.path(), |list| list.hide(record("1", "one")));
        assert!(changed.is_err());
        assert_eq!(fs::read(index.path().join(HIDDEN_FILE)).unwrap(), b"{");
    }
}
