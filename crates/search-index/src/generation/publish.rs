//! Publishing: which generation becomes live, what is kept beside it, and what goes.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::directory::{BUILDING_PREFIX, CURRENT_FILE, Generations};
use super::history::{Entry, HISTORY_FILE};
use super::manifest::Manifest;
use super::sync_file::SYNC_FILE;
use crate::error::{Error, IoContext};
use crate::fault;
use crate::files::{remove_temporary, sync_directory};

/// What a rollback has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollback {
    /// The generation that was live before, if `current` named one.
    pub from: Option<String>,
    /// The one that is live now.
    pub to: String,
}

impl Generations {
    /// Locks the index directory against other builds and rollbacks. The lock ends with the returned file, or the process.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] where another process holds it.
    pub(super) fn lock(&self) -> Result<File, Error> {
        let path = self.lock_file();
        loop {
            let file = fault::step()
                .and_then(|()| {
                    File::options()
                        .create(true)
                        .truncate(false)
                        .write(true)
                        .open(&path)
                })
                .on("open", &path)?;
            match file.try_lock() {
                Ok(()) if is_same_file(&file, &path) => return Ok(file),
                // A failed first build has removed the file meanwhile: that lock would keep nobody out.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Error::Locked(self.root().to_owned())),
                Err(TryLockError::Error(error)) => return Err(error).on("lock", &path),
            }
        }
    }

    /// Removes what killed builds have left: unfinished generations, and those that have a name and were never live. Writes
    /// the history where it lacks the live generation. The caller must hold the lock.
    pub(super) fn tidy(&self) -> Result<(), Error> {
        for name in [CURRENT_FILE, HISTORY_FILE, SYNC_FILE] {
            remove_temporary(self.root(), name);
        }
        let mut history = self.history()?;
        let live = self.live().ok().flatten();
        if let Some(manifest) = live.as_ref().and_then(|live| self.manifest(live).ok())
            && history.last() != live.as_deref()
        {
            history.add(Entry::of(&manifest));
        }
        for name in self.entries()? {
            let is_unfinished = name.starts_with(BUILDING_PREFIX);
            let is_live = live.as_ref() == Some(&name);
            let is_orphan = super::directory::is_generation_name(&name)
                && !is_live
                && history.is_whole
                && !history.was_live(&name);
            if is_unfinished || is_orphan {
                tracing::info!(name, "removing what a build has left that did not end");
                self.remove(&name);
            }
        }
        for name in self.foreign()? {
            tracing::warn!(
                name,
                "not a generation, and left alone: it lies in `generations`"
            );
        }
        history.write(self.root(), |name| self.path(name).is_dir())
    }

    /// Makes a generation live. Whatever fails after `current` names it is told and is no error.
    ///
    /// # Errors
    ///
    /// Where `current` cannot be replaced: the live generation is the one before then.
    pub(super) fn publish(
        &self,
        manifest: &Manifest,
        rolled_back_from: Option<String>,
    ) -> Result<(), Error> {
        self.make_live(&manifest.generation)?;
        let entry = Entry {
            rolled_back_from,
            ..Entry::of(manifest)
        };
        let told = sync_directory(self.root()).and_then(|()| self.remember(entry));
        if let Err(error) = told {
            let generation = &manifest.generation;
            tracing::warn!(%error, generation, "the generation is live; what follows its publication failed");
        }
        Ok(())
    }

    fn remember(&self, entry: Entry) -> Result<(), Error> {
        let mut history = self.history()?;
        history.add(entry);
        history.write(self.root(), |name| self.path(name).is_dir())
    }

