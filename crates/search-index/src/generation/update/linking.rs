//! The files of the base that an update shares by hard links.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::deleted_terms::DELETED_TERMS_FILE;
use crate::error::{Error, IoContext};
use crate::fault;
use crate::files::{make_folder_readable, sync_file};
use crate::generation::deleted::DELETED_FILE;
use crate::generation::manifest::{FileChecksum, Manifest, file_names};
use crate::generation::publications::PUBLICATIONS_FILE;
use crate::generation::writing::WrittenFiles;
use crate::suggest::SUGGESTIONS_FILE;

/// tantivy's files that it replaces with each commit: copied, since a linked one is the base's.
const REPLACED: [&str; 2] = ["meta.json", ".managed.json"];

/// Our own files that each update writes anew.
const REWRITTEN: [&str; 4] = [
    DELETED_FILE,
    DELETED_TERMS_FILE,
    PUBLICATIONS_FILE,
    SUGGESTIONS_FILE,
];

/// The files that are the base's, by name, with their checksums.
pub(super) struct Linked(BTreeMap<String, FileChecksum>);

/// Links the files of a generation into a folder; where the file system cannot, it copies them.
///
/// # Errors
///
/// Where a file can be neither linked nor copied.
pub(super) fn link_base(base: &Manifest, from: &Path, to: &Path) -> Result<Linked, Error> {
    let mut linked = BTreeMap::new();
    for file in &base.files {
        let name = file.name.as_str();
        if REWRITTEN.contains(&name) {
            continue;
        }
        let (source, target) = (from.join(name), to.join(name));
        let step = || fault::step().on("link", &target);
        if REPLACED.contains(&name) {
            step()?;
            fs::copy(&source, &target).on("copy", &source)?;
            continue;
        }
        step()?;
        if fs::hard_link(&source, &target).is_err() {
            fs::copy(&source, &target).on("copy", &source)?;
            sync_file(&target)?;
        }
        linked.insert(file.name.clone(), file.clone());
    }
    Ok(Linked(linked))
}

impl Linked {
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Compares the files of the base with their checksums, so that no damage is handed on: neither by a link nor, where
    /// segments are merged, under a new checksum.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] where a file is not what was written.
    pub fn check(&self, base: &Manifest, folder: &Path) -> Result<(), Error> {
        let mut files = self.0.values();
        files.try_for_each(|file| base.check_content(folder, file))
    }

    /// Returns the checksums of a folder's files, sorted by name. Files of the base are not read again.
    ///
    /// # Errors
    ///
    /// [`Error::CheckFailed`] where a file does not hold what was written.
    pub fn checksums(
        &self,
        folder: &Path,
        written: &WrittenFiles,
    ) -> Result<Vec<FileChecksum>, Error> {
        let names = file_names(folder)?;
        let checksums = names.into_iter().map(|name| match self.0.get(&name) {
            Some(known) => Ok(known.clone()),
            None => written.checksum(folder, name),
        });
        checksums.collect()
    }

    /// Lets every user read the files that are not the base's, and the folder.
    pub fn make_others_readable(&self, folder: &Path) -> Result<(), Error> {
        make_folder_readable(folder, &|name| self.contains(name)).on("write", folder)
    }
}
