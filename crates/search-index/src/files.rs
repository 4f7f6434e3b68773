//! Writing to the index directory: files that are whole or not there, for every reader.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::error::{Error, IoContext};
use crate::fault;

/// The mode of published files: whoever serves the index need not be who builds it.
#[cfg(unix)]
const FILE_MODE: u32 = 0o644;

/// The mode of the folder of a generation.
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o755;

/// Makes what was renamed or created in a folder outlast a power failure.
pub(crate) fn sync_directory(path: &Path) -> Result<(), Error> {
    fault::step()
        .and_then(|()| File::open(path))
        .and_then(|directory| directory.sync_all())
        .on("write", path)
}

/// Makes a file of a generation that was copied outlast a power failure.
pub(crate) fn sync_file(path: &Path) -> Result<(), Error> {
    fault::step()
        .and_then(|()| File::open(path))
        .and_then(|file| file.sync_all())
        .on("write", path)
}

/// Writes a file of a generation that is being built, to the disk.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = fault::step()
        .and_then(|()| File::create(path))
        .on("create", path)?;
    fault::step()
        .and_then(|()| file.write_all(bytes))
        .and_then(|()| fault::step())
        .and_then(|()| file.sync_all())
        .on("write", path)
}

/// Puts a file in the place of another one of the same name by one rename: a reader sees the old one or the new one.
///
/// # Errors
///
/// Where the file cannot be replaced: the old one is there then.
pub(crate) fn replace_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let (temporary, path) = (folder.join(format!(".{name}.tmp")), folder.join(name));
    let written = write_file(&temporary, bytes)
        .and_then(|()| make_readable(&temporary).on("write", &temporary))
        .and_then(|()| {
            fault::step()
                .and_then(|()| fs::rename(&temporary, &path))
                .on("replace", &path)
        });
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Removes the temporary file of a [`replace_file`] that was killed.
pub(crate) fn remove_temporary(folder: &Path, name: &str) {
    let _ = fs::remove_file(folder.join(format!(".{name}.tmp")));
}

/// Lets every user read a file, whatever the file mode creation mask of this process is.
#[cfg(unix)]
pub(crate) fn make_readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fault::step()?;
    fs::set_permissions(path, fs::Permissions::from_mode(FILE_MODE))
}

#[cfg(not(unix))]
pub(crate) fn make_readable(_: &Path) -> io::Result<()> {
    fault::step()
}

/// Lets every user read a folder and the files in it, but for some that are not this build's to change.
#[cfg(unix)]
pub(crate) fn make_folder_readable(
    folder: &Path,
    is_left_alone: &dyn Fn(&str) -> bool,
) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !is_left_alone(&entry.file_name().to_string_lossy()) {
            make_readable(&entry.path())?;
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(FOLDER_MODE))
}

#[cfg(not(unix))]
pub(crate) fn make_folder_readable(_: &Path, _: &dyn Fn(&str) -> bool) -> io::Result<()> {
    fault::step()
}
