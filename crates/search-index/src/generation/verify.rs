//! Whether a generation still holds what was written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::directory::Generations;
use super::manifest::{MANIFEST_FILE, Manifest, file_names, hash_of};
use crate::error::{Error, IoContext};
use crate::facet::Facet;
use crate::request::SearchRequest;
use crate::searcher::Searcher;

/// Compares files with their checksums, each file on disk once: a file that several generations share by hard links is
/// read for the first of them.
#[derive(Debug, Default)]
pub struct FileVerifier {
    /// By device and inode, the checksum that the file had.
    verified: Mutex<BTreeMap<(u64, u64), String>>,
}

impl FileVerifier {
    /// Reads the files of a generation for as long as `goes_on` says so.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] where a file does not have its checksum, [`Error::Io`] where it cannot be read.
    pub fn verify(
        &self,
        manifest: &Manifest,
        directory: &Path,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<(), Error> {
        manifest.check_files(directory)?;
        for file in &manifest.files {
            if !goes_on() {
                return Ok(());
            }
            let path = directory.join(&file.name);
            let id = fs::metadata(&path).map(|metadata| file_id(&metadata));
            let id = id.on("read", &path)?;
            let known = |id| self.lock().get(&id) == Some(&file.sha256);
            if id.is_some_and(known) {
                continue;
            }
            manifest.check_content(directory, file)?;
            if let Some(id) = id {
                self.lock().insert(id, file.sha256.clone());
            }
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<(u64, u64), String>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns what tells a file from all others while it is there.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn file_id(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;

    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn file_id(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

impl Generations {
    /// Returns all that is wrong with a generation: files that are missing, cut, changed or too many, a manifest that is not
    /// its own, records that cannot be read or found. Empty where it is sound. The records of a generation that another
    /// version of this program wrote are not looked at.
    #[must_use]
    pub fn verify(&self, name: &str) -> Vec<String> {
        let directory = self.path(name);
        let manifest = match self.manifest(name) {
            Ok(manifest) => manifest,
            Err(error) => return vec![error.reason()],
        };
        let mut damages = wrong_files(name, &manifest, &directory);
        if damages.is_empty() && manifest.check_versions().is_ok() {
            let checked = check_records(&directory, &manifest);
            damages.extend(checked.err().map(|error| error.reason()));
        }
        damages
    }
}

fn wrong_files(name: &str, manifest: &Manifest, directory: &Path) -> Vec<String> {
    let mut damages = Vec::new();
    let is_its_own = manifest.generation == name && name.ends_with(&hash_of(&manifest.files));
    if !is_its_own {
        damages.push(format!("`{MANIFEST_FILE}` is not that of this generation"));
    }
    for file in &manifest.files {
        let checked = manifest
            .check_file(directory, file)
            .and_then(|()| manifest.check_content(directory, file));
        damages.extend(checked.err().map(|error| error.reason()));
    }
    match file_names(directory) {
        Ok(mut names) => {
            names.retain(|name| manifest.files.iter().all(|file| file.name != *name));
            let unlisted = names.iter();
            damages.extend(unlisted.map(|name| format!("`{name}` is not in `{MANIFEST_FILE}`")));
        }
        Err(error) => damages.push(error.reason()),
    }
    damages
}

/// Checks that a generation opens, has as many records as its manifest says, and that each can be read and found.
fn check_records(directory: &Path, manifest: &Manifest) -> Result<(), Error> {
    let damaged = |reason: String| Error::Damaged {
        generation: manifest.generation.clone(),
        reason,
    };
    let searcher = Searcher::open_directory(directory, manifest.clone())?;
    let everything = SearchRequest {
        page_size: 1,
        ..SearchRequest::default().without(Facet::Archived)
    };
    let (found, told) = (
        searcher.search(&everything)?.total,
        manifest.records.total(),
    );
    if found != told {
        return Err(damaged(format!(
            "{told} records were added, {found} are found"
        )));
    }
    match searcher.unreadable_record()? {
        Some(reason) => Err(damaged(reason)),
        None => Ok(()),
    }
}
