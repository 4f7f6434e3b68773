//! The directory that tantivy writes a new generation into: each operation is a step that a test can let fail.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use tantivy::Index;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use crate::error::{EngineContext, Error};
use crate::fault;

/// A folder on disk, whose operations of writing are steps.
#[derive(Debug, Clone)]
pub(super) struct WrittenDirectory(MmapDirectory);

impl WrittenDirectory {
    pub fn open(folder: &Path) -> Result<Self, Error> {
        MmapDirectory::open(folder)
            .map(Self)
            .to("create a generation")
    }
}

impl Directory for WrittenDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        fault::step().map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_owned(),
        })?;
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        fault::step().map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        let file = self.0.open_write(path)?;
        Ok(BufWriter::new(Box::new(WrittenFile(file))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        fault::step()?;
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        fault::step()?;
        self.0.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.0.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

/// A file that is being written. Its end on disk is a step; single writes are too many to be.
struct WrittenFile(WritePtr);

impl Write for WrittenFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for WrittenFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        fault::step()?;
        self.0.terminate_ref(token)
    }
}

/// Checks that those of tantivy's files that are new have the checksums that were computed while they were written.
///
/// # Errors
///
/// [`Error::CheckFailed`] where one has not.
pub(super) fn check_written(building: &Path, is_new: &dyn Fn(&str) -> bool) -> Result<(), Error> {
    let index = Index::open_in_dir(building).to("open the written generation")?;
    for file in index.directory().list_managed_files() {
        let name = file.to_string_lossy();
        // The list of segments has no checksum of its own; what was merged away is gone.
        let has_checksum = name != "meta.json" && building.join(&file).exists();
        if !has_checksum || !is_new(&name) {
            continue;
        }
        let holds = index.directory().validate_checksum(&file);
        if !holds.to("read the written files")? {
            return Err(Error::CheckFailed(format!(
                "checksum: `{name}` does not hold what was written"
            )));
        }
    }
    Ok(())
}
