//! How far the live generation has followed its source, where that has changed since it was published: `sync.json`, beside
//! the generations.
//!
//! A generation's manifest says it, and is never changed. An update that finds nothing new makes no generation; it writes
//! here that the live one is up to date. The file names the generation that it is about, and counts for no other.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::directory::Generations;
use super::manifest::Manifest;
use super::sync_state::SyncState;
use crate::error::{EngineContext, Error};
use crate::files::replace_file;

/// The file's name in the index directory.
pub(super) const SYNC_FILE: &str = "sync.json";

#[derive(Debug, Serialize, Deserialize)]
struct SyncFile {
    generation: String,
    sync: SyncState,
}

/// Writes how far a generation has followed its source.
///
/// # Errors
///
/// Where the file cannot be replaced.
pub(super) fn write_sync_state(
    root: &Path,
    generation: &str,
    sync: &SyncState,
) -> Result<(), Error> {
    let file = SyncFile {
        generation: generation.to_owned(),
        sync: sync.clone(),
    };
    let json = serde_json::to_vec(&file).to("write how far the source was followed")?;
    replace_file(root, SYNC_FILE, &json)
}

impl Generations {
    /// Returns the manifest of a generation, with how far it has followed its source since it was published.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn manifest_with_sync(&self, name: &str) -> Result<Manifest, Error> {
        let mut manifest = self.manifest(name)?;
        if let Some(file) = read(self.root())
            && file.generation == name
        {
            manifest.sync = Some(file.sync);
        }
        Ok(manifest)
    }
}

/// Returns what the file says. Where it cannot be read, the manifest's older state holds: what has changed since is asked
/// for once more.
fn read(root: &Path) -> Option<SyncFile> {
    let path = root.join(SYNC_FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "how far the source was followed cannot be read");
            return None;
        }
    };
    serde_json::from_slice(&bytes)
        .inspect_err(|error| {
            tracing::warn!(path = %path.display(), %error, "how far the source was followed cannot be read");
        })
        .ok()
}
