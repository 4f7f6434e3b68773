//! What a generation tells beside its records: reuses of datasets, and organizations. A file of their own each, since the API's
//! records, with which a sync replaces the documents, do not have them.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{EngineContext, Error, IoContext};
use crate::files::write_file;

/// The file of reuses in the generation's directory.
pub(crate) const REUSES_FILE: &str = "reuses.json";

/// The file of organizations in the generation's directory.
pub(crate) const ORGANIZATIONS_FILE: &str = "organizations.json";

/// Reads such a file; nothing where the generation has none.
///
/// # Errors
///
/// Where the file is there and cannot be read.
pub(crate) fn read_told<T: DeserializeOwned>(
    directory: &Path,
    file: &str,
) -> Result<Vec<T>, Error> {
    let path = directory.join(file);
    match fs::read(&path) {
        Ok(json) => serde_json::from_slice(&json).to("read what is told beside the records"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).on("read", &path),
    }
}

/// Writes such a file, unless there is nothing to tell.
///
/// # Errors
///
/// Where the file cannot be written: the disk is full, for instance.
pub(super) fn write_told<T: Serialize>(
    directory: &Path,
    file: &str,
    told: &[T],
) -> Result<(), Error> {
    if told.is_empty() {
        return Ok(());
    }
    let json = serde_json::to_vec(told).to("write what is told beside the records")?;
    write_file(&directory.join(file), &json)
}
