//! What a generation says of itself.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use catalogue::{Date, RecordType};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::analyzer::ANALYZER_VERSION;
use crate::error::{Error, IoContext};
use crate::schema::SCHEMA_VERSION;

/// The file's name in the generation's directory.
pub(super) const MANIFEST_FILE: &str = "manifest.json";

/// What a generation holds, where that came from, and which versions wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The generation's name.
    pub generation: String,
    /// How many records of each type.
    pub records: RecordCounts,
    /// How many records were set aside because they could not be read.
    pub rejected: u64,
    /// How many records had the type and id of an earlier one, and were left out.
    pub duplicates: u64,
    /// Where the records came from, in order.
    pub sources: Vec<String>,
    /// When the sources were read.
    pub fetched_at: Date,
    /// When the generation was published.
    pub published_at: Date,
    /// How long the build took, in seconds.
    pub seconds: f64,
    /// The version of the fields.
    pub schema_version: u32,
    /// The version of the French analyzer.
    pub analyzer_version: u32,
    /// The program's version.
    pub program_version: String,
    /// Its files.
    pub files: Vec<FileChecksum>,
}

/// How many records of each type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecordCounts {
    /// Datasets.
    pub dataset: u64,
    /// Dataservices.
    pub dataservice: u64,
}

impl RecordCounts {
    /// Returns how many there are in all.
    #[must_use]
    pub fn total(self) -> u64 {
        self.dataset + self.dataservice
    }

    /// Counts one more.
    pub(super) fn add(&mut self, record_type: &RecordType) {
        match record_type {
            RecordType::Dataservice => self.dataservice += 1,
            RecordType::Dataset | RecordType::Other(_) => self.dataset += 1,
        }
    }
}

/// A file of a generation, as it was when the generation was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChecksum {
    /// Its name.
    pub name: String,
    /// Its size, in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
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

    /// Returns the size of its files, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// Returns whether it holds nothing but the bundled sample.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.sources == ["sample"]
    }

    /// Returns an error unless this program can read the generation.
    ///
    /// # Errors
    ///
    /// [`Error::IncompatibleVersion`].
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

    /// Returns an error where a file is missing or has another size. Quick: contents are not read.
    pub(crate) fn check_files(&self, directory: &Path) -> Result<(), Error> {
        for file in &self.files {
            let found = fs::metadata(directory.join(&file.name)).map(|metadata| metadata.len());
            let reason = match found {
                Ok(bytes) if bytes == file.bytes => continue,
                Ok(bytes) => format!(
                    "`{}` has {bytes} bytes instead of {}",
                    file.name, file.bytes
                ),
                Err(error) => format!("`{}`: {error}", file.name),
            };
            return Err(Error::Damaged {
                generation: self.generation.clone(),
                reason,
            });
        }
        Ok(())
    }
}

/// Returns the checksums of a directory's files, by name.
pub(super) fn checksums(directory: &Path) -> Result<Vec<FileChecksum>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).on("read", directory)? {
        let entry = entry.on("read", directory)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // tantivy's own lock files are not part of what it wrote.
        let is_lock = Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "lock");
        if !is_lock && name != MANIFEST_FILE {
            files.push(checksum(&entry.path(), name)?);
        }
    }
    files.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn checksum(path: &Path, name: String) -> Result<FileChecksum, Error> {
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
