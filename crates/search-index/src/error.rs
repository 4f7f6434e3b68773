//! The errors of an index.

use std::io;
use std::path::{Path, PathBuf};

use crate::stop::{Stopped, is_stopped};

/// An error of the index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index directory holds no published generation yet.
    #[error("no index at `{}`: run `trouvaille rebuild-index`", .0.display())]
    NoIndex(PathBuf),
    /// Another process is building in this index directory.
    #[error("another rebuild is running in `{}`: wait for it to end, or stop it", .0.display())]
    Locked(PathBuf),
    /// `current` is gone, which names the live generation. Whoever serves one beside it says so.
    #[error("`current` is missing in `{}`: run `trouvaille rebuild-index`", .0.display())]
    CurrentLost(PathBuf),
    /// No earlier generation can be live again.
    #[error("no earlier generation in `{}` can be served: run `trouvaille rebuild-index`", .0.display())]
    NothingToRollBackTo(PathBuf),
    /// A generation of that name was never live here.
    #[error("no generation `{0}` was ever live here: `trouvaille status` lists those that were")]
    NeverLive(String),
    /// A generation was written by a version of Trouvaille with another schema or analyzer.
    #[error(
        "generation `{generation}` was written with {what} version {found}, this program needs {needed}: rebuild it"
    )]
    IncompatibleVersion {
        /// The generation's name.
        generation: String,
        /// `schema` or `analyzer`.
        what: &'static str,
        /// The version in its manifest.
        found: u32,
        /// This program's version.
        needed: u32,
    },
    /// A generation's files are not those that its manifest lists, or the manifest cannot be read.
    #[error(
        "generation `{generation}` is damaged: {reason}; `trouvaille rebuild-index` makes a new one"
    )]
    Damaged {
        /// The generation's name.
        generation: String,
        /// Which file is wrong, and how.
        reason: String,
    },
    /// The new generation holds far fewer records than the index has had in the last 30 days; it was not published.
    #[error(
        "only {new} records of type `{record_type}` where the index had {most} in the last 30 days: not published (use --force to publish it all the same)"
    )]
    TooFewRecords {
        /// `dataset` or `dataservice`.
        record_type: String,
        /// The most records that a live generation held.
        most: u64,
        /// The number of records in the new generation.
        new: u64,
    },
    /// The new generation failed its checks; it was not published.
    #[error("the new generation failed its check and was not published: {0}")]
    CheckFailed(String),
    /// It cannot be known which records must not be shown.
    #[error("`{}` cannot be read, which says what must not be shown: {reason}; mend it, or hide each record anew", .path.display())]
    HiddenUnreadable {
        /// The list.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The file system refused an operation.
    #[error("cannot {action} `{}`", .path.display())]
    Io {
        /// The operation, as a verb.
        action: &'static str,
        /// The file or directory that the operation was for.
        path: PathBuf,
        /// The reason that the file system gives.
        source: io::Error,
    },
    /// A generation cannot be written: the disk is full, for instance.
    #[error("cannot write the index in `{}`", .path.display())]
    Write {
        /// The index directory.
        path: PathBuf,
        /// The reason that the library gives.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The work was asked to stop ([`StopSignal`](crate::StopSignal)): nobody waits for it.
    #[error("stopped: nobody waits for it any more")]
    Stopped,
    /// tantivy, or the JSON library, failed.
    #[error("the index library failed to {action}")]
    Engine {
        /// The operation, as a verb.
        action: &'static str,
        /// The reason that the library gives.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// Returns what is wrong with a generation, without its name and the way out.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Damaged { reason, .. } => reason.clone(),
            Self::Io { source, .. } => format!("{self}: {source}"),
            other => other.to_string(),
        }
    }
}

impl From<Stopped> for Error {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// Turns an error of the file system into [`Error::Io`], with the operation and the file that it was for.
pub(crate) trait IoContext<T> {
    fn on(self, action: &'static str, path: &Path) -> Result<T, Error>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn on(self, action: &'static str, path: &Path) -> Result<T, Error> {
        self.map_err(|source| Error::Io {
            action,
            path: path.to_owned(),
            source,
        })
    }
}

/// Turns an error of tantivy or of the JSON library into [`Error::Engine`], with the operation that failed.
pub(crate) trait EngineContext<T> {
    fn to(self, action: &'static str) -> Result<T, Error>;
}

impl<T, E: std::error::Error + Send + Sync + 'static> EngineContext<T> for Result<T, E> {
    fn to(self, action: &'static str) -> Result<T, Error> {
        self.map_err(|source| {
            // What was asked to stop has failed for that.
            if is_stopped() {
                return Error::Stopped;
            }
            Error::Engine {
                action,
                source: Box::new(source),
            }
        })
    }
}
