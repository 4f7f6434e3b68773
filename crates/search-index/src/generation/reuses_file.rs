//! The reuses of a generation's datasets: a file of their own, since the API's records, with which a sync replaces the
//! documents, do not have them.

use std::fs;
use std::io;
use std::path::Path;

use catalogue::Reuse;

use crate::error::{EngineContext, Error, IoContext};
use crate::files::write_file;

/// The file's name in the generation's directory; a generation without reuses has no such file.
const REUSES_FILE: &str = "reuses.json";

/// Reads the reuses of a generation; none where it has no file of them.
///
/// # Errors
///
/// Where the file is there and cannot be read.
pub(crate) fn read_reuses(directory: &Path) -> Result<Vec<Reuse>, Error> {
    let path = directory.join(REUSES_FILE);
    match fs::read(&path) {
        Ok(json) => serde_json::from_slice(&json).to("read the reuses"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).on("read", &path),
    }
}

/// Writes the file, unless there are no reuses.
///
/// # Errors
///
/// Where the file cannot be written: the disk is full, for instance.
pub(super) fn write_reuses(directory: &Path, reuses: &[Reuse]) -> Result<(), Error> {
    if reuses.is_empty() {
        return Ok(());
    }
    let json = serde_json::to_vec(reuses).to("write the reuses")?;
    write_file(&directory.join(REUSES_FILE), &json)
}
