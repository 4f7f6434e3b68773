//! The ids and slugs of records that the platform has deleted. A generation keeps nothing else of such a record.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use catalogue::RecordType;

use crate::document::key;
use crate::error::{Error, IoContext};
use crate::files::write_file;

/// The file's name in the generation's directory; a generation without deleted records has no such file.
pub(super) const DELETED_FILE: &str = "deleted.txt";

/// The ids and slugs of deleted records, each with the record's type.
#[derive(Debug, Default)]
pub(crate) struct DeletedRecords(BTreeSet<String>);

impl DeletedRecords {
    /// Adds the id or the slug of a deleted record, and returns whether it is new.
    pub fn add(&mut self, record_type: &RecordType, id_or_slug: &str) -> bool {
        // The file has one on each line: an id or slug with a line end could not be read back.
        !id_or_slug.contains(['\n', '\r']) && self.0.insert(key(record_type, id_or_slug))
    }

    /// Removes the id or the slug of a record, and returns whether it was there.
    pub fn remove(&mut self, record_type: &RecordType, id_or_slug: &str) -> bool {
        self.0.remove(&key(record_type, id_or_slug))
    }

    /// Returns whether a record with this type and this id or slug was deleted.
    pub fn contains(&self, record_type: &RecordType, id_or_slug: &str) -> bool {
        self.0.contains(&key(record_type, id_or_slug))
    }

    /// Reads the deleted records of a generation; none where it has no file of them.
    ///
    /// # Errors
    ///
    /// Where the file is there and cannot be read.
    pub fn read(directory: &Path) -> Result<Self, Error> {
        let path = directory.join(DELETED_FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Self(text.lines().map(str::to_owned).collect())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).on("read", &path),
        }
    }

    /// Writes the file, unless there are no deleted records.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written: the disk is full, for instance.
    pub fn write(&self, directory: &Path) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        let path = directory.join(DELETED_FILE);
        let mut lines = String::new();
        for name in &self.0 {
            lines.push_str(name);
            lines.push('\n');
        }
        write_file(&path, lines.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_as_written() {
        let directory = tempfile::tempdir().unwrap();
        let mut deleted = DeletedRecords::default();
        deleted.write(directory.path()).unwrap();
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);

        deleted.add(&RecordType::Dataset, "53699934a3a729239d2046ef");
        deleted.add(&RecordType::Dataset, "bornes-été");
        deleted.write(directory.path()).unwrap();
        let read = DeletedRecords::read(directory.path()).unwrap();
        assert!(read.contains(&RecordType::Dataset, "bornes-été"));
        assert!(!read.contains(&RecordType::Dataservice, "bornes-été"));
        assert!(!read.contains(&RecordType::Dataset, "bornes"));
    }
}
