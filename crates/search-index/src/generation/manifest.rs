//! The manifest of a generation: what it holds, where that came from, and the checksums of its files.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use catalogue::{Date, RecordType};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::sync_state::SyncState;
use crate::analyzer::ANALYZER_VERSION;
use crate::error::{Error, IoContext};
use crate::schema::SCHEMA_VERSION;

/// The file's name in the generation's directory.
pub(super) const MANIFEST_FILE: &str = "manifest.json";

/// The manifest of a generation, as `manifest.json` holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The generation's name.
    pub generation: String,
    /// The number of records of each type.
    pub records: RecordCounts,
    /// The number of records that a source announced and that did not come; an operator accepted their loss.
    #[serde(default)]
    pub missing: u64,
    /// The number of records that were set aside because they could not be read.
    pub rejected: u64,
    /// The number of records that were left out because an earlier one had their type and id.
    pub duplicates: u64,
    /// The sources that the records were read from, in order.
    pub sources: Vec<String>,
    /// When the sources were read.
    pub fetched_at: Date,
    /// When the generation was published.
    pub published_at: Date,
    /// The duration of the build, in seconds.
    pub seconds: f64,
    /// The version of the schema: [`SCHEMA_VERSION`] of the program that built the generation.
    pub schema_version: u32,
    /// The version of the French analyzer: [`ANALYZER_VERSION`] of the program that built the generation.
    pub analyzer_version: u32,
    /// The version of the program that built the generation.
    pub program_version: String,
    /// Whether the operator had it published without asking the guard against shrinking.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forced: bool,
    /// What an update has changed; `None` where the generation was built whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<UpdateCounts>,
    /// How far the generation has followed its source; `None` where it follows none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync: Option<SyncState>,
    /// The generation's files, by name, without the manifest.
    pub files: Vec<FileChecksum>,
}

/// What an update has changed in the generation that it began from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateCounts {
    /// The name of the generation that the update began from.
    pub base: String,
    /// The number of records that the base did not have.
    pub added: u64,
    /// The number of records in the place of one of the same type and id.
    pub replaced: u64,
    /// The number of records that the base had.
    pub removed: u64,
    /// The number of records that could not be read.
    pub rejected: u64,
}

/// The number of records of each type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecordCounts {
    /// Datasets.
    pub dataset: u64,
    /// Dataservices.
    pub dataservice: u64,
}

impl RecordCounts {
    /// Returns the number of all records.
    #[must_use]
    pub fn total(self) -> u64 {
        self.dataset + self.dataservice
    }

    /// Leaves one record out.
    pub(crate) fn remove(&mut self, record_type: &RecordType) {
        let count = match record_type {
            RecordType::Dataservice => &mut self.dataservice,
            RecordType::Dataset | RecordType::Other(_) => &mut self.dataset,
        };
        *count = count.saturating_sub(1);
    }

    /// Returns the larger number of each type.
    pub(super) fn most(self, other: Self) -> Self {
        Self {
            dataset: self.dataset.max(other.dataset),
            dataservice: self.dataservice.max(other.dataservice),
        }
    }

    /// Counts one more record.
    pub(crate) fn add(&mut self, record_type: &RecordType) {
        match record_type {
            RecordType::Dataservice => self.dataservice += 1,
            RecordType::Dataset | RecordType::Other(_) => self.dataset += 1,
        }
    }
}

