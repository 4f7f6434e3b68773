//! The index directory: which generations lie in it, which of them is live, and which were.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use catalogue::Date;

use super::history::{Entry, History};
use super::manifest::Manifest;
use crate::error::{Error, IoContext};
use crate::files::replace_file;

/// The prefix of an unfinished generation's directory.
pub(super) const BUILDING_PREFIX: &str = ".building-";

/// The file that names the live generation.
pub(super) const CURRENT_FILE: &str = "current";

/// The generations of one index directory.
pub struct Generations {
    root: PathBuf,
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
        let path = self.root.join(CURRENT_FILE);
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

    /// Returns the generations that were live and are there, the live one first, then the latest first. Those that the
    /// operator rolled back from come last.
    ///
    /// # Errors
    ///
    /// Where the directory or its history cannot be read.
    pub fn once_live(&self) -> Result<Vec<String>, Error> {
        let live = self.live().ok().flatten();
        let mut names = self.history()?.latest_first();
        names.retain(|name| Some(name) != live.as_ref());
        names.splice(0..0, live);
        names.retain(|name| self.path(name).is_dir());
        Ok(names)
    }

    /// Returns whether a generation was ever live here, be it gone or not.
    pub(crate) fn was_ever_live(&self) -> Result<bool, Error> {
        Ok(!self.history()?.is_empty())
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

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the directory that holds the generations.
    pub(super) fn directory(&self) -> PathBuf {
        self.root.join("generations")
    }

    pub(super) fn lock_file(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Returns the history. Where an older version of this program has kept none, the generations up to the live one are
    /// taken to have been live, in the order of their names; all of them where `current` is lost too.
    pub(super) fn history(&self) -> Result<History, Error> {
        if let Some(history) = History::read(&self.root)? {
            return Ok(history);
        }
        let live = self.live().ok().flatten();
        let mut names = self.names()?;
        names.retain(|name| live.as_ref().is_none_or(|live| name <= live));
        let manifests = names.iter().filter_map(|name| self.manifest(name).ok());
        let entries = manifests.map(|manifest| Entry {
            live_since: manifest.published_at,
            ..Entry::of(&manifest)
        });
        Ok(History::of(entries.collect()))
    }

    /// Returns the names of the generations that have one, oldest first, live or not.
    pub(super) fn names(&self) -> Result<Vec<String>, Error> {
        let mut names = self.entries()?;
        names.retain(|name| is_generation_name(name));
        names.sort_unstable();
        Ok(names)
    }

    /// Returns the names of what lies in `generations/`.
    pub(super) fn entries(&self) -> Result<Vec<String>, Error> {
        let directory = self.directory();
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).on("read", &directory),
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry.on("read", &directory)?.file_name();
            names.push(name.to_string_lossy().into_owned());
        }
        Ok(names)
    }

    /// Makes a generation the live one, by one rename: a reader of `current` sees the old name or the new one.
    ///
    /// # Errors
    ///
    /// Where `current` cannot be replaced: the live generation is the one before then.
    pub(super) fn make_live(&self, name: &str) -> Result<(), Error> {
        replace_file(&self.root, CURRENT_FILE, format!("{name}\n").as_bytes())
    }
}

/// Returns whether a name is one that a build gives: `20260116T080000.000Z-0a1b2c3d`. Whatever else lies beside the
/// generations is foreign.
#[must_use]
pub fn is_generation_name(name: &str) -> bool {
    const FORM: &[u8] = b"00000000T000000.000Z-xxxxxxxx";
    let fits = |(form, byte): (&u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'x' => byte.is_ascii_hexdigit(),
        form => byte == *form,
    };
    name.len() == FORM.len() && FORM.iter().zip(name.bytes()).all(fits)
}

/// Returns when a generation was made, by its name.
pub(crate) fn made_at(generation: &str) -> Option<Date> {
    if !is_generation_name(generation) {
        return None;
    }
    let part = |range| generation.get(range).unwrap_or_default();
    let (year, month, day) = (part(0..4), part(4..6), part(6..8));
    let (hour, minute, second) = (part(9..11), part(11..13), part(13..20));
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}")
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_build_gives_is_foreign() {
        assert!(is_generation_name("20260116T080000.123Z-0a1b2c3d"));
        for name in [
            "",
            "lost+found",
            ".building-7",
            "20260116T080000.123Z",
            "20260116T080000.123Z-0a1b2c3d.old",
        ] {
            assert!(!is_generation_name(name), "{name}");
        }
    }
}