    /// Removes generations until so many are left of those that were live: the latest, the live one among them. Whole builds
    /// and updates are counted apart, so that updates every few minutes leave the latest whole builds to roll back to.
    pub(super) fn prune(&self, n_kept: usize) -> Result<(), Error> {
        let live = self.live()?;
        let is_sound = |name: &String| {
            let manifest = self.manifest(name);
            manifest.is_ok_and(|manifest| {
                manifest.check_versions().is_ok() && manifest.check_files(&self.path(name)).is_ok()
            })
        };
        // What cannot be served is the first to go.
        let (mut kept, broken): (Vec<String>, Vec<String>) = self
            .once_live()?
            .into_iter()
            .partition(|name| Some(name) == live.as_ref() || is_sound(name));
        kept.extend(broken);
        let (mut n_whole, mut n_updates) = (0, 0);
        for name in kept {
            let manifest = self.manifest(&name);
            let is_update = manifest.is_ok_and(|manifest| manifest.update.is_some());
            let n_such = if is_update {
                &mut n_updates
            } else {
                &mut n_whole
            };
            *n_such += 1;
            if *n_such > n_kept.max(1) {
                self.remove(&name);
            }
        }
        Ok(())
    }

    /// Removes a generation. One that cannot be removed costs only disk, and the next build tries again.
    pub(super) fn remove(&self, name: &str) {
        let path = self.path(name);
        let removed = fault::step().and_then(|()| {
            if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            }
        });
        if let Err(error) = removed.on("remove", &path) {
            tracing::warn!(%error, name, "what lies in `generations` could not be removed");
        }
    }

    /// Makes an earlier generation live again: the one of that name, or the latest sound one that was live before.
    ///
    /// # Errors
    ///
    /// [`Error::NothingToRollBackTo`] where there is none, [`Error::NeverLive`] where the named one was not published,
    /// others where it is damaged or of another version, or `current` cannot be written. The live generation is the one
    /// before then.
    pub fn roll_back(&self, to: Option<&str>) -> Result<Rollback, Error> {
        if !self.directory().is_dir() {
            return Err(Error::NoIndex(self.root().to_owned()));
        }
        let _lock = self.lock()?;
        self.tidy()?;
        let live = self.live().ok().flatten();
        let manifest = match to {
            Some(name) => {
                if !self.once_live()?.iter().any(|known| known == name) {
                    return Err(Error::NeverLive(name.to_owned()));
                }
                self.checked(name)?
            }
            None => self.earlier(live.as_deref())?,
        };
        let to = manifest.generation.clone();
        if live.as_ref() != Some(&to) {
            self.publish(&manifest, live.clone())?;
        }
        Ok(Rollback { from: live, to })
    }

    /// Returns the latest sound generation that was live, but for the live one and those that were rolled back from.
    fn earlier(&self, live: Option<&str>) -> Result<Manifest, Error> {
        let history = self.history()?;
        for name in self.once_live()? {
            if Some(name.as_str()) == live || history.was_rolled_back(&name) {
                continue;
            }
            match self.checked(&name) {
                Ok(manifest) => return Ok(manifest),
                Err(error) => tracing::warn!(%error, "a generation is passed over"),
            }
        }
        Err(Error::NothingToRollBackTo(self.root().to_owned()))
    }

    /// Returns the manifest of a generation that this program can serve, each file with its checksum.
    fn checked(&self, name: &str) -> Result<Manifest, Error> {
        let manifest = self.manifest(name)?;
        manifest.check_versions()?;
        manifest.check_contents(&self.path(name))?;
        Ok(manifest)
    }

    /// Removes the folders of an index that a first build has made and left empty, and its lock.
    pub(super) fn remove_if_new(&self, made_root: bool) {
        if self.root().join(CURRENT_FILE).exists()
            || self.history().is_ok_and(|history| !history.is_empty())
        {
            return;
        }
        // A folder that is not empty stays: only what is empty can be removed so.
        if fs::remove_dir(self.directory()).is_ok() {
            let _ = fs::remove_file(self.root().join(HISTORY_FILE));
            let _ = fs::remove_file(self.lock_file());
            if made_root {
                let _ = fs::remove_dir(self.root());
            }
        }
    }
}

/// Returns whether the open file is the one that has this path.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => id(open) == id(named),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same_file(_: &File, path: &Path) -> bool {
    path.exists()
}
