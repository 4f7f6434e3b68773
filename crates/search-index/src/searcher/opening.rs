//! Which generation is opened: the live one or, where it is damaged, lost or another version's, the latest sound one of this
//! version that was live.

use std::path::Path;

use super::Searcher;
use crate::error::Error;
use crate::generation::Generations;
use crate::hidden::HiddenRecords;

/// An opened generation.
pub struct Opening {
    /// The generation.
    pub searcher: Searcher,
    /// Why it is not the live one that was opened; `None` where it is.
    pub trouble: Option<String>,
}

impl Searcher {
    /// Opens the live generation of an index directory. Where it is damaged or another version's, or `current` is lost, the
    /// latest sound one of this version that was live is opened instead, and an error is logged.
    ///
    /// # Errors
    ///
    /// [`Error::NoIndex`] where nothing was published yet, [`Error::IncompatibleVersion`] where only other versions of this
    /// program did, [`Error::HiddenUnreadable`] where it cannot be known what must not be shown, [`Error::Damaged`] or [`Error::CurrentLost`] where no generation that was live is sound.
    pub fn open(index: &Path) -> Result<Self, Error> {
        let opening = Self::open_sound(index, &|_| false)?;
        if let Some(trouble) = &opening.trouble {
            tracing::error!("{trouble}");
        }
        Ok(opening.searcher)
    }

    /// Opens a generation as [`open`](Self::open) does, and tells why it is another one than the live one. Generations of
    /// which it is known that they are damaged are passed over.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn open_sound(
        index: &Path,
        is_known_damaged: &dyn Fn(&str) -> bool,
    ) -> Result<Opening, Error> {
        let generations = Generations::at(index);
        let hidden = HiddenRecords::read(index)?;
        let live = generations.live();
        let failure = match &live {
            Ok(Some(name)) if is_known_damaged(name) => Error::Damaged {
                generation: name.clone(),
                reason: "its files are not those that were written".to_owned(),
            },
            Ok(Some(name)) => match Self::open_generation(&generations, name, &hidden) {
                Ok(searcher) => {
                    return Ok(Opening {
                        searcher,
                        trouble: None,
                    });
                }
                // Of another version of this program, while it is replaced by that one: old answers are better than none.
                Err(error) => error,
            },
            Ok(None) => Error::CurrentLost(index.to_owned()),
            Err(error) => Error::Damaged {
                generation: "current".to_owned(),
                reason: error.reason(),
            },
        };
        let once_live = generations.once_live()?;
        if once_live.is_empty() && matches!(failure, Error::CurrentLost(_)) {
            // Nothing was ever published here, or all of it is gone.
            return Err(if generations.was_ever_live()? {
                failure
            } else {
                Error::NoIndex(index.to_owned())
            });
        }
        let live = live.ok().flatten();
        for name in once_live {
            if Some(&name) == live.as_ref() || is_known_damaged(&name) {
                continue;
            }
            match Self::open_generation(&generations, &name, &hidden) {
                Ok(searcher) => {
                    let trouble = format!("{failure}; generation `{name}` is served instead");
                    return Ok(Opening {
                        searcher,
                        trouble: Some(trouble),
                    });
                }
                Err(error) => tracing::warn!(%error, "a generation cannot be served instead"),
            }
        }
        // The error of `current` itself says best what is wrong.
        Err(failure)
    }

    /// Opens the generation of that name.
    ///
    /// # Errors
    ///
    /// Where it is damaged, or of another version.
    pub fn open_named(index: &Path, name: &str) -> Result<Self, Error> {
        let hidden = HiddenRecords::read(index)?;
        Self::open_generation(&Generations::at(index), name, &hidden)
    }

    fn open_generation(
        generations: &Generations,
        name: &str,
        hidden: &HiddenRecords,
    ) -> Result<Self, Error> {
        let manifest = generations.manifest(name)?;
        manifest.check_versions()?;
        let directory = generations.path(name);
        manifest.check_files(&directory)?;
        Self::open_hiding(&directory, manifest, hidden)
    }
}