/// A file of a generation, as it was when the generation was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChecksum {
    /// The file's name.
    pub name: String,
    /// The file's size, in bytes.
    pub bytes: u64,
    /// The SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub(super) fn read(generation: &str, directory: &Path) -> Result<Self, Error> {
        let path = directory.join(MANIFEST_FILE);
        let damaged = |reason: String| Error::Damaged {
            generation: generation.to_owned(),
            reason,
        };
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(damaged(format!("there is no `{}`", path.display())));
            }
            result => result.on("read", &path)?,
        };
        serde_json::from_str(&text).map_err(|error| damaged(format!("`{MANIFEST_FILE}`: {error}")))
    }

    /// Returns the size of the generation's files, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// Returns whether the bundled sample is the generation's only source.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.sources == ["sample"]
    }

    /// Checks that this program can read the generation.
    ///
    /// # Errors
    ///
    /// [`Error::IncompatibleVersion`] where another version of the schema or of the analyzer wrote it.
    pub fn check_versions(&self) -> Result<(), Error> {
        let versions = [
            ("schema", self.schema_version, SCHEMA_VERSION),
            ("analyzer", self.analyzer_version, ANALYZER_VERSION),
        ];
        for (what, found, needed) in versions {
            if found != needed {
                return Err(Error::IncompatibleVersion {
                    generation: self.generation.clone(),
                    what,
                    found,
                    needed,
                });
            }
        }
        Ok(())
    }

    /// Checks that every file has its checksum: all of them are read, which takes about a second for each gigabyte.
    pub(crate) fn check_contents(&self, directory: &Path) -> Result<(), Error> {
        self.check_files(directory)?;
        self.files
            .iter()
            .try_for_each(|file| self.check_content(directory, file))
    }

    /// Checks that one file has its checksum.
    pub(crate) fn check_content(&self, directory: &Path, file: &FileChecksum) -> Result<(), Error> {
        let found = checksum(&directory.join(&file.name), file.name.clone())?;
        if found == *file {
            return Ok(());
        }
        Err(Error::Damaged {
            generation: self.generation.clone(),
            reason: format!(
                "the bytes of `{}` are not those that were written",
                file.name
            ),
        })
    }

    /// Checks that every file is there and has its size. Contents are not read, so that a generation opens quickly.
    pub(crate) fn check_files(&self, directory: &Path) -> Result<(), Error> {
        self.files
            .iter()
            .try_for_each(|file| self.check_file(directory, file))
    }

    /// Checks that one file is there and has its size.
    pub(super) fn check_file(&self, directory: &Path, file: &FileChecksum) -> Result<(), Error> {
        let found = fs::metadata(directory.join(&file.name)).map(|metadata| metadata.len());
        let reason = match found {
            Ok(bytes) if bytes == file.bytes => return Ok(()),
            Ok(bytes) => format!(
                "`{}` has {bytes} bytes instead of {}",
                file.name, file.bytes
            ),
            Err(error) => format!("`{}`: {error}", file.name),
        };
        Err(Error::Damaged {
            generation: self.generation.clone(),
            reason,
        })
    }
}

/// Returns the part of a generation's name that its files give: the beginning of the hash of their checksums.
pub(super) fn hash_of(files: &[FileChecksum]) -> String {
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(file.sha256.as_bytes());
    }
    let mut hash = hexadecimal(&hasher.finalize());
    hash.truncate(8);
    hash
}

/// Returns the names of a generation's files but for the manifest, sorted.
pub(super) fn file_names(directory: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).on("read", directory)? {
        let name = entry.on("read", directory)?.file_name();
        let name = name.to_string_lossy().into_owned();
        // tantivy's lock files are no part of the index.
        let is_lock = Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "lock");
        if !is_lock && name != MANIFEST_FILE {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Returns the checksum of a file.
pub(super) fn checksum(path: &Path, name: String) -> Result<FileChecksum, Error> {
    read_with_checksum(path, name, |_| {})
}

/// Reads a file to its end, shows `seen` all that it reads, and returns its checksum.
pub(super) fn read_with_checksum(
    path: &Path,
    name: String,
    mut seen: impl FnMut(&[u8]),
) -> Result<FileChecksum, Error> {
    let mut file = fs::File::open(path).on("read", path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer).on("read", path)?;
        if n == 0 {
            break;
        }
        hasher.update(&buffer[..n]);
        seen(&buffer[..n]);
        bytes += n as u64;
    }
    Ok(FileChecksum {
        name,
        bytes,
        sha256: hexadecimal(&hasher.finalize()),
    })
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
