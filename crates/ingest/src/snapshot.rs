//! Records as fetched, kept so that a later rebuild need not fetch them again.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// How many snapshots are kept.
const KEPT: usize = 2;

/// Appended to the name of a file that is not complete.
const PART: &str = ".part";

/// A snapshot in the making: zstd-compressed JSON Lines, under a temporary name until it is published.
pub(crate) struct Snapshot {
    part: PartFile,
    lines: Option<zstd::Encoder<'static, BufWriter<File>>>,
    directory: PathBuf,
    name: String,
}

impl Snapshot {
    /// Starts a snapshot in the index's folder for them.
    pub(crate) fn create(index: &Path, stamp: &str) -> Result<Self, Error> {
        let directory = index.join("snapshots");
        fs::create_dir_all(&directory).map_err(Error::write(&directory))?;
        let name = format!("{stamp}.jsonl.zst");
        let part = PartFile::new(&directory, &name);
        let file = File::create(part.path()).map_err(Error::write(part.path()))?;
        let lines =
            zstd::Encoder::new(BufWriter::new(file), 3).map_err(Error::write(part.path()))?;
        Ok(Self {
            part,
            lines: Some(lines),
            directory,
            name,
        })
    }

    /// Adds a record: one line of JSON.
    pub(crate) fn push(&mut self, json: &str) -> Result<(), Error> {
        if let Some(lines) = &mut self.lines {
            let written = lines
                .write_all(json.as_bytes())
                .and_then(|()| lines.write_all(b"\n"));
            written.map_err(Error::write(self.part.path()))?;
        }
        Ok(())
    }

    /// Writes out all that was added.
    pub(crate) fn complete(&mut self) -> Result<(), Error> {
        let Some(lines) = self.lines.take() else {
            return Ok(());
        };
        let written = lines.finish().and_then(|mut file| {
            file.flush()?;
            file.get_ref().sync_all()
        });
        written.map_err(Error::write(self.part.path()))
    }

    /// Gives the completed snapshot its name and removes the oldest ones. Returns its path.
    pub(crate) fn publish(self) -> Result<PathBuf, Error> {
        let path = self.directory.join(&self.name);
        fs::rename(self.part.path(), &path).map_err(Error::write(&path))?;
        prune(&self.directory, ".jsonl.zst", KEPT);
        Ok(path)
    }
}

/// A file under a temporary name. Removed when dropped, unless it was renamed before.
pub(crate) struct PartFile {
    path: PathBuf,
}

impl PartFile {
    /// Names the file; does not create it.
    pub(crate) fn new(directory: &Path, name: &str) -> Self {
        Self {
            path: directory.join(format!(".{name}{PART}")),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        // It may never have been created, or have its final name by now.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes the files with that suffix but the newest, whose names begin with the time. What cannot be removed stays.
pub(crate) fn prune(directory: &Path, suffix: &str, kept: usize) {
    let mut names = names(directory);
    names.retain(|name| name.ends_with(suffix) && !name.starts_with('.'));
    names.sort_unstable();
    for name in names.iter().rev().skip(kept) {
        let path = directory.join(name);
        if let Err(error) = fs::remove_file(&path) {
            tracing::warn!(path = %path.display(), "cannot remove an old file: {error}");
        }
    }
}

/// Removes what a killed rebuild left unfinished. Only the holder of the index's lock may.
pub(crate) fn remove_leftovers(directory: &Path) {
    for name in names(directory) {
        if name.starts_with('.') && name.ends_with(PART) {
            let _ = fs::remove_file(directory.join(name));
        }
    }
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_has_its_name_only_once_it_is_published() {
        let index = tempfile::tempdir().unwrap();
        let mut snapshot = Snapshot::create(index.path(), "20260116T080000.000Z").unwrap();
        snapshot.push(r#"{"id": "1"}"#).unwrap();
        let directory = index.path().join("snapshots");
        assert_eq!(names(&directory), [".20260116T080000.000Z.jsonl.zst.part"]);

        snapshot.complete().unwrap();
        let path = snapshot.publish().unwrap();
        assert_eq!(names(&directory), ["20260116T080000.000Z.jsonl.zst"]);
        let lines = zstd::decode_all(File::open(path).unwrap()).unwrap();
        assert_eq!(lines, b"{\"id\": \"1\"}\n");
    }

    #[test]
    fn a_snapshot_that_is_given_up_leaves_nothing() {
        let index = tempfile::tempdir().unwrap();
        let mut snapshot = Snapshot::create(index.path(), "20260116T080000.000Z").unwrap();
        snapshot.push("{}").unwrap();
        drop(snapshot);
        assert!(names(&index.path().join("snapshots")).is_empty());
    }

    #[test]
    fn the_newest_are_kept_and_other_files_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        for name in [
            "1.jsonl",
            "3.jsonl",
            "2.jsonl",
            "notes.txt",
            ".4.jsonl.part",
        ] {
            fs::write(directory.path().join(name), "").unwrap();
        }
        prune(directory.path(), ".jsonl", 2);
        remove_leftovers(directory.path());
        let mut names = names(directory.path());
        names.sort_unstable();
        assert_eq!(names, ["2.jsonl", "3.jsonl", "notes.txt"]);
    }
}
