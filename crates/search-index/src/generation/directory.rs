//! The index directory: which generations lie in it, and which of them is live.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use catalogue::Date;
use serde::Serialize;

use super::manifest::Manifest;
use crate::error::{Error, IoContext};

/// The prefix of an unfinished generation's directory.
pub(super) const BUILDING_PREFIX: &str = ".building-";

/// The generations of one index directory.
pub struct Generations {
    root: PathBuf,
}

/// A published generation, as `trouvaille status` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct GenerationStatus {
    /// Whether searches use it.
    pub live: bool,
    /// The size of the generation's files, in bytes.
    pub bytes: u64,
    /// The time since the generation was published, in seconds.
    pub age_seconds: i64,
    /// The generation's manifest.
    #[serde(flatten)]
    pub manifest: Manifest,
}

impl Generations {
    /// Returns the generations of an index directory, which need not exist yet.
    #[must_use]
    pub fn at(index: &Path) -> Self {
        Self {
            root: index.to_owned(),
        }
    }

    /// Returns the name of the live generation, if one was published.
    ///
    /// # Errors
    ///
    /// Where `current` is there and cannot be read, or holds no name.
    pub fn live(&self) -> Result<Option<String>, Error> {
        let path = self.current_file();
        let name = match fs::read_to_string(&path) {
            Ok(text) => text.trim().to_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).on("read", &path),
        };
        if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
            let reason = format!("`{}` names no generation", path.display());
            return Err(Error::Damaged {
                generation: name,
                reason,
            });
        }
        Ok(Some(name))
    }

    /// Returns every published generation, newest first.
    ///
    /// # Errors
    ///
    /// Where the directory or a manifest cannot be read.
    pub fn status(&self) -> Result<Vec<GenerationStatus>, Error> {
        let live = self.live()?;
        let now = Date::now().as_microseconds();
        let mut generations = Vec::new();
        for name in self.names()?.into_iter().rev() {
            let manifest = self.manifest(&name)?;
            generations.push(GenerationStatus {
                live: live.as_deref() == Some(name.as_str()),
                bytes: manifest.bytes(),
                age_seconds: (now - manifest.published_at.as_microseconds()) / 1_000_000,
                manifest,
            });
        }
        Ok(generations)
    }

    /// Returns the manifest of a generation.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn manifest(&self, name: &str) -> Result<Manifest, Error> {
        Manifest::read(name, &self.path(name))
    }

    /// Returns the directory of a generation.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory().join(name)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the directory that holds the generations.
    pub(super) fn directory(&self) -> PathBuf {
        self.root.join("generations")
    }

    fn current_file(&self) -> PathBuf {
        self.root.join("current")
    }

    pub(super) fn lock_file(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Returns the names of the published generations, oldest first.
    fn names(&self) -> Result<Vec<String>, Error> {
        let mut names = self.entries()?;
        names.retain(|name| !name.starts_with('.'));
        names.sort_unstable();
        Ok(names)
    }

    fn entries(&self) -> Result<Vec<String>, Error> {
        let directory = self.directory();
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).on("read", &directory),
        };
        let mut names = Vec::new();
        for entry in entries {
            names.push(
                entry
                    .on("read", &directory)?
                    .file_name()
                    .to_string_lossy()
                    .into_owned(),
            );
        }
        Ok(names)
    }

    /// Makes a generation the live one, by one rename: a reader of `current` sees the old name or the new one.
    pub(super) fn publish(&self, name: &str) -> Result<(), Error> {
        let (temporary, current) = (self.root.join(".current.tmp"), self.current_file());
        let mut file = fs::File::create(&temporary).on("create", &temporary)?;
        writeln!(file, "{name}").on("write", &temporary)?;
        file.sync_all().on("write", &temporary)?;
        fs::rename(&temporary, &current).on("replace", &current)?;
        sync_directory(&self.root)
    }

    /// Removes the oldest generations but the live one, until `n_kept` are left.
    pub(super) fn prune(&self, n_kept: usize) -> Result<(), Error> {
        let live = self.live()?;
        let mut names = self.names()?;
        while names.len() > n_kept.max(1) {
            let Some(oldest) = names.iter().position(|name| Some(name) != live.as_ref()) else {
                break;
            };
            let path = self.path(&names.remove(oldest));
            fs::remove_dir_all(&path).on("remove", &path)?;
        }
        Ok(())
    }

    /// Removes the unfinished generations of killed builds. The caller must hold the lock, or it would remove a build
    /// that is under way.
    pub(super) fn remove_leftovers(&self) -> Result<(), Error> {
        for name in self
            .entries()?
            .iter()
            .filter(|name| name.starts_with(BUILDING_PREFIX))
        {
            let path = self.path(name);
            fs::remove_dir_all(&path).on("remove", &path)?;
        }
        Ok(())
    }
}

pub(super) fn sync_directory(path: &Path) -> Result<(), Error> {
    fs::File::open(path)
        .and_then(|directory| directory.sync_all())
        .on("write", path)
}
