//! The pages of a list on disk as they come, so that a rebuild which is killed or fails goes on where it was.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::part_file::names;

/// A journal that was begun longer ago is not gone on with: its records would be too old, and too many pages would have
/// shifted. It is shorter than a day, so that a nightly harvest begins anew.
const LONGEST_AGE: Duration = Duration::from_hours(12);

/// Ends the name of a journal.
const SUFFIX: &str = ".pages";

/// No page that was written is longer: what comes as a length beyond it is damage.
const LONGEST_ENTRY_BYTES: u32 = 256 << 20;

/// A page as the journal holds it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The list, by its path under the API's base.
    pub(super) list: String,
    pub(super) page: u64,
    pub(super) total: Option<u64>,
    pub(super) has_next: bool,
    /// The records, each as one line.
    pub(super) records: Vec<String>,
}

/// A journal that pages are added to: for each its length in bytes, then its JSON in a zstd frame with a checksum.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens the journal of a harvest, which `key` tells from others, and returns it with the pages that it holds.
    pub(super) fn open(directory: &Path, key: &str) -> Result<(Self, Entries), Error> {
        remove_old(directory);
        fs::create_dir_all(directory).map_err(Error::write(directory))?;
        let hash = Sha256::digest(key.as_bytes());
        let name = u64::from_be_bytes(std::array::from_fn(|index| hash[index]));
        let path = directory.join(format!(".{name:016x}{SUFFIX}"));
        let open = || {
            let mut options = File::options();
            options.create(true).truncate(false).read(true).write(true);
            let file = options.open(&path)?;
            Ok((file.try_clone()?, file))
        };
        let (file, entries) = open().map_err(Error::write(&path))?;
        let entries = Entries {
            file: entries,
            sound_bytes: 0,
        };
        Ok((Self { path, file }, entries))
    }

    /// Cuts off what is damaged, so that pages can be added behind those that were read.
    pub(super) fn go_on_behind(&mut self, entries: &Entries) -> Result<(), Error> {
        let bytes = entries.sound_bytes;
        let cut = self.file.set_len(bytes);
        cut.and_then(|()| io::Seek::seek(&mut self.file, io::SeekFrom::Start(bytes)))
            .map_err(Error::write(&self.path))?;
        Ok(())
    }

    /// Adds a page.
    pub(super) fn push(&mut self, entry: &Entry) -> Result<(), Error> {
        let written = frame(entry).and_then(|frame| self.file.write_all(&frame));
        written.map_err(Error::write(&self.path))
    }
}

impl Drop for Journal {
    /// Removes it where no page has come: the next run has nothing to go on with.
    fn drop(&mut self) {
        if self.file.metadata().is_ok_and(|file| file.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The pages of a journal, in the order in which they came, up to the first that is damaged.
pub(super) struct Entries {
    file: File,
    sound_bytes: u64,
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length).ok()?;
        let length = u32::from_le_bytes(length);
        if length > LONGEST_ENTRY_BYTES {
            return None;
        }
        let mut bytes = Vec::new();
        (&mut self.file)
            .take(u64::from(length))
            .read_to_end(&mut bytes)
            .ok()?;
        let json = zstd::decode_all(bytes.as_slice()).ok()?;
        let entry = serde_json::from_slice(&json).ok()?;
        self.sound_bytes += 4 + u64::from(length);
        Some(entry)
    }
}

fn frame(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; 4];
    let mut encoder = zstd::Encoder::new(&mut frame, 1)?;
    encoder.include_checksum(true)?;
    serde_json::to_writer(&mut encoder, entry)?;
    encoder.finish()?;
    let length = u32::try_from(frame.len() - 4).map_err(io::Error::other)?;
    frame[..4].copy_from_slice(&length.to_le_bytes());
    Ok(frame)
}

/// Removes all journals of a folder: what they hold has been published.
pub(crate) fn remove_journals(directory: &Path) {
    remove(directory, |_| true);
}

/// Removes the journals of a folder that were begun too long ago.
fn remove_old(directory: &Path) {
    remove(directory, |path| {
        let begun =
            fs::metadata(path).and_then(|metadata| metadata.created().or(metadata.modified()));
        // A clock that was set back makes an age negative: nobody knows how old the journal is.
        let age = begun
            .ok()
            .and_then(|begun| SystemTime::now().duration_since(begun).ok());
        age.is_none_or(|age| age > LONGEST_AGE)
    });
}

fn remove(directory: &Path, is_done_with: impl Fn(&Path) -> bool) {
    for name in names(directory) {
        let path = directory.join(&name);
        if name.starts_with('.') && name.ends_with(SUFFIX) && is_done_with(&path) {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(page: u64) -> Entry {
        Entry {
            list: "datasets/".to_owned(),
            page,
            total: Some(30),
            has_next: true,
            records: vec![format!(r#"{{"id": "{page}"}}"#)],
        }
    }

    fn read(directory: &Path) -> (Journal, Vec<Entry>) {
        let (mut journal, mut entries) = Journal::open(directory, "key").unwrap();
        let read: Vec<Entry> = entries.by_ref().collect();
        journal.go_on_behind(&entries).unwrap();
        (journal, read)
    }

    #[test]
    fn pages_are_read_again_up_to_the_first_that_is_damaged() {
        let directory = tempfile::tempdir().unwrap();
        let (mut journal, before) = read(directory.path());
        assert!(before.is_empty());
        for page in 1..=3 {
            journal.push(&entry(page)).unwrap();
        }
        let path = journal.path.clone();
        drop(journal);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        let (mut journal, found) = read(directory.path());
        assert_eq!(found, [entry(1), entry(2)]);
        journal.push(&entry(4)).unwrap();
        assert_eq!(read(directory.path()).1, [entry(1), entry(2), entry(4)]);
    }

    #[test]
    fn another_harvest_has_another_journal_and_all_go_at_once() {
        let directory = tempfile::tempdir().unwrap();
        for key in ["a", "b"] {
            let (mut journal, entries) = Journal::open(directory.path(), key).unwrap();
            assert_eq!(entries.count(), 0);
            journal.push(&entry(1)).unwrap();
        }
        assert_eq!(names(directory.path()).len(), 2);
        remove_journals(directory.path());
        assert!(names(directory.path()).is_empty());
    }
}
