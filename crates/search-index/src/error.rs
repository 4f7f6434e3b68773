//! What can go wrong with an index.

use std::io;
use std::path::{Path, PathBuf};

/// An error of the index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index directory holds no published generation yet.
    #[error("no index at `{}`: run `trouvaille rebuild-index`", .0.display())]
    NoIndex(PathBuf),
    /// Another process is building in this index directory.
    #[error("another rebuild is running in `{}`: wait for it to end, or stop it", .0.display())]
    Locked(PathBuf),
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
    /// A generation is not what its manifest says.
    #[error("generation `{generation}` is damaged: {reason}")]
    Damaged {
        /// The generation's name.
        generation: String,
        /// What does not fit.
        reason: String,
    },
    /// The new generation holds far fewer records than the live one; it was not published.
    #[error(
        "only {new} records of type `{record_type}` where the live index has {live}: not published (use --force to publish it all the same)"
    )]
    TooFewRecords {
        /// The type of record.
        record_type: String,
        /// How many the live generation has.
        live: u64,
        /// How many the new one would have.
        new: u64,
    },
    /// The new generation failed its checks; it was not published.
    #[error("the new generation failed its check and was not published: {0}")]
    CheckFailed(String),
    /// The file system refused.
    #[error("cannot {action} `{}`", .path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A generation cannot be written: the disk is full, for instance.
    #[error("cannot write the index in `{}`", .path.display())]
    Write {
        /// The index directory.
        path: PathBuf,
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The index library refused.
    #[error("the index library failed to {action}")]
    Engine {
        /// What was tried, as a verb.
        action: &'static str,
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Gives an operation's failure the file that it was about.
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

/// Gives a failure of tantivy the words of what was tried.
pub(crate) trait EngineContext<T> {
    fn to(self, action: &'static str) -> Result<T, Error>;
}

impl<T, E: std::error::Error + Send + Sync + 'static> EngineContext<T> for Result<T, E> {
    fn to(self, action: &'static str) -> Result<T, Error> {
        self.map_err(|source| Error::Engine {
            action,
            source: Box::new(source),
        })
    }
}
