//! Records as fetched, on disk until they are taken: a sync may bring more than memory should hold.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use catalogue::RecordType;

use crate::error::Error;
use crate::part_file::PartFile;

/// Records of one type, one a line, in a file that is removed in the end.
pub(super) struct Spool {
    pub(super) record_type: RecordType,
    part: PartFile,
    lines: BufWriter<File>,
    n_records: u64,
}

impl Spool {
    /// Makes the file in the index's folder `snapshots`.
    pub(super) fn create(index: &Path, record_type: &RecordType) -> Result<Self, Error> {
        let directory = index.join("snapshots");
        fs::create_dir_all(&directory).map_err(Error::write(&directory))?;
        let name = format!("sync-{}-{record_type}.jsonl", std::process::id());
        let part = PartFile::new(&directory, &name);
        let mut options = File::options();
        // It is read through the same handle: a rebuild that begins meanwhile removes files of this kind.
        let options = options.create(true).truncate(true).read(true).write(true);
        let file = options
            .open(part.path())
            .map_err(Error::write(part.path()))?;
        Ok(Self {
            record_type: record_type.clone(),
            part,
            lines: BufWriter::new(file),
            n_records: 0,
        })
    }

    /// Adds a record: one line of JSON.
    pub(super) fn push(&mut self, json: &str) -> Result<(), Error> {
        let written =
            (self.lines.write_all(json.as_bytes())).and_then(|()| self.lines.write_all(b"\n"));
        written.map_err(Error::write(self.part.path()))?;
        self.n_records += 1;
        Ok(())
    }

    pub(super) fn n_records(&self) -> u64 {
        self.n_records
    }

    /// Hands each record to `take`, in the order in which they came.
    pub(super) fn replay(
        &mut self,
        mut take: impl FnMut(String) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let unreadable = |source: io::Error| Error::Unreadable {
            source_name: self.part.path().display().to_string(),
            source,
        };
        self.lines.flush().map_err(Error::write(self.part.path()))?;
        let mut file = self.lines.get_ref();
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        for line in BufReader::new(file).lines() {
            take(line.map_err(unreadable)?)?;
        }
        Ok(())
    }

    /// Writes all added records to disk, where they can be read as a source until the spool is dropped.
    pub(super) fn complete(&mut self) -> Result<PathBuf, Error> {
        self.lines.flush().map_err(Error::write(self.part.path()))?;
        Ok(self.part.path().to_owned())
    }
}
