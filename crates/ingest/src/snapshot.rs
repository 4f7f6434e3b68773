//! Records as fetched, kept so that a later rebuild need not fetch them again.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::part_file::{PartFile, prune};

/// How many snapshots are kept.
const KEPT: usize = 2;

/// A snapshot in the making: zstd-compressed JSON Lines, under a temporary name until it is published.
pub(crate) struct Snapshot {
    part: PartFile,
    lines: Option<zstd::Encoder<'static, BufWriter<File>>>,
    directory: PathBuf,
    name: String,
}

impl Snapshot {
    /// Starts a snapshot in the index's folder `snapshots`.
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

    /// Writes all added records to disk.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::part_file::names;

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
}
