//! The directory that tantivy writes a new generation into: each operation is a step that a test can let fail, each file has
//! a checksum of what was written, and what is read of the larger files is in memory only while it is read.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes,
    TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{HasLen, IndexWriter, TantivyError};

use super::manifest::{FileChecksum, read_with_checksum};
use super::waiting::WaitingDocument;
use crate::error::{EngineContext, Error};
use crate::fault;

/// A folder on disk, whose operations of writing are steps.
#[derive(Debug, Clone)]
pub(super) struct WrittenDirectory {
    files: MmapDirectory,
    written: WrittenFiles,
}

/// What is known of the files that are written.
#[derive(Debug, Clone, Default)]
pub(super) struct WrittenFiles(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    /// The CRC-32 of each file that was written to its end and is still there, by path.
    checksums: Mutex<HashMap<PathBuf, u32>>,
    /// The first error of writing. tantivy may only tell that a thread has ended.
    failure: Mutex<Option<Arc<io::Error>>>,
}

impl WrittenDirectory {
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Ok(Self {
            files: MmapDirectory::open(folder).to("create a generation")?,
            written: WrittenFiles::default(),
        })
    }

    /// Returns the files that are written here, those that will be too.
    pub fn written(&self) -> WrittenFiles {
        self.written.clone()
    }
}

impl WrittenFiles {
    /// Reads a file of the folder and returns its checksum for the manifest.
    ///
    /// # Errors
    ///
    /// [`Error::CheckFailed`] where the file does not hold what was written.
    pub fn checksum(&self, folder: &Path, name: String) -> Result<FileChecksum, Error> {
        let written = self.lock().get(Path::new(&name)).copied();
        let mut found = crc32fast::Hasher::new();
        let checksum = read_with_checksum(&folder.join(&name), name, |bytes| found.update(bytes))?;
        if written.is_some_and(|written| written != found.finalize()) {
            let name = &checksum.name;
            return Err(Error::CheckFailed(format!(
                "checksum: `{name}` does not hold what was written"
            )));
        }
        Ok(checksum)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, u32>> {
        let checksums = self.0.checksums.lock();
        checksums.unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns why no more documents can be written. The given error says only that a thread of tantivy has ended; the next
    /// commit says why, unless another of its threads ended well, and then the file that could not be written.
    pub fn why_ended(
        &self,
        writer: &RwLock<Option<IndexWriter<WaitingDocument>>>,
        error: TantivyError,
    ) -> TantivyError {
        let writer = writer.write().ok().and_then(|mut writer| writer.take());
        let reason = writer.and_then(|mut writer| writer.commit().err());
        self.why(reason.unwrap_or(error))
    }

    /// Returns why nothing more can be written: the first error of a file, or else what tantivy says.
    pub fn why(&self, error: TantivyError) -> TantivyError {
        let failure = self.0.failure.lock();
        let failure = failure.unwrap_or_else(PoisonError::into_inner).clone();
        failure.map_or(error, TantivyError::IoError)
    }

    /// Takes note of an error of writing, and hands it on.
    fn noted<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            let noted = Arc::new(io::Error::new(error.kind(), error.to_string()));
            let failure = self.0.failure.lock();
            let mut failure = failure.unwrap_or_else(PoisonError::into_inner);
            failure.get_or_insert(noted);
        })
    }
}

impl Directory for WrittenDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.files.get_file_handle(path)?;
        if path
            .extension()
            .is_none_or(|extension| extension != "store")
        {
            return Ok(file);
        }
        Ok(Arc::new(BrieflyMapped {
            n_bytes: file.len(),
            files: self.files.clone(),
            path: path.to_owned(),
        }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        fault::step().map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_owned(),
        })?;
        self.files.delete(path)?;
        self.written.lock().remove(path);
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        fault::step().map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        Ok(BufWriter::new(Box::new(WrittenFile {
            file: self.files.open_write(path)?,
            path: path.to_owned(),
            checksum: crc32fast::Hasher::new(),
            written: self.written.clone(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        fault::step()?;
        self.files.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        fault::step()?;
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// Stored records, mapped into memory for as long as somebody holds what was read. They are two thirds of an index, and a
/// merge, which reads each segment's once and in turn, would have those of all segments in memory at its end.
#[derive(Debug)]
struct BrieflyMapped {
    files: MmapDirectory,
    path: PathBuf,
    n_bytes: usize,
}

impl HasLen for BrieflyMapped {
    fn len(&self) -> usize {
        self.n_bytes
    }
}

impl FileHandle for BrieflyMapped {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let file = self.files.get_file_handle(&self.path);
        file.map_err(io::Error::other)?.read_bytes(range)
    }
}

/// A file that is being written. Its end on disk is a step; single writes are too many to be.
struct WrittenFile {
    file: WritePtr,
    path: PathBuf,
    checksum: crc32fast::Hasher,
    written: WrittenFiles,
}

impl Write for WrittenFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_written = self.written.noted(self.file.write(bytes))?;
        self.checksum.update(&bytes[..n_written]);
        Ok(n_written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.written.noted(self.file.flush())
    }
}

impl TerminatingWrite for WrittenFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.written.noted(fault::step())?;
        self.written.noted(self.file.terminate_ref(token))?;
        let checksum = self.checksum.clone().finalize();
        self.written.lock().insert(self.path.clone(), checksum);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_does_not_hold_what_was_written_has_no_checksum() {
        let folder = tempfile::tempdir().unwrap();
        let directory = WrittenDirectory::open(folder.path()).unwrap();
        let path = Path::new("a.store");
        let mut file = directory.open_write(path).unwrap();
        file.write_all(b"un deux trois").unwrap();
        file.terminate().unwrap();
        let checksum = |name: &str| directory.written().checksum(folder.path(), name.to_owned());
        assert_eq!(checksum("a.store").unwrap().bytes, 13);
        let read = directory.open_read(path).unwrap().slice(3..7);
        assert_eq!(read.read_bytes().unwrap().as_slice(), b"deux");

        fs::write(folder.path().join(path), b"un deux quatr").unwrap();
        let refused = checksum("a.store").unwrap_err().to_string();
        assert!(refused.contains("`a.store` does not hold"), "{refused}");
        // Of what somebody else wrote nothing is known.
        directory.delete(path).unwrap();
        fs::write(folder.path().join(path), b"quatre").unwrap();
        assert_eq!(checksum("a.store").unwrap().bytes, 6);
    }
}
