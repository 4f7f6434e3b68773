//! The directory that a published generation is read from. Nothing is written to disk: whoever serves an index need not be
//! allowed to write it, and a published generation never changes.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, RamDirectory, WatchCallback,
    WatchHandle, WritePtr,
};
use tantivy::{Index, ReloadPolicy};

use crate::error::{EngineContext, Error};
use crate::schema::tokenizers;

/// The files of a folder, mapped into memory. What tantivy writes, its locks among it, stays in memory and hides the file of
/// that name.
#[derive(Debug, Clone)]
pub(crate) struct ReadOnlyDirectory {
    files: MmapDirectory,
    written: RamDirectory,
}

impl ReadOnlyDirectory {
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Ok(Self {
            files: MmapDirectory::open(folder).to("open a generation")?,
            written: RamDirectory::create(),
        })
    }
}

/// Opens the documents of a generation's directory.
///
/// # Errors
///
/// Where its files cannot be read.
pub(super) fn open_engine(folder: &Path) -> Result<tantivy::Searcher, Error> {
    let files = ReadOnlyDirectory::open(folder)?;
    let mut index = Index::open(files).to("open a generation")?;
    index.set_tokenizers(tokenizers());
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    let reader: tantivy::IndexReader = reader.try_into().to("open a generation")?;
    Ok(reader.searcher())
}

impl Directory for ReadOnlyDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if self.written.exists(path)? {
            self.written.get_file_handle(path)
        } else {
            self.files.get_file_handle(path)
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.written.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.written.exists(path)? || self.files.exists(path)?)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.written.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if self.written.exists(path)? {
            self.written.atomic_read(path)
        } else {
            self.files.atomic_read(path)
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.written.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.written.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.written.watch(callback)
    }
}
