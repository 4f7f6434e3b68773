//! The folder of a generation that is being written, with the lock that keeps others out: what a build and an update share.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::directory::{BUILDING_PREFIX, Generations};
use super::manifest::{FileChecksum, MANIFEST_FILE, Manifest, hash_of};
use crate::error::{EngineContext, Error, IoContext};
use crate::fault;
use crate::files::{sync_directory, write_file};
use catalogue::Date;

/// How often the folder of a failed build is tried to be removed, and the time between.
const REMOVALS: u32 = 100;
const BETWEEN_REMOVALS: Duration = Duration::from_millis(10);

/// A hidden folder beside the generations. Dropped before [`publish`](Self::publish) has succeeded, it is removed; killed,
/// it is left for the next build to remove.
pub(super) struct Building {
    generations: Generations,
    folder: PathBuf,
    /// Whether the generation in it is live.
    is_live: bool,
    made_root: bool,
    _lock: File,
}

impl Building {
    /// Locks an index directory, which is made if need be, removes what killed builds have left, and makes the folder.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] where another process is building there; [`Error::Io`] where nothing can be written.
    pub fn start(index: &Path) -> Result<Self, Error> {
        let generations = Generations::at(index);
        let directory = generations.directory();
        let made_root = !index.exists();
        let started = fault::step()
            .and_then(|()| fs::create_dir_all(&directory))
            .on("create", &directory)
            .and_then(|()| Self::start_in(&generations, made_root));
        if !matches!(started, Ok(_) | Err(Error::Locked(_))) {
            generations.remove_if_new(made_root);
        }
        started
    }

    fn start_in(generations: &Generations, made_root: bool) -> Result<Self, Error> {
        let lock = generations.lock()?;
        generations.tidy()?;
        let folder = generations.path(&format!("{BUILDING_PREFIX}{}", std::process::id()));
        fault::step()
            .and_then(|()| fs::create_dir(&folder))
            .on("create", &folder)?;
        Ok(Self {
            generations: Generations::at(generations.root()),
            folder,
            is_live: false,
            made_root,
            _lock: lock,
        })
    }

    pub fn generations(&self) -> &Generations {
        &self.generations
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Gives the folder the generation's name and makes it live, then removes old generations.
    ///
    /// # Errors
    ///
    /// Where the file system refuses before the generation is live.
    pub fn publish(&mut self, manifest: &Manifest, n_kept: usize) -> Result<(), Error> {
        let published = self.generations.path(&manifest.generation);
        fault::step()
            .and_then(|()| fs::rename(&self.folder, &published))
            .on("name", &published)?;
        self.folder = published;
        sync_directory(&self.generations.directory())?;
        self.generations.publish(manifest, None)?;
        self.is_live = true;
        if let Err(error) = self.generations.prune(n_kept) {
            // The new generation is live; an old one that stays costs only disk.
            tracing::warn!(%error, "an old generation could not be removed");
        }
        Ok(())
    }

    pub fn cannot_write(&self, source: tantivy::TantivyError) -> Error {
        Error::Write {
            path: self.generations.root().to_owned(),
            source: Box::new(source),
        }
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if !self.is_live {
            remove_unfinished(&self.folder);
            self.generations.remove_if_new(self.made_root);
        }
    }
}

/// Removes the folder of a generation that is given up. After a failure, a thread of tantivy may still be making files in it,
/// which ends once the folder is gone.
fn remove_unfinished(folder: &Path) {
    for _ in 0..REMOVALS {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                std::thread::sleep(BETWEEN_REMOVALS);
            }
            _ => return,
        }
    }
}

/// Returns the name of a generation with these files.
pub(super) fn generation_name(files: &[FileChecksum]) -> String {
    let time = Date::now()
        .timestamp()
        .strftime("%Y%m%dT%H%M%S%.3fZ")
        .to_string();
    format!("{time}-{}", hash_of(files))
}

pub(super) fn write_manifest(building: &Path, manifest: &Manifest) -> Result<(), Error> {
    let json = serde_json::to_vec_pretty(manifest).to("write a manifest")?;
    write_file(&building.join(MANIFEST_FILE), &json)
}

pub(super) fn poisoned() -> Error {
    Error::CheckFailed("a thread that added records failed".to_owned())
}
