//! Folders that a rebuild makes and does not fill.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of a rebuild in an index directory. When dropped, those that are empty are removed, and with them the index
/// directory where it was not there before.
pub(crate) struct EmptyFolders {
    index: PathBuf,
    made_index: bool,
}

impl EmptyFolders {
    pub(crate) fn of(index: &Path) -> Self {
        Self {
            index: index.to_owned(),
            made_index: !index.exists(),
        }
    }
}

impl Drop for EmptyFolders {
    fn drop(&mut self) {
        // Only an empty folder can be removed so.
        for folder in ["snapshots", "rejected"] {
            let _ = fs::remove_dir(self.index.join(folder));
        }
        if self.made_index {
            let _ = fs::remove_dir(&self.index);
        }
    }
}
